package store

import "maps"

func init() {
	maps.Copy(tables, map[string]any{
		"stock_newest": stockNewestRow{}, "stock_lines": stockRow{}, "stock_standings": stockStandingRow{}, "sale_lines": saleRow{},
		"buyer_messages": messageRow{}, "buyer_claims": buyerClaimRow{}, "buyer_feedback": feedbackRow{},
		"policy_entries": policyEntryRow{}, "policy_wordings": wordingRow{}, "policy_acks": ackRow{}, "policy_readers": readerRow{}, "policy_ties": tieRow{},
	})
}
