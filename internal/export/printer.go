package export

import (
	"strings"
	"unicode/utf8"
)

// styled is a run of words in one style.
type styled struct{ text, on string }

func plain(s string) styled { return styled{text: s} }
func bold(s string) styled  { return styled{text: s, on: "\x1b[1m"} }
func dim(s string) styled   { return styled{text: s, on: "\x1b[2m"} }

// printer lays words out in lines of a width.
type printer struct {
	out   strings.Builder
	width int // in columns; a character is taken to be one
	color bool
	tight bool // no empty line before a heading
}

// heading writes a title, after an empty line unless the page is tight.
func (p *printer) heading(s string) {
	if !p.tight {
		p.line(0, 0)
	}
	p.line(0, 0, bold(strings.ToUpper(s)))
}

// line writes the runs as one paragraph: the first line indented by first, the
// others by hang. A word longer than the line stands alone on one.
func (p *printer) line(first, hang int, runs ...styled) {
	at := 0
	for _, r := range runs {
		for _, w := range strings.Fields(r.text) {
			n := utf8.RuneCountInString(w)
			switch {
			case at == 0:
				p.out.WriteString(strings.Repeat(" ", first))
				at = first
			case at+1+n > p.width:
				p.out.WriteString("\n" + strings.Repeat(" ", hang))
				at = hang
			default:
				p.out.WriteByte(' ')
				at++
			}
			if p.color && r.on != "" {
				w = r.on + w + "\x1b[0m"
			}
			p.out.WriteString(w)
			at += n
		}
	}
	p.out.WriteByte('\n')
}
