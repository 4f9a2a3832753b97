package notice

import "sort"

// score is what the cues of one item weigh in a message.
type score struct {
	item  int
	total float64
	best  hit // the cue that weighs most
	first int // the word at which the item is first named
}

// Shares with which further cues count. One good sentence says most; more of
// the same adds less and less, so that long messages do not outweigh clear ones.
const (
	sameSentence  = 0.25
	nextSentence  = 0.5
	maxOfSentence = 1.5
)

// longQuote is the number of words above which a shorter quote is preferred.
const longQuote = 9

// inSentence sums the cues of one item in one sentence.
type inSentence struct {
	item, sentence int
	best, rest     float64
	against        float64
	hit            hit
	first          int // where the words that weigh most begin, in any reading
}

// scores weighs the hits of a topic, each times its factor, and lists the
// items that weigh anything, heaviest first.
func (m *message) scores(t topic, factor func(hit) float64) []score {
	sums := map[[2]int]*inSentence{}
	var order []*inSentence
	for _, h := range m.hits[t] {
		f := factor(h)
		if f == 0 {
			continue
		}
		key := [2]int{h.entry.item, m.words[h.from].sentence}
		s := sums[key]
		if s == nil {
			s = &inSentence{item: key[0], sentence: key[1]}
			sums[key] = s
			order = append(order, s)
		}
		s.add(h, f)
	}
	return combine(order)
}

func (s *inSentence) add(h hit, f float64) {
	w := h.entry.weight
	if w < 0 {
		s.against += w * f
		return
	}
	w *= f
	switch {
	case s.best == 0:
		s.best, s.hit, s.first = w, h, h.from
	case w > s.best:
		if h.from >= s.hit.to || h.to <= s.hit.from {
			s.rest += s.best
		}
		s.best, s.hit, s.first = w, h, h.from
	case w == s.best && h.from < s.hit.to && s.hit.from < h.to:
		if s.hit.to-s.hit.from > longQuote && h.to-h.from < s.hit.to-s.hit.from {
			s.hit = h // fewer words say it as well
		}
	case h.from >= s.hit.to || h.to <= s.hit.from:
		s.rest += w
	}
}

func (s *inSentence) total() float64 {
	return max(0, min(s.best+sameSentence*s.rest, maxOfSentence*s.best)+s.against)
}

func combine(sentences []*inSentence) []score {
	byItem := map[int][]*inSentence{}
	var items []int
	for _, s := range sentences {
		if s.total() <= 0 {
			continue
		}
		if byItem[s.item] == nil {
			items = append(items, s.item)
		}
		byItem[s.item] = append(byItem[s.item], s)
	}
	scores := make([]score, 0, len(items))
	for _, item := range items {
		all := byItem[item]
		sort.SliceStable(all, func(a, b int) bool { return all[a].total() > all[b].total() })
		out := score{item: item, best: all[0].hit, first: all[0].first}
		share := 1.0
		for _, s := range all {
			out.total += share * s.total()
			out.first = min(out.first, s.first)
			share *= nextSentence
		}
		scores = append(scores, out)
	}
	sort.SliceStable(scores, func(a, b int) bool {
		if scores[a].total != scores[b].total {
			return scores[a].total > scores[b].total
		}
		return scores[a].first < scores[b].first
	})
	return scores
}

// confidence turns a weight into a share from 0 to 1. The curve was fitted on
// messages written for testing, so that about nine of ten facts shown at 0.9
// are right there; it says nothing about real mail.
func confidence(total float64) float64 {
	const half = 1.1 // the weight at which a fact is as likely right as not
	share := total / (total + half*half/max(total, half))
	return min(0.99, float64(int(share*100+0.5))/100)
}
