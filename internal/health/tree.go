package health

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"reinstate/internal/reinstate"
)

// node is a place in a document whose fields are noted as they are read, so
// that what nobody read can be kept and named.
type node struct {
	path string
	v    any // map[string]any, []any, string, json.Number, bool or nil
	read map[string]bool
}

// readTree reads JSON that is one value and no deeper than anything honest.
func readTree(body []byte) (node, reinstate.Sentence, bool) {
	if depth(body) > mostDepth {
		return node{}, reinstate.Say("The file is nested more than %s levels deep, which no report is.", whole(mostDepth)), false
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var v any
	if err := decoder.Decode(&v); err != nil {
		var wrong *json.SyntaxError
		if errors.As(err, &wrong) {
			line := 1 + bytes.Count(body[:min(int(wrong.Offset), len(body))], []byte("\n"))
			return node{}, reinstate.Say("The file is no whole JSON: it breaks off or is wrong in line %s.", whole(int64(line))), false
		}
		return node{}, reinstate.Say("The file is no whole JSON: it breaks off."), false
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return node{}, reinstate.Say("The file holds more than one JSON document."), false
	}
	return node{v: v, read: map[string]bool{}}, reinstate.Sentence{}, true
}

// depth is how deep the brackets nest, those in strings left out.
func depth(body []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			now++
			deepest = max(deepest, now)
		case c == '}' || c == ']':
			now--
		}
	}
	return deepest
}

func (n node) field(name string) (node, bool) {
	object, ok := n.v.(map[string]any)
	if !ok {
		return node{}, false
	}
	v, ok := object[name]
	return node{joined(n.path, name), v, n.read}, ok
}

func joined(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func (n node) has(name string) bool { _, ok := n.field(name); return ok }

// get is a field, or a node that is nothing.
func (n node) get(names ...string) node {
	for _, name := range names {
		f, ok := n.field(name)
		if ok {
			n.read[f.path] = true
		}
		if ok && f.v != nil {
			return f
		}
	}
	return node{path: n.path, read: n.read}
}

// present reports whether the node is something.
func (n node) present() bool { return n.v != nil }

// items are the elements of a list; one that is no list is its only element.
func (n node) items() []node {
	list, ok := n.v.([]any)
	if !ok {
		if n.v == nil {
			return nil
		}
		return []node{n}
	}
	out := make([]node, len(list))
	for i, v := range list {
		out[i] = node{n.path + "[" + strconv.Itoa(i) + "]", v, n.read}
		n.read[out[i].path] = true
	}
	return out
}

// names are the fields of an object, sorted.
func (n node) names() []string {
	object, _ := n.v.(map[string]any)
	return slices.Sorted(maps.Keys(object))
}

func (n node) text() string {
	switch v := n.v.(type) {
	case string:
		n.read[n.path] = true
		return strings.TrimSpace(v)
	case json.Number:
		n.read[n.path] = true
		return v.String()
	}
	return ""
}

// word is a text in capitals, as the marketplaces write their own.
func (n node) word() string { return strings.ToUpper(n.text()) }

// number is a value written as a number or as text that is one.
func (n node) number() (float64, bool) {
	text := strings.TrimSuffix(n.text(), "%")
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f, true
}

// skip notes that fields are known and need not be read.
func (n node) skip(names ...string) {
	for _, name := range names {
		if f, ok := n.field(name); ok {
			f.walk(func(leaf node) { leaf.read[leaf.path] = true })
		}
	}
}

// unread lists the values that nobody read, sorted by place.
func (n node) unread() []reinstate.UnknownField {
	var out []reinstate.UnknownField
	n.walk(func(leaf node) {
		if !leaf.read[leaf.path] && len(out) < mostUnknown {
			value, err := json.Marshal(leaf.v)
			if err == nil {
				out = append(out, reinstate.UnknownField{Path: clip(leaf.path), Value: clip(string(value))})
			}
		}
	})
	return out
}

func (n node) walk(leaf func(node)) {
	switch v := n.v.(type) {
	case map[string]any:
		for _, name := range n.names() {
			node{joined(n.path, name), v[name], n.read}.walk(leaf)
		}
	case []any:
		for i, one := range v {
			node{n.path + "[" + strconv.Itoa(i) + "]", one, n.read}.walk(leaf)
		}
	default:
		leaf(n)
	}
}
