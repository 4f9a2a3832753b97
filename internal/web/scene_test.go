package web

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"strings"
	"testing"
	"time"

	"reinstate/internal/casework"
	"reinstate/internal/caseworktest"
	"reinstate/internal/reinstate"
)

// suspension is a notice as a marketplace might write it.
const suspension = `Hello Hailan,

Your Amazon.com selling account has been deactivated in accordance with section 3 of the Business Solutions Agreement.

Why is this happening?
We received complaints from buyers about the authenticity of items that you sold. The items are believed to be inauthentic.

How do I reactivate my account?
Please submit within 17 days of this notice:
- Invoices or receipts from your supplier issued in the last 365 days
- Contact information for your supplier
- A plan of action with the root cause, the actions you have taken and the steps you will take to prevent it

ASIN: B0TESTA1X7
ASIN: B0TESTB2Y8
`

// denial is a reply that refuses an appeal.
const denial = `Hello,

Thank you for your appeal. We reviewed the information that you provided. We are not able to reactivate your account at this time because
the invoices you sent do not correspond to your sales. Please submit invoices issued in the last 365 days that cover the units sold.

Amazon.com Seller Performance
`

// scene is a site with one case of the firm under way.
type scene struct {
	*site
	ref            string
	notice         reinstate.NoticeID
	cause, action  reinstate.ClaimID
	demand         reinstate.DemandID
	pdf, picture   reinstate.ExhibitID
	sent           reinstate.OutgoingID // set by correspond
	came           reinstate.MailID
	said           reinstate.ExchangeID
	foreign        string // reference of a case of the other firm
	foreignDemand  reinstate.DemandID
	foreignExhibit reinstate.ExhibitID
}

// owner of the firm, as an actor.
func (s *scene) owner() reinstate.Actor { return s.firm.Owner }

// newScene is a case in corrective_action with a cause, an action, two
// exhibits and a plan.
func newScene(t *testing.T) *scene {
	t.Helper()
	s := &scene{site: newSite(t)}
	ctx := t.Context()
	s.account.Case() // so that the case's reference is none of the other firm's
	n, err := s.desk.Log(ctx, s.owner(), casework.Incoming{Body: strings.NewReader(suspension)})
	s.must(err)
	s.notice = n.ID
	c, err := s.desk.OpenCase(ctx, s.owner(), n.ID, s.checking(n), true)
	s.must(err)
	s.ref = c.Reference
	_, err = s.desk.Take(ctx, s.owner(), s.ref, casework.Move{Do: reinstate.StartCorrecting})
	s.must(err)
	s.must(s.desk.AddDemand(ctx, s.owner(), s.ref, "Invoices of the year", "supplier_invoices"))
	cause, err := s.desk.AddClaim(ctx, s.owner(), s.ref, reinstate.Claim{Kind: reinstate.RootCause, Text: "Cartons were counted, not units."})
	s.must(err)
	action, err := s.desk.AddClaim(ctx, s.owner(), s.ref, reinstate.Claim{Kind: reinstate.CorrectiveAction, Text: "All units were removed.", Cause: cause.ID, Done: true, Date: "2026-11-03"})
	s.must(err)
	s.cause, s.action = cause.ID, action.ID
	pdf, err := s.desk.Attach(ctx, s.owner(), s.ref, casework.Upload{Name: "invoice 深圳.pdf", Kind: "supplier_invoice", Title: "Invoice 42", Body: bytes.NewReader(onePagePDF)})
	s.must(err)
	picture, err := s.desk.Attach(ctx, s.owner(), s.ref, casework.Upload{Name: "shelf.png", Kind: "photo", Body: bytes.NewReader(smallPNG(t))})
	s.must(err)
	s.pdf, s.picture = pdf.Exhibit.ID, picture.Exhibit.ID
	_, err = s.desk.LayOut(ctx, s.owner(), s.ref)
	s.must(err)
	s.demand = s.file().Demands[0].ID
	other := s.rivals.Case()
	s.foreign, s.foreignDemand, s.foreignExhibit = other.Case.Reference, other.Demand("theirs").ID, other.Exhibit("theirs").ID
	return s
}

// checking is the reading as it stands, for the firm's own account.
func (s *scene) checking(n reinstate.Notice) casework.Checking {
	return casework.Checking{
		Version: n.Version, Account: s.account.Account.ID, Marketplace: reinstate.Amazon, Store: "US", Level: reinstate.AccountLevel,
		Reasons: []reinstate.ReasonCode{"inauthentic"}, Response: reinstate.RespondPlan,
	}
}

// file is the case as the desk gathers it.
func (s *scene) file() casework.File {
	s.t.Helper()
	f, err := s.desk.Case(s.t.Context(), s.owner(), s.ref)
	s.must(err)
	return f
}

// at is a path beneath the case. Numbers may be of any of the typed kinds.
func (s *scene) at(elements ...string) string { return casePath(s.ref, elements...) }

func id[N ~int64](n N) string { return strconv.FormatInt(int64(n), 10) }

// take moves the case on.
func (s *scene) take(m casework.Move) {
	s.t.Helper()
	_, err := s.desk.Take(s.t.Context(), s.owner(), s.ref, m)
	s.must(err)
}

// filed files the appeal and, if wanted, confirms its receipt.
func (s *scene) filed(confirmed bool) {
	s.t.Helper()
	caseworktest.Ready(s.t, s.desk, s.owner(), s.ref)
	s.take(casework.Move{Do: reinstate.FileAppeal, Channel: "By the appeal form", Override: "The client wants it out today."})
	s.Clock.Pass(time.Hour)
	if confirmed {
		s.take(casework.Move{Do: reinstate.ConfirmReceipt, Receipt: "CASE-1"})
	}
}

func smallPNG(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 12, 8))
	for x := range 12 {
		picture.Set(x, 3, color.RGBA{200, 30, 30, 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// onePagePDF is the smallest honest PDF.
var onePagePDF = []byte(`%PDF-1.4
1 0 obj
<</Type/Catalog/Pages 2 0 R>>
endobj
2 0 obj
<</Type/Pages/Kids[3 0 R]/Count 1>>
endobj
3 0 obj
<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>
endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000055 00000 n 
0000000105 00000 n 
trailer
<</Size 4/Root 1 0 R>>
startxref
170
%%EOF
`)
