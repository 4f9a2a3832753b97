package main

import (
	"bytes"
	"testing"

	"reinstate/data"
)

func TestPicturesAreTheSameEachTime(t *testing.T) {
	t.Parallel()
	s, err := newStudio(data.FS)
	if err != nil {
		t.Fatal(err)
	}
	for scene := range scenes {
		in := demoPhoto{Scene: scene, Lines: []string{"宁波恒澜", "LOT 2608"}}
		first, err := s.photo(in)
		if err != nil {
			t.Fatal(err)
		}
		second, err := s.photo(in)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("two photographs of one %s differ, %v", scene, err)
		}
	}
	if _, err := s.photo(demoPhoto{Scene: "beach"}); err == nil {
		t.Error("a scene that is not there was photographed")
	}
}
