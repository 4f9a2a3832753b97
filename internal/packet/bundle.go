package packet

import (
	"io"
	"os"

	"reinstate/internal/plan"
)

// Bundle is what a packet is made of: documents, the exhibits behind them, and
// what follows at the end.
type Bundle struct {
	Front     []plan.Document // the letter, or what a pack opens with; each begins a page
	Words     plan.SheetWords // of the index and the cover sheets
	Options   Options
	Exhibits  []Enclosure
	Back      []plan.Document
	Bare      bool  // neither an index nor cover sheets
	PartBytes int64 // what a file may have at most; 0: any size
	Bates     Bates
	// Scratch makes a file that is gone when it is closed: where a part is
	// written before anybody sees it.
	Scratch func() (*os.File, error)
	// Progress is told how many exhibits are done; nil: nobody asks.
	Progress func(done, of int)
}

// Enclosure is one exhibit of a packet. The words are in the language of the
// packet.
type Enclosure struct {
	Letter, Title, Kind, Dated, FileName, MediaType, SHA256, Shows string
	Size                                                           int64
	Proves                                                         []plan.Proof
	// Open opens the file, whose bytes were checked against the digest.
	Open func() (io.ReadSeekCloser, error)
}

// Bound is a packet that was made.
type Bound struct {
	Parts    []Part // in order; close each
	Placed   []Placed
	Replaced []Replacement
	Pages    int // of all parts
	Bates    string
}

// Part is one file of a packet.
type Part struct {
	File   *os.File
	Size   int64
	Pages  int
	SHA256 string
	Over   bool // with our sheets it is larger than a part may be
}

// Placed says where an exhibit stands. Pages count from 1 within the part and
// begin behind the cover sheet; both are 0 for one that is attached as a file.
type Placed struct {
	Part, Cover, From, To int
	Why                   string // why it is attached as a file, in English
	Over                  bool   // alone it is larger than a part may be
}

// Close lets go of the files of the parts.
func (b *Bound) Close() {
	for _, p := range b.Parts {
		_ = p.File.Close()
	}
}
