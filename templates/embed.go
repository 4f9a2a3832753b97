// Package templates holds the HTML of the pages: a layout, the parts that
// several pages share, and one file a screen under page/<noun>/<screen>.html.
package templates

import "embed"

// Files are the templates. See internal/web for the struct of each page.
//
//go:embed layout part page
var Files embed.FS
