package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/post"
	"reinstate/internal/reinstate"
	"reinstate/internal/store"
)

// demoTalk is something that went in or out of a case besides messages of the
// marketplace and filings: a mail of ours, its answer, or a call.
type demoTalk struct {
	Way     reinstate.Way   `yaml:"way"` // of what was said elsewhere; empty: a mail
	Came    bool            `yaml:"came"`
	With    string          `yaml:"with"` // a person, or an address
	Party   reinstate.Party `yaml:"party"`
	Subject string          `yaml:"subject"`
	Text    string          `yaml:"text"`
	Seen    bool            `yaml:"seen"` // somebody looked at the mail that came
	Exhibit []string        `yaml:"exhibits"`
}

// demoServer is what the mails of the demonstration name as their sender. It is
// never reached: they are marked as sent when they are written.
var demoServer = post.Server{Host: "mail.harbour-vale.example", Port: 25, Security: post.TLS, From: "cases@harbour-vale.example"}

// talk plays one passage of a case's correspondence.
func (p *player) talk(ctx context.Context, who reinstate.Actor, on *stage, in demoTalk) error {
	exhibits, err := on.exhibitIDs(in.Exhibit)
	if err != nil {
		return err
	}
	switch {
	case in.Way != "":
		_, err = p.desk.WriteDown(ctx, who, on.ref, casework.Said{Way: in.Way, Came: in.Came, Party: in.With, Summary: in.Text, Exhibits: exhibits})
	case in.Came:
		err = p.answer(ctx, who, on, in)
	default:
		on.mail, err = p.desk.SendMail(ctx, who, demoServer, on.ref, casework.MailDraft{Party: in.Party, To: in.With, Subject: in.Subject, Body: in.Text, Exhibits: exhibits})
		if err == nil {
			err = p.sentInPlay(ctx, who, on)
		}
	}
	return err
}

// sentInPlay marks a mail as sent, as it would have been then.
func (p *player) sentInPlay(ctx context.Context, who reinstate.Actor, on *stage) error {
	return p.db.Update(ctx, who, func(tx *store.Tx) error {
		on.mail.State, on.mail.Sent = reinstate.OutgoingSent, tx.Now()
		return tx.SaveOutgoing(&on.mail, reinstate.Event{Did: "mail_sent", With: map[string]string{"to": strings.Join(on.mail.To, ", "), "subject": on.mail.Subject}})
	})
}

// answer has the last mail of the case answered.
func (p *player) answer(ctx context.Context, who reinstate.Actor, on *stage, in demoTalk) error {
	if on.mail.ID == 0 {
		return errors.New("there is no mail yet that could be answered")
	}
	head := fmt.Sprintf("From: %s\nTo: cases@harbour-vale.example\nDate: %s\nSubject: %s\nMessage-ID: <answer-%s>\nIn-Reply-To: <%s>\nContent-Type: text/plain; charset=utf-8\n\n",
		in.With, p.clock.now().Format(time.RFC1123Z), in.Subject, on.mail.MessageID, on.mail.MessageID)
	m, err := p.desk.Receive(ctx, who, casework.Arrival{Raw: []byte(strings.ReplaceAll(head+in.Text, "\n", "\r\n")), Source: "drop"})
	if err != nil || !in.Seen {
		return err
	}
	return p.desk.DismissMail(ctx, who, m.ID)
}
