package page

import (
	"bytes"
	"math"
	"strings"

	"github.com/ledongthuc/pdf"
)

// line is one line of a page: its words, where it begins and ends, its baseline and
// the size of its letters, in points from the lower left corner.
type line struct {
	text           []byte
	left, right, y float64
	size           float64
	page           int
}

func (l *line) words() string { return string(l.text) }

// matrix is an affine map: x' = a x + c y + e, y' = b x + d y + f (ISO 32000-1, 8.3.3).
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// then returns the map that applies m first.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pen is the state of drawing text (ISO 32000-1, 9.3).
type pen struct {
	ctm, text, start     matrix // of the page, of the text, of its line
	font                 *font
	size, leading        float64
	charSpace, wordSpace float64
	scale                float64
}

// canvas takes the text that a page draws, as lines in the order of drawing.
type canvas struct {
	lines []line
	left  *int
	fonts map[string]*font
}

// draw runs the operators of a page or of a drawing in it.
func (c *canvas) draw(contents, resources pdf.Value, ctm matrix, depth int) {
	if endless(contents) {
		panic("its drawing steps do not end")
	}
	outer := c.fonts
	c.fonts = map[string]*font{}
	defer func() { c.fonts = outer }()
	p := pen{ctm: ctm, text: identity, start: identity, scale: 1}
	var saved []pen
	pdf.Interpret(contents, func(stack *pdf.Stack, op string) {
		if *c.left--; *c.left < 0 {
			panic(errTooMuch)
		}
		args := make([]pdf.Value, stack.Len())
		for i := len(args) - 1; i >= 0; i-- {
			args[i] = stack.Pop()
		}
		switch {
		case op == "q" && len(saved) < 1000:
			saved = append(saved, p)
		case op == "Q" && len(saved) > 0:
			p, saved = saved[len(saved)-1], saved[:len(saved)-1]
		case op == "Do" && len(args) == 1 && depth < mostForms:
			if form := resources.Key("XObject").Key(args[0].Name()); form.Key("Subtype").Name() == "Form" {
				c.form(form, resources, p.ctm, depth)
			}
		case op == "Tf" && len(args) == 2:
			p.font, p.size = c.font(resources, args[0].Name()), args[1].Float64()
		case len(args) >= operands[op]:
			c.step(&p, op, args)
		}
	})
}

// endless reports whether the drawing steps end inside a string of figures, where the
// library would read on for ever, or hardly end at all.
func endless(contents pdf.Value) bool {
	const most = 64 << 20
	parts := []pdf.Value{contents}
	for i := range contents.Len() { // of a list of streams, which count as one
		parts = append(parts, contents.Index(i))
	}
	open, n := false, 0
	buf := make([]byte, 32<<10)
	for _, part := range parts {
		if part.Kind() != pdf.Stream {
			continue
		}
		for r := part.Reader(); ; {
			k, err := r.Read(buf)
			for _, b := range buf[:k] {
				open = b == '<' || open && strings.IndexByte("0123456789abcdefABCDEF \t\r\n\f\x00", b) >= 0
			}
			if n += k; n > most {
				return true
			}
			if err != nil {
				break
			}
		}
	}
	return open
}

func (c *canvas) form(form, resources pdf.Value, ctm matrix, depth int) {
	if own := form.Key("Resources"); !own.IsNull() {
		resources = own
	}
	if m := form.Key("Matrix"); m.Len() == 6 {
		var own matrix
		for i := range own {
			own[i] = m.Index(i).Float64()
		}
		ctm = own.then(ctm)
	}
	c.draw(form, resources, ctm, depth+1)
}

// operands says how many an operator of step needs.
var operands = map[string]int{
	"cm": 6, "Tm": 6, "Td": 2, "TD": 2, "TL": 1, "Tc": 1, "Tw": 1, "Tz": 1, "Tj": 1, "TJ": 1, "'": 1, "\"": 3,
}

func (c *canvas) step(p *pen, op string, args []pdf.Value) {
	number := func(i int) float64 { return args[i].Float64() }
	switch op {
	case "cm":
		p.ctm = matrix{number(0), number(1), number(2), number(3), number(4), number(5)}.then(p.ctm)
	case "BT":
		p.text, p.start = identity, identity
	case "Tm":
		p.start = matrix{number(0), number(1), number(2), number(3), number(4), number(5)}
		p.text = p.start
	case "Td", "TD":
		if op == "TD" {
			p.leading = -number(1)
		}
		p.move(number(0), number(1))
	case "T*":
		p.move(0, -p.leading)
	case "TL":
		p.leading = number(0)
	case "Tc":
		p.charSpace = number(0)
	case "Tw":
		p.wordSpace = number(0)
	case "Tz":
		p.scale = number(0) / 100
	case "\"":
		p.wordSpace, p.charSpace = number(0), number(1)
		p.move(0, -p.leading)
		c.show(p, args[2].RawString())
	case "'":
		p.move(0, -p.leading)
		c.show(p, args[0].RawString())
	case "Tj":
		c.show(p, args[0].RawString())
	case "TJ":
		for i := range args[0].Len() {
			if v := args[0].Index(i); v.Kind() == pdf.String {
				c.show(p, v.RawString())
			} else {
				p.advance(-v.Float64() / 1000 * p.size * p.scale)
			}
		}
	}
}

func (p *pen) move(x, y float64) {
	p.start = matrix{1, 0, 0, 1, x, y}.then(p.start)
	p.text = p.start
}

func (p *pen) advance(x float64) { p.text = matrix{1, 0, 0, 1, x, 0}.then(p.text) }

// show adds a string at the pen: to the line that it continues, with a space where
// there is a gap, or as a new line.
func (c *canvas) show(p *pen, raw string) {
	if p.font == nil {
		return
	}
	for _, g := range p.font.glyphs(raw) {
		at := p.text.then(p.ctm)
		size := math.Abs(p.size) * math.Hypot(at[2], at[3])
		wide := (g.width/1000*p.size + p.charSpace) * p.scale
		if g.space {
			wide += p.wordSpace * p.scale
		}
		p.advance(wide)
		if g.text != "" && !math.IsNaN(at[4]+at[5]+size) {
			c.put(g.text, at[4], at[5], p.text.then(p.ctm)[4], size)
		}
	}
}

func (c *canvas) put(s string, x, y, end, size float64) {
	n := len(c.lines)
	if n == 0 || math.Abs(y-c.lines[n-1].y) > .5*max(size, c.lines[n-1].size) || x < c.lines[n-1].right-2*size {
		c.lines = append(c.lines, line{left: x, y: y, size: size})
		n++
	} else if l := &c.lines[n-1]; x-l.right > .2*size && !bytes.HasSuffix(l.text, []byte(" ")) {
		l.text = append(l.text, ' ')
	}
	l := &c.lines[n-1]
	l.text = append(l.text, ligatures.Replace(s)...)
	l.right, l.size = end, max(l.size, size)
}

// ligatures writes the letters of joined ones.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// font returns a font of the page by its name, nil when there is none.
func (c *canvas) font(resources pdf.Value, name string) *font {
	if f, ok := c.fonts[name]; ok {
		return f
	}
	f := newFont(resources.Key("Font").Key(name))
	c.fonts[name] = f
	return f
}
