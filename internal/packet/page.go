package packet

// page is a sheet's rows with the place of each, counted from the frame's top.
type page struct{ rows []placed }

type placed struct {
	row
	y float64
}

// paginate puts rows on pages. Rows that must stay together move to the next
// page together; a group taller than a page is broken where the page ends.
func paginate(rows []row, height float64) []page {
	p := paginator{height: height}
	for i := 0; i < len(rows); {
		end := group(rows, i)
		if !p.fits(rows[i:end]) && p.used > 0 {
			p.turn()
		}
		for ; i < end; i++ {
			p.put(rows[i])
		}
	}
	if len(p.pages) == 0 {
		p.pages = []page{{}}
	}
	return p.pages
}

// group finds the end of the rows that stay together with the one at i.
func group(rows []row, i int) int {
	end := i + 1
	for j := i; j < end; j++ {
		end = min(max(end, j+rows[j].keep+1), len(rows))
	}
	return end
}

type paginator struct {
	height float64
	used   float64
	pages  []page
}

func (p *paginator) fits(rows []row) bool {
	need := p.used
	for _, r := range rows {
		need += r.space + r.height
	}
	return need <= p.height+hairbreadth
}

func (p *paginator) turn() {
	p.pages = append(p.pages, page{})
	p.used = 0
}

func (p *paginator) put(r row) {
	if len(p.pages) == 0 || p.used > 0 && p.used+r.space+r.height > p.height+hairbreadth {
		p.turn()
	}
	if p.used == 0 {
		r.space = 0
		for _, head := range r.head {
			p.place(head)
		}
	}
	p.place(r)
}

func (p *paginator) place(r row) {
	if p.used == 0 {
		r.space = 0
	}
	p.used += r.space
	last := &p.pages[len(p.pages)-1]
	last.rows = append(last.rows, placed{r, p.used})
	p.used += r.height
}
