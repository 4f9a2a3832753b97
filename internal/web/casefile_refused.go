package web

import (
	"strconv"

	"github.com/gin-gonic/gin"

	"reinstate/internal/reinstate"
)

// longestMark is how long the mark of a form may be; ours have 26 characters.
const longestMark = 40

// mark is what tells a posted form from another: whose it is, where it goes,
// and the mark it was given. Empty when it has none of ours.
func mark(c *gin.Context) string { return marked(c, c.PostForm("once")) }

func marked(c *gin.Context, given string) string {
	if given == "" || len(given) > longestMark {
		return ""
	}
	return strconv.FormatInt(int64(who(c).User), 10) + " " + c.Request.URL.Path + " " + given
}

// renamed gives a refused field another name, for pages with several forms.
func renamed(refused reinstate.Invalid, from, to string) reinstate.Invalid {
	other := reinstate.Invalid{}
	for field, sentence := range refused {
		if field == from {
			field = to
		}
		other[field] = sentence
	}
	return other
}
