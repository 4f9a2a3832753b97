package reinstate

import "time"

// PacketPart is one file of a packet.
type PacketPart struct {
	Name      string
	MediaType string
	SHA256    string
	Size      int64
	Pages     int // 0 for what has none, such as a zip
}

// Files lists the files of a filing in order. One that was sealed before
// packets had parts is a single PDF.
func (f Filing) Files() []PacketPart {
	if len(f.Parts) > 0 {
		return f.Parts
	}
	return []PacketPart{{MediaType: "application/pdf", SHA256: f.SHA256, Size: f.Size, Pages: f.Pages}}
}

// Place is where an exhibit stands in a packet. Pages count from 1 within the
// part, without the cover sheet; Why says why it is attached as a file
// instead.
type Place struct {
	Part, From, To int
	Why            string
}

// Thing is what of a case can be kept out of a packet.
type Thing string

// Things.
const (
	ThingExhibit Thing = "exhibit"
	ThingNotice  Thing = "notice"
	ThingMail    Thing = "mail" // that became no message
	ThingOut     Thing = "outgoing"
	ThingSaid    Thing = "exchange"
)

// Goes says whether an exhibit goes with the letter.
type Goes string

// Ways an exhibit goes. GoesByLinks is what nobody has decided: it goes if a
// claim or a demand points at it.
const (
	GoesByLinks Goes = ""
	GoesWith    Goes = "with"
	GoesWithout Goes = "without"
)

// Handling is what somebody decided about an exhibit or a message: whether it
// goes with the letter, and whether it is privileged, which keeps it out of
// everything that leaves the firm.
type Handling struct {
	Case       CaseID
	Thing      Thing
	ID         int64
	Goes       Goes
	Privileged bool
}

// ExportID names an export.
type ExportID int64

// ExportState is how far an export is.
type ExportState string

// States of an export.
const (
	ExportWaiting ExportState = "waiting"
	ExportRunning ExportState = "running"
	ExportDone    ExportState = "done"
	ExportFailed  ExportState = "failed"
	ExportGone    ExportState = "gone" // its files were removed after a while
)

// Export is a packet or a pack that is made in the background and can be
// fetched for a while.
type Export struct {
	ID      ExportID
	Case    CaseID
	Profile string // code of the catalog
	Prefix  string // of the Bates numbers
	Start   int    // first Bates number, 0: none
	State   ExportState
	Done    int // exhibits done
	Of      int
	Files   []PacketPart
	Notes   []string // what the person should know, in English
	Why     string   // why it failed, in English
	AskedBy string
	// AskedKind, AskedUser and AskedFrom are who AskedBy is, and the network
	// address; empty for an export of before they were kept.
	AskedKind ActorKind
	AskedUser UserID
	AskedFrom string
	Asked     time.Time
	Ended     time.Time // zero while it is under way

	// Sealing tells that the packet is made ahead of filing, to be sealed and
	// not to be fetched. Mark is the digest of all it was made from, by which
	// filing knows whether it still fits, and Manifest where its exhibits stand.
	Sealing  bool
	Mark     string
	Manifest []ManifestEntry
}

// Asker is the actor for whom the export is made: the maker with the name and
// the address of whoever asked, as far as they are known.
func (e Export) Asker(maker Actor) Actor {
	if e.AskedKind != "" {
		maker.Name, maker.Kind, maker.User, maker.Address = e.AskedBy, e.AskedKind, e.AskedUser, e.AskedFrom
	}
	return maker
}

// Over reports whether the export is under way no longer.
func (e Export) Over() bool { return e.State != ExportWaiting && e.State != ExportRunning }
