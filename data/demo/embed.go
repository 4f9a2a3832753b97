// Package demo embeds the demonstration firm: its people, clients and
// suppliers in firm.yaml, the reports about their accounts in health.yaml,
// stock, customer service and policies in supply.yaml, and one script of dated
// steps for each case.
package demo

import "embed"

// Files holds firm.yaml, health.yaml, supply.yaml and cases/*.yaml. They are templates of text/template
// whose functions write dates counted from the moment of loading; README.md
// tells what a script may say.
//
//go:embed firm.yaml health.yaml supply.yaml cases/*.yaml
var Files embed.FS
