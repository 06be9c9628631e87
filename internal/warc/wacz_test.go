package warc

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"rashomon"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ferry() *rashomon.Report {
	r := rashomon.NewReport("Ferry <b>", "It sank.", rashomon.Report{Source: rashomon.Source{Name: "The Ferry Gazette"},
		URL: "https://ferry.example/1", Published: "2031-03-04"})
	return &r
}

func packed(t rapid.TB, all []taken) []byte {
	var out bytes.Buffer
	p, err := NewPackage(&out, About{"rashomon test", "x.wacz", began})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if err := p.Write(k.Capture, ferry(), k.Body, k.Wire); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAPackageIsReadByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var want []taken
		for i := range rapid.IntRange(0, 5).Draw(t, "captures") {
			want = append(want, genTaken(t, i))
		}
		file := packed(t, want)
		if !bytes.Equal(file, packed(t, want)) {
			t.Fatal("the same captures gave other bytes")
		}
		o, err := Unpack(bytes.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		if changed := o.Check(); len(changed) > 0 {
			t.Fatal(changed[0])
		}
		if diff := cmp.Diff([]string{dataPath}, o.WARCs()); diff != "" {
			t.Fatal(diff)
		}
		r, err := o.WARC(dataPath)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, readBack(t, r)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// entryOf is one file of a zip that a test makes.
type entryOf struct {
	name, text string
	method     uint16
}

func zipOf(entries ...entryOf) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		w := must(z.CreateHeader(&zip.FileHeader{Name: e.name, Method: e.method}))
		io.WriteString(w, e.text)
	}
	z.Close()
	return out.Bytes()
}

func TestHostilePackages(t *testing.T) {
	page := pageAt(1)
	sound := fmt.Sprintf(`{"resources":[{"path":"archive/a.warc","hash":"sha256:%s","bytes":1}]}`, rashomon.DigestOf([]byte(page)))
	var many []entryOf
	for i := range maxFiles + 1 {
		many = append(many, entryOf{name: fmt.Sprint(i)})
	}
	overlap := zipOf(entryOf{"a", strings.Repeat("x", 500), zip.Store}, entryOf{"b", "", zip.Store})
	second := bytes.LastIndex(overlap, []byte("PK\x01\x02"))
	copy(overlap[second+20:], "\xf4\x01\x00\x00\xf4\x01\x00\x00") // the second lies in the first
	tests := []struct {
		name string
		file []byte
		want string // of Unpack, or of Check
	}{
		{"sound", zipOf(entryOf{packagePath, sound, zip.Deflate}, entryOf{"archive/a.warc", page, zip.Store}), ""},
		{"no zip", []byte(page), "zip: not a valid zip file"},
		{"no package", zipOf(entryOf{"archive/a.warc", page, zip.Store}), "it is no WACZ: it has no datapackage.json"},
		{"too many files", zipOf(many...), "it holds 10001 files, more than 10000"},
		{"two of one name", zipOf(entryOf{"a", "", 0}, entryOf{"a", "", 0}), `it holds two files called "a"`},
		{"files in one another", overlap, "its files lie in one another"},
		{"a bomb", zipOf(entryOf{packagePath, sound, zip.Deflate}, entryOf{"archive/a.warc", strings.Repeat("x", 20<<20), zip.Deflate}), `its file "archive/a.warc": it is told to inflate to more than 200 times its size`},
		{"a large package", zipOf(entryOf{packagePath, strings.Repeat(" ", maxPackage+1), zip.Store}), "its datapackage.json is larger than 16 MB"},
		{"names that lead out", zipOf(entryOf{packagePath, "{}", zip.Store}, entryOf{"../archive/a.warc", page, zip.Store}, entryOf{"/archive/b.warc", page, zip.Store}, entryOf{"archive/../c.warc", page, zip.Store}), ""},
		{"changed after", zipOf(entryOf{packagePath, sound, zip.Deflate}, entryOf{"archive/a.warc", page + " ", zip.Store}), `its file "archive/a.warc": it is not what the package says: it was changed after it was packed, or badly packed`},
		{"not told of", zipOf(entryOf{packagePath, "{}", zip.Deflate}, entryOf{"archive/a.warc", page, zip.Store}), `its file "archive/a.warc": the package says nothing of it`},
		{"not there", zipOf(entryOf{packagePath, sound, zip.Deflate}), `its file "archive/a.warc": the package says that it is there, and it is not`},
		{"the package changed", zipOf(entryOf{packagePath, "{}", zip.Store}, entryOf{digestPath, `{"hash":"sha256:00"}`, zip.Store}), `its file "datapackage.json": it is not what the package says: it was changed after it was packed, or badly packed`},
		{"an index that leads nowhere", zipOf(entryOf{packagePath, "{}", zip.Store}, entryOf{"indexes/index.cdxj", `a 20310304050607 {"url":"https://a.example/","offset":"5","length":"9","filename":"a.warc"}`, zip.Store}), `its file "indexes/index.cdxj": line 1 leads to byte 5 of "a.warc", where nothing is`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, err := Unpack(bytes.NewReader(tt.file), int64(len(tt.file)))
			got := ""
			if err != nil {
				got = err.Error()
			} else if changed := o.Check(); len(changed) > 0 {
				got = changed[0].Error()
			}
			if got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if err == nil && strings.Contains(tt.name, "lead out") && len(o.WARCs()) > 0 {
				t.Errorf("taken for archives: %q", o.WARCs())
			}
		})
	}
}

func TestIndexLines(t *testing.T) {
	l := IndexLine{URL: "https://www.Coast.example:8443/A?b=2&a=1", Time: began, Media: "text/html", Status: 200, Digest: "sha256:00", File: "data.warc.gz", Offset: 12, Length: 34}
	const want = `example,coast:8443)/a?a=1&b=2 20310304050607 {"url":"https://www.Coast.example:8443/A?b=2&a=1","mime":"text/html","status":"200","digest":"sha256:00","length":"34","offset":"12","filename":"data.warc.gz"}`
	if l.String() != want {
		t.Errorf("got\n%s\nwant\n%s", l, want)
	}
	got, err := ParseIndexLine(want)
	if diff := cmp.Diff(l, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	for _, s := range []string{"https://coast.example", "http://coast.example:80/", "https://www2.coast.example:443"} {
		if got := sortKey(s); got != "example,coast)/" {
			t.Errorf("%s: %s", s, got)
		}
	}
	for _, bad := range []string{"", "a b", "a b {}", "a 20310304050607 {}", "a 20310304050607 []", `a 20310304050607 {"url":"x","offset":"-5"}`, `a 20310304050607 {"url":"x","offset":1.5}`, `a 20310304050607 {"url":"x","length":[]}`} {
		if l, err := ParseIndexLine(bad); !errors.Is(err, errLine) {
			t.Errorf("%q is read as %v", bad, l)
		}
	}
}

func FuzzCDXJ(f *testing.F) {
	f.Add(IndexLine{URL: "https://coast.example/ferry", Time: began, Status: 200, File: "a.warc.gz", Length: 9}.String())
	f.Add(`x 20310304050607 {"url":"urn:x","offset":5,"length":"6"}`)
	f.Fuzz(func(t *testing.T, s string) {
		l, err := ParseIndexLine(s)
		if err != nil {
			return
		}
		again, err := ParseIndexLine(l.String())
		if err != nil || again.Offset != l.Offset || again.Length != l.Length || !again.Time.Equal(l.Time.Truncate(time.Second)) {
			t.Errorf("%q is written as %q (%v)", s, l, err)
		}
	})
}

func FuzzWACZ(f *testing.F) {
	f.Add(zipOf(entryOf{packagePath, `{"resources":[{"path":"archive/a.warc","hash":"sha256:00"}]}`, zip.Deflate}, entryOf{"archive/a.warc", pageAt(0), zip.Store},
		entryOf{"indexes/index.cdxj", `a 20310304050607 {"url":"https://a.example/","offset":"0","length":"9","filename":"a.warc"}`, zip.Store}))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := Unpack(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		o.Check()
		for _, name := range o.WARCs() {
			r, err := o.WARC(name)
			if err != nil {
				continue
			}
			for in := NewEntries(r, name); ; {
				_, err := in.Next()
				var fault *Fault
				if err != nil && !errors.As(err, &fault) {
					break
				}
			}
			r.Close()
		}
	})
}
