package web

import (
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// checkForm is the check page's form as it was typed.
type checkForm struct {
	Version     string
	Account     string // a number, or "new"
	NewClient   string
	NewSellerID string
	NewStore    string
	Received    string // YYYY-MM-DDTHH:MM in the reader's zone
	Marketplace string
	Store       string
	Level       string
	Reason      string   // the primary one
	Also        []string // further reasons
	Response    string
	Demands     []string
	Clocks      []string // numbers of those to open
	Deadline    string
	ASINs       string
	Orders      string
	Complaints  string
	Items       string
	Do          string // of a reply: the decision
	Note        string
}

// clockOf is how times are typed, by people and by the browser's own control.
var clockOf = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02"}

// formOf is the form as the reading fills it.
func (s sureness) formOf(check casework.Check, zone *time.Location) checkForm {
	n, read := check.Notice, check.Notice.Checked
	f := checkForm{
		Version: strconv.Itoa(n.Version), Received: n.Received.In(zone).Format(clockOf[0]),
		Marketplace: string(read.Marketplace), Store: read.Store, Level: string(read.Level),
		ASINs: identifiers(read.References.ASINs), Orders: identifiers(read.References.Orders),
		Complaints: identifiers(read.References.Complaints), Items: identifiers(read.References.Items),
	}
	if check.Account != 0 {
		f.Account = strconv.FormatInt(int64(check.Account), 10)
	} else if len(check.Accounts) == 0 {
		f.Account = "new"
	}
	for i, reason := range read.Reasons {
		if i == 0 {
			f.Reason = string(reason.Code)
		} else {
			f.Also = append(f.Also, string(reason.Code))
		}
	}
	if check.Case.Response != "" {
		f.Response = string(check.Case.Response)
	} else if len(read.Responses) > 0 {
		f.Response = string(read.Responses[0].Response)
	} else if len(read.Reasons) > 0 {
		if reason, ok := check.Market.Reason(read.Reasons[0].Code); ok && len(reason.Responses) > 0 {
			f.Response = string(reason.Responses[0])
		}
	}
	for _, demand := range read.Demands {
		f.Demands = append(f.Demands, string(demand.Code))
	}
	for i := range check.Clocks {
		f.Clocks = append(f.Clocks, strconv.Itoa(i))
	}
	if len(check.Steps) > 0 {
		f.Do = string(check.Steps[0].Do)
	}
	return s.askedOf(f, check)
}

func identifiers(refs []reinstate.Reference) string {
	ids := make([]string, len(refs))
	for i, ref := range refs {
		ids[i] = ref.ID
	}
	return strings.Join(ids, "\n")
}

func readCheckForm(c *gin.Context) checkForm {
	return checkForm{
		Version: c.PostForm("version"), Account: c.PostForm("account"), NewClient: c.PostForm("new_client"),
		NewSellerID: c.PostForm("new_seller_id"), NewStore: c.PostForm("new_store"), Received: c.PostForm("received"),
		Marketplace: c.PostForm("marketplace"), Store: c.PostForm("store"), Level: c.PostForm("level"),
		Reason: c.PostForm("reason"), Also: c.PostFormArray("also"), Response: c.PostForm("response"),
		Demands: c.PostFormArray("demands"), Clocks: c.PostFormArray("clocks"), Deadline: c.PostForm("deadline"),
		ASINs: c.PostForm("asins"), Orders: c.PostForm("orders"), Complaints: c.PostForm("complaints"),
		Items: c.PostForm("items"), Do: c.PostForm("do"), Note: c.PostForm("note"),
	}
}

// checking turns the form into what the desk takes. Only what cannot be read at
// all is refused here. clocks is how many were offered.
func (f checkForm) checking(zone *time.Location, clocks int) (casework.Checking, error) {
	refused := reinstate.Invalid{}
	in := casework.Checking{
		NewSellerID: f.NewSellerID, NewStore: f.NewStore,
		Marketplace: reinstate.Marketplace(f.Marketplace), Store: f.Store, Level: reinstate.Level(f.Level),
		Response: reinstate.Response(f.Response),
		ASINs:    strings.FieldsFunc(f.ASINs, separates), Orders: strings.FieldsFunc(f.Orders, separates),
		Complaints: strings.FieldsFunc(f.Complaints, separates), Items: strings.FieldsFunc(f.Items, separates),
	}
	var err error
	if in.Version, err = strconv.Atoi(f.Version); err != nil {
		in.Version = -1
	}
	if f.Account == "new" || f.Account == "" { // naming one is choosing it
		in.NewClient = f.NewClient
	} else if id, err := strconv.ParseInt(f.Account, 10, 64); err == nil {
		in.Account = reinstate.AccountID(id)
	}
	if in.Received, err = typedTime(f.Received, zone); err != nil {
		refused.Refuse("received", "Give the day and time it was received, such as 2026-11-22 09:30.")
	}
	if in.Deadline, err = typedTime(f.Deadline, zone); err != nil {
		refused.Refuse("deadline", "Give the day and time of the limit, such as 2026-12-09 17:00.")
	}
	for _, code := range append([]string{f.Reason}, f.Also...) {
		if code != "" {
			in.Reasons = append(in.Reasons, reinstate.ReasonCode(code))
		}
	}
	for _, code := range f.Demands {
		in.Demands = append(in.Demands, reinstate.DemandCode(code))
	}
	for i := range clocks {
		if !has(f.Clocks, strconv.Itoa(i)) {
			in.DropClocks = append(in.DropClocks, i)
		}
	}
	return in, refused.Err()
}

// separates parts identifiers: they hold no spaces, and people put commas or
// semicolons between them.
func separates(r rune) bool {
	return r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == ',' || r == ';' || r == '，' || r == '、' || r == '\u00a0'
}

// typedTime reads a time in the reader's zone. Nothing typed is the zero time.
func typedTime(typed string, zone *time.Location) (time.Time, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	var at time.Time
	var err error
	for _, layout := range clockOf {
		if at, err = time.ParseInLocation(layout, typed, zone); err == nil {
			return at, nil
		}
	}
	return at, err
}
