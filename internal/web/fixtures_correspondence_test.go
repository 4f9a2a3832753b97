package web

import (
	"reinstate/internal/casework"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
	"reinstate/internal/storetest"
)

// samplePassages have one passage of each kind, with files.
func samplePassages(text string, empty bool) []casework.Passage {
	if empty {
		return nil
	}
	files := []reinstate.MailFile{{Name: text, MediaType: "application/pdf", Size: 84_000, SHA256: storetest.Digest("f")}, {Name: text, Size: 12, Exhibit: 11}}
	notice, reply, filing := sampleQuoted(text), sampleReply(text), sampleFile(text).Filings[0]
	mail := reinstate.Mail{ID: 3, Case: 1, MessageID: "a@b", Sender: text, Subject: text, SHA256: storetest.Digest("m"), Size: 9, Came: storetest.Start, Sort: reinstate.MailMessage}
	waiting, refused := sampleOutgoing(text, reinstate.OutgoingWaiting), sampleOutgoing(text, reinstate.OutgoingRefused)
	call := reinstate.Exchange{ID: 4, Case: 1, Way: reinstate.ByPhone, Came: true, Party: text, At: storetest.Start, Summary: text, Exhibits: []reinstate.ExhibitID{11}, WrittenBy: text}
	struck := call
	struck.Way, struck.Came, struck.Struck, struck.StruckBy = reinstate.ByPortal, false, storetest.Start, text
	return []casework.Passage{
		{At: storetest.Start, Came: true, Notice: &notice, Files: files, Source: 2}, {At: storetest.Start, Filing: &filing},
		{At: storetest.Start, Came: true, Notice: &reply}, {At: storetest.Start, Came: true, Mail: &mail, Files: files, Source: 3, Privileged: true},
		{At: storetest.Start, Outgoing: &waiting, Files: files}, {At: storetest.Start, Outgoing: &refused},
		{At: storetest.Start, Came: true, Exchange: &call, Files: files}, {At: storetest.Start, Exchange: &struck},
	}
}

func sampleOutgoing(text string, state reinstate.OutgoingState) reinstate.Outgoing {
	return reinstate.Outgoing{
		ID: 5, Case: 1, MessageID: "x@vale.example", Party: reinstate.ToSupplier, From: text, To: []string{text, "a@b.example"}, ReplyTo: "cases+x@vale.example",
		Subject: text, Body: text, Attached: []reinstate.MailFile{{Name: text, Size: 84_000, Exhibit: 11}}, SHA256: storetest.Digest("o"), Size: 1234,
		Written: storetest.Start, WrittenBy: text, State: state, Told: text, Tried: storetest.Start,
	}
}

func correspondenceFixtures(base, refused casePage, text string, empty bool) map[string]any {
	sample := sampleOutgoing(text, reinstate.OutgoingSent)
	sample.Told, sample.Sent = "", storetest.Start
	template := catalog.Mail{Code: "plain", Name: text, To: reinstate.ToOther, Says: text, Source: catalog.Source{Title: text, URL: "https://example.com", Seen: "2026-11-26"}}
	form := mailForm{Template: "plain", Party: "supplier", To: text, Subject: text, Body: text, Exhibits: []reinstate.ExhibitID{11}, Answers: 3}
	writing := mailPage{casePage: refused, Form: form, Templates: []catalog.Mail{template}, Template: template, Sendable: refused.Choices(form.Exhibits), Blanks: []string{text}, Set: true, Once: "x", MostMB: 18,
		Known: []casework.Acquaintance{{Name: text, Address: "a@b.example", Party: reinstate.ToClient}}}
	looked := writing
	looked.casePage, looked.Look = base, &sample
	unset := writing
	unset.Set = false
	messages := messagesOf(base, samplePassages(text, empty), "")
	messages.Address, messages.Mails = "cases+abcdefgh@vale.example", !empty
	pages := map[string]any{
		"case/messages": messages, "case/messages calls": messagesOf(base, samplePassages(text, empty), "calls"),
		"case/mail": writing, "case/mail look": looked, "case/mail unset": unset,
		"case/sent": sentPage{casePage: base, Mail: sample, Items: base.attached(casework.Passage{Files: sample.Attached}, 5), Mails: true},
		"case/said": saidPage{casePage: refused, Form: saidForm{Way: "phone", Came: "yes", Party: text, At: "2026-11-18T09:30", Summary: text}, Zone: "Berlin", Once: "x", MostMB: 25},
		"case/came": cameMailPage{casePage: base, Mail: reinstate.Mail{ID: 3, Case: 1, MessageID: "a@b", Sender: text, Subject: text, SHA256: "x", Came: storetest.Start, Sort: reinstate.MailMessage}, Words: text, Mails: true},
	}
	for _, state := range []reinstate.OutgoingState{reinstate.OutgoingWaiting, reinstate.OutgoingRefused} {
		pages["case/sent "+string(state)] = sentPage{casePage: base, Mail: sampleOutgoing(text, state), Mails: true}
	}
	return pages
}
