package plan

import (
	"slices"
	"strings"
	"testing"
	"time"

	"reinstate/data"
	"reinstate/internal/catalog"
	"reinstate/internal/reinstate"
)

func naming(t *testing.T) catalog.Naming {
	t.Helper()
	known, err := catalog.Load(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	return known.Naming()
}

func TestNamesThatAreTheSame(t *testing.T) {
	t.Parallel()
	by := naming(t)
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"Shenzhen Hailan Technology Co., Ltd.", "SHENZHEN HAILAN TECHNOLOGY", true},
		{"Shenzhen Hailan Technology Co., Ltd.", "Shenzhen Hailan Technology Company Limited", true},
		{"深圳市海岚科技有限公司", "深圳市海岚科技", true},
		{"ＨＡＩＬＡＮ　Home", "Hailan Home", true}, // full width
		{"Brennhagen Küchengeräte GmbH", "Brennhagen Kuchengerate", true},
		{"Alder & Finch, LLC", "Alder + Finch", true},
		{"12 Harbour Road, Building 4", "12 Harbour Rd., Bldg. 4", true},
		{"88 Canterbury Street\nWorcester, MA 01610\nUnited States", "88 Canterbury St, Worcester MA 01610, USA", true},
		{"Gießereistraße 14, 04229 Leipzig", "Giessereistrasse 14 04229 Leipzig", true},
		{"Hailan Technology", "Hailan Trading", false},
		{"12 Harbour Road", "21 Harbour Road", false},
		{"Limited Edition Toys", "Edition Toys", false}, // a form that begins a name is a word
		{"深圳市海岚科技有限公司", "深圳市海风科技有限公司", false},
	} {
		if got := SameName(tt.a, tt.b, by); got != tt.same {
			t.Errorf("%q and %q: same %v, want %v", tt.a, tt.b, got, tt.same)
		}
	}
	only, lacks := Differing("Hailan Trading Co., Ltd.", "Hailan Technology Limited", by)
	if !slices.Equal(only, []string{"trading"}) || !slices.Equal(lacks, []string{"technology"}) {
		t.Errorf("they part in %v and %v", only, lacks)
	}
}

func TestPhonesThatAreTheSame(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		a, b string
		same bool
	}{
		{"+86 755 5550 0142", "0755-55500142", true}, {"+1 (218) 555-0117", "218.555.0117", true}, {"＋86 755 5550 0142", "755 5550 0142", true},
		{"+86 755 5550 0142", "+86 755 5550 0143", false}, {"0142", "+86 755 5550 0142", false},
	} {
		if got := samePhone(tt.a, tt.b); got != tt.same {
			t.Errorf("%q and %q: %v", tt.a, tt.b, got)
		}
	}
}

// evidence is a case's documents of which the rules find nothing.
func evidence() *Facts {
	noticed := time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)
	window := Window{Count: 365, Unit: reinstate.UnitDay, Stated: true}
	issued := noticed.AddDate(0, -3, 0)
	return &Facts{
		Noticed: noticed, Today: noticed.AddDate(0, 0, 9), Account: Holder{Name: "Hailan Technology Ltd", Address: "8 Yayuan Road"},
		Files: Files{Channel: "Account Health", Accepted: []string{"pdf", "jpg"}, Editable: []string{"docx", "xlsx"}, Expiring: 30},
		Papers: []Paper{
			{Label: "A", Kind: "supplier_invoice", FileName: "a.pdf", MediaType: "application/pdf", Dated: issued, Window: window, Invoice: true},
			{Label: "B", Kind: "utility_bill", FileName: "b.jpg", MediaType: "image/jpeg", Dated: noticed.AddDate(0, 0, -20), Window: Window{Count: 90, Unit: reinstate.UnitDay, Whose: "the staff"}},
		},
		Invoices: []Invoice{{
			Label: "A", Kind: "supplier_invoice", Issued: issued, Window: window, Reached: true,
			Supplier: Holder{Name: "Henglan", Address: "26 Fengcheng Road", Phone: "+86 574 5550 0188", Website: "henglan.example"},
			Buyer:    Holder{Name: "HAILAN TECHNOLOGY", Address: "8 Yayuan Rd."}, Lines: []InvoiceLine{{ASIN: "B0TESTA1X7", Quantity: 300, Sold: 200, Price: 2, Sum: 600}}, Total: 600,
		}},
	}
}

func TestFindingsAboutDocumentsStandBesideThem(t *testing.T) {
	t.Parallel()
	rules, err := catalog.LoadChecks(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	checker, err := NewChecker(rules)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		spoil func(*Facts)
		want  string // exhibit, rule, case and a part of the message
	}{
		{"nothing", func(*Facts) {}, ""},
		{"an invoice outside the window that the notice states", func(f *Facts) { f.Invoices[0].Issued = f.Noticed.AddDate(-1, 0, -5) }, "A I01 late 2025-11-03"},
		{"an invoice outside the catalog's window", func(f *Facts) {
			f.Invoices[0].Window = Window{Count: 2, Unit: reinstate.UnitMonth, Whose: "Walmart's page"}
		}, "A I01 late_rule by Walmart's page"},
		{"an invoice after the notice", func(f *Facts) { f.Invoices[0].Issued = f.Noticed.AddDate(0, 0, 1) }, "A I01 after after the notice"},
		{"an invoice without a date", func(f *Facts) { f.Invoices[0].Issued = time.Time{} }, "A I01 undated No date"},
		{"an old bill", func(f *Facts) { f.Papers[1].Dated = f.Noticed.AddDate(0, 0, -91) }, "B I01 paper_rule by the staff"},
		{"a paper that expired", func(f *Facts) { f.Papers[1].Expires = f.Today.AddDate(0, 0, -1) }, "B I01 expired expired on"},
		{"a paper that expires soon", func(f *Facts) { f.Papers[1].Expires = f.Today.AddDate(0, 0, 12) }, "B I01 expiring expires on"},
		{"a paper that expires this day", func(f *Facts) { f.Papers[1].Expires = f.Today }, "B I01 expiring expires on"},
		{"fewer units than were sold", func(f *Facts) { f.Invoices[0].Lines[0].Sold = 301 }, " I02  301 were sold"},
		{"units only on an invoice that is too old", func(f *Facts) { f.Invoices[0].Issued = f.Noticed.AddDate(-2, 0, 0) }, "A I01 late 2024-11-03"},
		{"a supplier without a website", func(f *Facts) { f.Invoices[0].Supplier.Website = "" }, "A I03  no website"},
		{"nothing on record", func(f *Facts) { f.Papers[0].Blank = true }, "A I03 blank Nothing is on record"},
		{"another buyer", func(f *Facts) { f.Invoices[0].Buyer.Name = "Hailan Trading Ltd" }, "A I04  “trading” for “technology”"},
		{"no line that names a listing", func(f *Facts) { f.Invoices[0].Lines[0].ASIN = "" }, "A I05  No line"},
		{"an edited file", func(f *Facts) { f.Papers[0].Edited = true }, "A I06  was edited"},
		{"a file of a program for pictures", func(f *Facts) { f.Papers[0].Made.Maker = "Adobe Photoshop 25" }, "A I06 signs Photoshop"},
		{"a file changed after it was made", func(f *Facts) {
			f.Papers[0].Made = reinstate.Making{Created: f.Noticed.AddDate(0, -1, 0), Changed: f.Noticed}
		}, "A I06 signs changed on 2026-11-03"},
		{"a file anyone can change", func(f *Facts) { f.Papers[0].FileName = "a.docx" }, "A I06 editable .docx"},
		{"a picture of a screen", func(f *Facts) {
			f.Papers[0].FileName, f.Papers[0].MediaType = "Screenshot 2026-11-01.jpg", "image/jpeg"
		}, "A I07 screenshot picture of a screen"},
		{"sums that do not add up", func(f *Facts) { f.Invoices[0].Lines[0].Sum = 700 }, "A I08  do not add up"},
		{"a paper that is asked for", func(f *Facts) { f.Required = []reinstate.ExhibitKind{"letter_of_authorization"} }, " I09  letter of authorization"},
		{"a supplier who knows nothing", func(f *Facts) { f.Invoices[0].Reached = false }, "A I10  may not know"},
		{"a file that asks for a password", func(f *Facts) { f.Papers[0].Made.Encrypted = true }, "A F06 locked asks for a password"},
		{"a file the channel does not take", func(f *Facts) { f.Papers[1].FileName = "b.heic" }, "B F06 channel Account Health takes pdf, jpg"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			facts := evidence()
			facts.Naming = naming(t)
			tt.spoil(facts)
			found := checker.Papers(CheckInput{Reasons: []reinstate.ReasonCode{"inauthentic"}, Marketplace: reinstate.Amazon, Facts: facts})
			if tt.want == "" {
				if len(found) != 0 {
					t.Errorf("found %+v", found)
				}
				return
			}
			parts := strings.SplitN(tt.want, " ", 4)
			if !slices.ContainsFunc(found, func(f PaperFinding) bool {
				return f.Exhibit == parts[0] && f.Rule == parts[1] && f.Case == parts[2] && strings.Contains(f.Message, parts[3]) && f.Advice != "" && f.Source != "" && !strings.Contains(f.Message, "{")
			}) {
				t.Errorf("want %q, found %+v", tt.want, found)
			}
		})
	}
}
