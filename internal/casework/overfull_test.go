package casework

import (
	"strings"
	"testing"

	"reinstate/internal/catalog"
	"reinstate/internal/packet"
)

func TestAPartThatIsTooLargeIsNamedOnce(t *testing.T) {
	t.Parallel()
	k := &Binding{Profile: catalog.Profile{Part: 47 << 20}, Bound: packet.Bound{
		Parts:  []packet.Part{{Over: true}, {}, {Over: true}},
		Placed: []packet.Placed{{Part: 1}, {Part: 2}, {Part: 3, Over: true}},
	}}
	notes := k.overfull()
	if len(notes) != 1 || !strings.HasPrefix(notes[0], "Part 1 is larger than 47 MB") {
		t.Errorf("got %q", notes)
	}
}
