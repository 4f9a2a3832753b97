package casework

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"reinstate/internal/reinstate"
)

// extra is a file of a zip that is made for it.
type extra struct {
	name string
	data []byte
	what string
}

// zipEntry is one line of a zip's manifest.
type zipEntry struct {
	Path    string `json:"path"`
	What    string `json:"what"`
	Exhibit string `json:"exhibit,omitempty"`
	Size    int64  `json:"size"`
	SHA256  string `json:"sha256"`
	Part    int    `json:"part,omitempty"`
	From    int    `json:"from,omitempty"`
	To      int    `json:"to,omitempty"`
	Why     string `json:"attached_because,omitempty"`
}

// zipManifest says what a zip holds, so that anybody can check it.
type zipManifest struct {
	Profile string     `json:"profile"`
	Pages   int        `json:"pages"`
	Bates   string     `json:"bates,omitempty"`
	Files   []zipEntry `json:"files"`
}

// Zip writes the packet with the originals of everything in it, bit by bit as
// they came, and a manifest with the digest of each.
func (k *Binding) Zip(w io.Writer) error {
	z := zip.NewWriter(w)
	manifest := zipManifest{Profile: k.Profile.Code, Pages: k.Pages, Bates: k.Bates}
	taken := map[string]bool{}
	add := func(name, what string, r io.Reader) (zipEntry, error) {
		name = unused(taken, name)
		into, err := z.Create(name)
		if err != nil {
			return zipEntry{}, err
		}
		sum := sha256.New()
		n, err := io.Copy(io.MultiWriter(into, sum), r)
		return zipEntry{Path: name, What: what, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, err
	}
	if err := k.zipParts(&manifest, add); err != nil {
		return fmt.Errorf("write the zip: %w", err)
	}
	if err := k.zipOriginals(&manifest, add); err != nil {
		return fmt.Errorf("write the zip: %w", err)
	}
	for _, x := range k.extras {
		entry, err := add(x.name, x.what, strings.NewReader(string(x.data)))
		if err != nil {
			return fmt.Errorf("write the zip: %w", err)
		}
		manifest.Files = append(manifest.Files, entry)
	}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("write the zip: %w", err)
	}
	if _, err := add("manifest.json", "", strings.NewReader(string(text)+"\n")); err != nil {
		return fmt.Errorf("write the zip: %w", err)
	}
	return z.Close()
}

// adding puts a file into the zip.
type adding func(name, what string, r io.Reader) (zipEntry, error)

func (k *Binding) zipParts(m *zipManifest, add adding) error {
	for i, part := range k.Parts {
		if _, err := part.File.Seek(0, io.SeekStart); err != nil {
			return err
		}
		entry, err := add(k.FileName(i), "packet", part.File)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, entry)
	}
	return nil
}

func (k *Binding) zipOriginals(m *zipManifest, add adding) error {
	for _, e := range k.Enclosed {
		entry, err := zipOriginal(e, "originals/"+e.Entry.Letter+" ", add)
		if err != nil {
			return err
		}
		p := e.Entry.Place
		entry.Exhibit, entry.Part, entry.From, entry.To, entry.Why = e.Entry.Letter, p.Part, p.From, p.To, p.Why
		m.Files = append(m.Files, entry)
	}
	for _, e := range k.messages {
		entry, err := zipOriginal(e, "messages/", add)
		if err != nil {
			return err
		}
		m.Files = append(m.Files, entry)
	}
	return nil
}

func zipOriginal(e Enclosed, before string, add adding) (zipEntry, error) {
	file, err := e.open()
	if err != nil {
		return zipEntry{}, err
	}
	defer file.Close()
	entry, err := add(before+fileInZip(e.Entry.FileName), "original", file)
	if err == nil && entry.SHA256 != e.Entry.SHA256 {
		err = fmt.Errorf("%s changed while it was read", e.Entry.FileName)
	}
	return entry, err
}

// longestInZip is how many bytes of a file's name a zip carries.
const longestInZip = 120

// fileInZip is a name that unpacks anywhere as one file: no folders, no
// characters that a system refuses, not too long.
func fileInZip(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`/\<>:"|?*`, r) {
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, "_"))
	ending := path.Ext(name)
	if len(ending) > 12 {
		ending = ""
	}
	stem := strings.TrimSuffix(name, ending)
	for len(stem)+len(ending) > longestInZip {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	if name = strings.Trim(stem+ending, " ."); name == "" {
		return "file"
	}
	return name
}

// unused gives a name that no file of the zip has, whatever the case of its
// letters.
func unused(taken map[string]bool, name string) string {
	ending := path.Ext(name)
	for n := 1; ; n++ {
		tried := name
		if n > 1 {
			tried = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(name, ending), n, ending)
		}
		if key := strings.ToLower(tried); !taken[key] {
			taken[key] = true
			return tried
		}
	}
}

// AttachedFiles lists the exhibits that are not printed and go beside the
// packet.
func AttachedFiles(manifest []reinstate.ManifestEntry) []reinstate.ManifestEntry {
	return slices.DeleteFunc(slices.Clone(manifest), func(m reinstate.ManifestEntry) bool { return m.Place.Why == "" })
}
