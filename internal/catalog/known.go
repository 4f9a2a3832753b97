package catalog

import "reinstate/internal/reinstate"

// The words of the domain that catalog files may use.
var (
	clockKinds = []reinstate.ClockKind{
		reinstate.ClockAppeal, reinstate.ClockDocuments, reinstate.ClockCall, reinstate.ClockCure,
		reinstate.ClockCertification, reinstate.ClockFunds, reinstate.ClockInventory, reinstate.ClockReview,
		reinstate.ClockReplyExpected, reinstate.ClockDocumentAge, reinstate.ClockRecord, reinstate.ClockMeeting,
		reinstate.ClockAttempts, reinstate.ClockMediation, reinstate.ClockFollowUp,
	}
	clockUnits = []reinstate.ClockUnit{
		reinstate.UnitHour, reinstate.UnitDay, reinstate.UnitBusinessDay, reinstate.UnitWeek,
		reinstate.UnitMonth, reinstate.UnitAttempt,
	}
	decisions = []reinstate.Decision{
		reinstate.Reinstated, reinstate.MoreInformation, reinstate.Denied, reinstate.FinalDenial, reinstate.Acknowledged,
	}
)
