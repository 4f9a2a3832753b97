package web

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/casework"
	"reinstate/internal/reinstate"
)

// issuePage is corrective work on an account.
type issuePage struct {
	page
	File  casework.IssueFile
	Form  reinstate.Issue       // as typed
	Step  reinstate.IssueAction // as typed
	Work  bool                  // the reader may work on it now
	Path  string
	Today string // as a form writes it
}

func (s *server) issue(c *gin.Context) error {
	return s.showIssue(c, http.StatusOK, nil, reinstate.IssueAction{}, nil)
}

func (s *server) issueFile(c *gin.Context) (casework.IssueFile, error) {
	account, err := number(c, "id")
	if err != nil {
		return casework.IssueFile{}, err
	}
	id, err := number(c, "issue")
	if err != nil {
		return casework.IssueFile{}, err
	}
	file, err := s.desk.Issue(c.Request.Context(), who(c), reinstate.IssueID(id))
	if err == nil && file.Account.ID != reinstate.AccountID(account) {
		err = reinstate.ErrNotFound
	}
	return file, err
}

func (s *server) showIssue(c *gin.Context, status int, typed *reinstate.Issue, step reinstate.IssueAction, refused reinstate.Invalid) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	v := s.voice(c)
	p := issuePage{
		Today: v.now.In(v.zone).Format("2006-01-02"),
		page:  s.page(c, reinstate.Say("Issue: %s", file.Issue.Title)), File: file, Form: file.Issue, Step: step,
		Work: who(c).May(reinstate.Contribute) && file.Issue.Open(), Path: issuePath(file.Issue),
	}
	p.Invalid = refused
	if typed != nil {
		typed.ID, typed.Account, typed.Version = file.Issue.ID, file.Issue.Account, file.Issue.Version
		p.Form = *typed
	}
	return s.showWith(c, status, "health/issue", p)
}

func (s *server) saveIssue(c *gin.Context) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	in := reinstate.Issue{
		ID: file.Issue.ID, Title: c.PostForm("title"), Cause: c.PostForm("cause"), Owner: c.PostForm("owner"), Due: c.PostForm("due"), Version: version(c),
	}
	_, err = s.desk.SaveIssue(c.Request.Context(), who(c), in)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showIssue(c, http.StatusUnprocessableEntity, &in, reinstate.IssueAction{}, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, issuePath(file.Issue), reinstate.Say("Saved."))
}

func (s *server) saveIssueStep(c *gin.Context) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.PostForm("step"), 10, 64)
	step := reinstate.IssueAction{
		ID: id, Issue: file.Issue.ID, Kind: reinstate.ClaimKind(c.PostForm("kind")), Text: c.PostForm("text"), Owner: c.PostForm("owner"),
		Due: c.PostForm("due"), Frequency: c.PostForm("frequency"), Tool: c.PostForm("tool"), Done: c.PostForm("done"), Version: version(c),
	}
	_, err = s.desk.SaveIssueAction(c.Request.Context(), who(c), step)
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showIssue(c, http.StatusUnprocessableEntity, nil, step, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, issuePath(file.Issue)+"#steps", reinstate.Say("Saved."))
}

func (s *server) closeIssue(c *gin.Context) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	issue, err := s.desk.CloseIssue(c.Request.Context(), who(c), file.Issue.ID, version(c), c.PostForm("learned"))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showIssue(c, http.StatusUnprocessableEntity, nil, reinstate.IssueAction{}, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, issuePath(issue), reinstate.Say("The issue is closed. It stays here for a later plan."))
}

// startReview opens the regular review of an account, or leads to the one that
// is under way.
func (s *server) startReview(c *gin.Context) error {
	account, err := s.accountLine(c)
	if err != nil {
		return err
	}
	review, err := s.desk.StartReview(c.Request.Context(), who(c), account.ID)
	if err != nil {
		return err
	}
	return s.redirect(c, issuePath(review)+"#steps", reinstate.Sentence{})
}

// openAhead opens a case before a notice has come.
func (s *server) openAhead(c *gin.Context) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	opened, err := s.desk.OpenAhead(c.Request.Context(), who(c), file.Issue.ID, version(c))
	if err != nil {
		return err
	}
	return s.redirect(c, casePath(opened.Reference), reinstate.Say("The case is open ahead of a notice. Gather what it lists; a notice about this joins it."))
}

// carryOver takes an issue into a case of the account.
func (s *server) carryOver(c *gin.Context) error {
	file, err := s.issueFile(c)
	if err != nil {
		return err
	}
	carried, err := s.desk.CarryOver(c.Request.Context(), who(c), file.Issue.ID, c.PostForm("case"))
	if refused := (reinstate.Invalid{}); errors.As(err, &refused) {
		return s.showIssue(c, http.StatusUnprocessableEntity, nil, reinstate.IssueAction{}, refused)
	}
	if err != nil {
		return err
	}
	return s.redirect(c, casePath(carried.Reference, "claims"), reinstate.Say("Cause, steps and history of the issue are in the case now."))
}

func issuePath(i reinstate.Issue) string {
	return healthPath(i.Account) + "/issues/" + strconv.FormatInt(int64(i.ID), 10)
}

// IssuePath is the page of an issue, for lists.
func (accountHealthPage) IssuePath(i reinstate.Issue) string { return issuePath(i) }

// IssuePath is the page of an issue, for lists.
func (portfolioPage) IssuePath(i reinstate.Issue) string { return issuePath(i) }

// IssuePath is the page of an issue, for lists.
func (metricHealthPage) IssuePath(i reinstate.Issue) string { return issuePath(i) }
