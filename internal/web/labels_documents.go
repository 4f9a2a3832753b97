package web

var shapeLabels = map[string]string{
	"pdf":    "PDF",
	"docx":   "Word file",
	"text":   "Plain text",
	"email":  "E-mail",
	"fields": "Answers for a form",
}
