package store

import "reinstate/internal/reinstate"

// planDoc is how the body of a plan is kept as JSON. Its names are part of the
// schema: a field may be added, none may be renamed.
type planDoc struct {
	Title    string       `json:"title,omitempty"`
	Language string       `json:"language,omitempty"` // of a revision; a plan has its own column
	Sections []sectionDoc `json:"sections,omitempty"`
	Claims   []claimDoc   `json:"claims,omitempty"`
}

type sectionDoc struct {
	Key   string                `json:"key"`
	Kind  reinstate.SectionKind `json:"kind"`
	Title string                `json:"title,omitempty"`
	Text  string                `json:"text,omitempty"`
}

type claimDoc struct {
	ID        reinstate.ClaimID     `json:"id"`
	Case      reinstate.CaseID      `json:"case,omitempty"`
	Kind      reinstate.ClaimKind   `json:"kind"`
	Text      string                `json:"text,omitempty"`
	Cause     reinstate.ClaimID     `json:"cause,omitempty"`
	Done      bool                  `json:"done,omitempty"`
	Date      string                `json:"date,omitempty"`
	Owner     string                `json:"owner,omitempty"`
	Frequency string                `json:"frequency,omitempty"`
	Tool      string                `json:"tool,omitempty"`
	Position  int                   `json:"position,omitempty"`
	Exhibits  []reinstate.ExhibitID `json:"exhibits,omitempty"`
	NoExhibit string                `json:"no_exhibit,omitempty"`
	Version   int                   `json:"version,omitempty"`
}

func docOfPlan(b reinstate.PlanBody) doc[planDoc] {
	return doc[planDoc]{planDoc{
		Title:    b.Title,
		Sections: each(b.Sections, func(s reinstate.Section) sectionDoc { return sectionDoc(s) }),
		Claims:   each(b.Claims, func(c reinstate.Claim) claimDoc { return claimDoc(c) }),
	}}
}

func (d planDoc) domain() reinstate.PlanBody {
	return reinstate.PlanBody{
		Title:    d.Title,
		Sections: each(d.Sections, func(s sectionDoc) reinstate.Section { return reinstate.Section(s) }),
		Claims:   each(d.Claims, func(c claimDoc) reinstate.Claim { return reinstate.Claim(c) }),
	}
}

// manifestDoc is how one exhibit of a sealed filing is kept as JSON.
type manifestDoc struct {
	Exhibit  reinstate.ExhibitID `json:"exhibit"`
	Letter   string              `json:"letter"`
	Title    string              `json:"title,omitempty"`
	FileName string              `json:"file_name,omitempty"`
	Size     int64               `json:"size"`
	SHA256   string              `json:"sha256"`
	Place    *placeDoc           `json:"place,omitempty"` // none: sealed before packets had places
}

func manifestDocOf(m reinstate.ManifestEntry) manifestDoc {
	d := manifestDoc{Exhibit: m.Exhibit, Letter: m.Letter, Title: m.Title, FileName: m.FileName, Size: m.Size, SHA256: m.SHA256}
	if m.Place != (reinstate.Place{}) {
		place := placeDoc(m.Place)
		d.Place = &place
	}
	return d
}

func (d manifestDoc) domain() reinstate.ManifestEntry {
	m := reinstate.ManifestEntry{Exhibit: d.Exhibit, Letter: d.Letter, Title: d.Title, FileName: d.FileName, Size: d.Size, SHA256: d.SHA256}
	if d.Place != nil {
		m.Place = reinstate.Place(*d.Place)
	}
	return m
}
