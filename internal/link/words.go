package link

import (
	"unicode/utf8"

	"rashomon"
	"rashomon/internal/rarity"
)

const (
	around   = 120 // bytes to each side of a claim that speak of its account
	longList = 200 // claims of an account that are read for their words
)

// vector weighs the words of one account. A report's title and text speak of its
// one main account; where there are several, and of background accounts, only
// the words around its claims do.
func (b *carder) vector(t Told, a rashomon.Account, alone bool) rarity.Vector {
	if alone {
		b.words.Read(t.Reading.Title, 1)
		b.words.Read(t.Text, 1)
	}
	for n, c := range a.Claims {
		if n == longList {
			break
		}
		b.words.Read(c.Quote, 1)
		if !alone {
			b.words.Read(window(t.Text, c.Span), .5)
		}
	}
	b.words.Read(a.Where.Name, 1)
	return b.words.Weigh(true)
}

// headline weighs the words of a title.
func (b *carder) headline(title string) rarity.Vector {
	b.words.Read(title, 1)
	return b.words.Weigh(false)
}

// window returns the text around a span, cut between characters.
func window(text string, s rashomon.Span) string {
	if s.Empty() || s.End > len(text) || s.Start < 0 {
		return ""
	}
	from, to := max(0, s.Start-around), min(len(text), s.End+around)
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return text[from:to]
}
