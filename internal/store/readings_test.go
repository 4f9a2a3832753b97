package store_test

import (
	"testing"

	"reinstate/internal/reinstate"
	"reinstate/internal/store"
	"reinstate/internal/storetest"
)

func TestOnlyConfirmedReadingsAreReported(t *testing.T) {
	t.Parallel()
	w := storetest.New(t)
	c := w.Firm("Harbour").Client("Alder").Account(reinstate.Amazon, "US").Case()
	c.Notice("nobody looked at this one")
	checked := c.Notice("somebody did")
	checked.Checked = reinstate.Reading{Level: reinstate.ListingLevel, Reasons: []reinstate.ReasonFound{{Code: "pricing", Confidence: 1}}}
	checked.Kind, checked.CheckedBy, checked.CheckedAt = reinstate.KindReply, "Mara", w.Clock.Now()
	var got []store.CheckedReading
	w.Update(c.Owner, func(tx *store.Tx) error { return tx.SaveNotice(&checked, did) })
	w.View(c.Owner, func(tx *store.Tx) (err error) {
		got, err = tx.CheckedReadings()
		return err
	})
	if len(got) != 1 {
		t.Fatalf("%d readings", len(got))
	}
	r := got[0]
	if r.Notice != checked.ID || r.Kind != reinstate.KindReply || r.Read.Level != "" || r.Checked.Level != reinstate.ListingLevel || r.Checked.Reasons[0].Code != "pricing" {
		t.Errorf("got %+v", r)
	}
}
