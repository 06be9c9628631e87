package feed

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write what is read into the wanted parts of testdata")

const base = "https://feeds.example/dir/feed.xml"

// TestParse reads each feed of testdata and compares with what is wanted of it.
func TestParse(t *testing.T) {
	for name, a := range cases(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			got := shown(Parse(a.Files[0].Data, base))
			if *update {
				a.Files[1].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(a), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func cases(t interface {
	Helper()
	Fatal(...any)
}) map[string]*txtar.Archive {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no cases in testdata:", err)
	}
	out := map[string]*txtar.Archive{}
	for _, n := range names {
		a, err := txtar.ParseFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[n] = a
	}
	return out
}

func shown(f Feed, err error) string {
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	b, err := json.MarshalIndent(f, "", " ")
	if err != nil {
		return "no JSON: " + err.Error() + "\n"
	}
	return string(b) + "\n"
}

// TestCharsets reads one title in several encodings, told rightly, wrongly or not at all.
func TestCharsets(t *testing.T) {
	for _, c := range []struct{ title, bytes, prolog string }{
		{"Взрыв на рынке", "utf-8", `<?xml version="1.0" encoding="utf-8"?>`},
		{"Взрыв на рынке", "utf-8", `<?xml version="1.0" encoding="koi8-r"?>`},
		{"Взрыв на рынке", "utf-8", ""},
		{"Взрыв на рынке", "koi8-r", `<?xml version="1.0" encoding="KOI8-R"?>`},
		{"Взрыв на рынке", "windows-1251", `<?xml version='1.0' encoding='windows-1251' standalone='yes'?>`},
		{"Взрыв на рынке", "utf-16le", `<?xml version="1.0" encoding="utf-16"?>`},
		{"Взрыв на рынке", "utf-16be", `<?xml version="1.0" encoding="utf-8"?>`},
		{"“Café” à Málaga", "windows-1252", `<?xml version="1.0" encoding="utf-8"?>`},
		{"“Café” à Málaga", "windows-1252", `<?xml version="1.0" encoding="windows-1252"?>`},
		{"“Café” à Málaga", "windows-1252", `<?xml version="1.0" encoding="no-such-thing"?>`},
		{"انفجار في السوق", "windows-1256", `<?xml version="1.0" encoding="windows-1256"?>`},
		{"市場で爆発", "shift_jis", `<?xml version="1.0" encoding="Shift_JIS"?>`},
	} {
		t.Run(c.bytes+c.prolog, func(t *testing.T) {
			enc, _ := charset.Lookup(c.bytes)
			b, err := enc.NewEncoder().Bytes([]byte(c.prolog + `<rss version="2.0"><channel><item><title>` + c.title + `</title><link>/1</link></item></channel></rss>`))
			if err != nil {
				t.Fatal(err)
			}
			f, err := Parse(b, base)
			if err != nil || len(f.Items) != 1 || f.Items[0].Title != c.title {
				t.Errorf("got %+v, %v", f, err)
			}
		})
	}
	spoilt, err := Parse([]byte("\xEF\xBB\xBF <rss><channel><item><title>\x01Взрыв\xFF на\x00 рынке</title><link>/1</link></item></channel></rss>"), base)
	if err != nil || spoilt.Items[0].Title != "Взрыв\uFFFD на рынке" {
		t.Errorf("a spoilt byte: %+v, %v", spoilt, err)
	}
}

// TestEveryPrefix cuts feeds at every byte: exactly the items that were whole are
// given, as the whole feed gives them, and that some are missing is said.
func TestEveryPrefix(t *testing.T) {
	var rss, atom, list strings.Builder
	rss.WriteString(`<rss version="2.0"><channel><title>T</title>`)
	atom.WriteString(`<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title>`)
	list.WriteString(`{"version":"https://jsonfeed.org/version/1","items":[`)
	for i := range 4 {
		fmt.Fprintf(&rss, `<item><title><![CDATA[é &amp; %d]]></title><link>/%d</link><description>a &nbsp; b & c</description></item>`, i, i)
		fmt.Fprintf(&atom, `<a:entry><a:title>é %d</a:title><a:link href="/%d"/></a:entry>`, i, i)
		fmt.Fprintf(&list, `{"id":"%d","url":"/%d"},`, i, i)
	}
	for name, doc := range map[string]string{
		"</item>":    rss.String() + `</channel></rss>`,
		"</a:entry>": atom.String() + `</a:feed>`,
		"}":          strings.TrimSuffix(list.String(), ",") + `]}`,
	} {
		whole, err := Parse([]byte(doc), base)
		if err != nil || len(whole.Items) != 4 || whole.Truncated != "" {
			t.Fatalf("%s: whole: %+v, %v", name, whole, err)
		}
		for n := range len(doc) {
			want := min(strings.Count(doc[:n], name), 4)
			f, err := Parse([]byte(doc[:n]), base)
			if want == 0 && err != nil {
				continue
			}
			if err != nil || f.Truncated == "" || !cmp.Equal(f.Items, whole.Items[:want], cmp.Transformer("", func(i []Item) []Item { return append([]Item{}, i...) })) {
				t.Fatalf("%s cut at %d of %d: %d items wanted: %+v, %v", name, n, len(doc), want, f, err)
			}
		}
	}
}

// TestBounds gives feeds of hostile size.
func TestBounds(t *testing.T) {
	long := strings.Repeat("é ", 2*MaxBytes/3)
	f, err := Parse([]byte(`<rss><channel><item><title>`+long[:1<<20]+`</title><link>/1</link><description>`+long+`</description></item></channel></rss>`), base)
	if err == nil {
		t.Errorf("one item longer than a feed may be: %d items", len(f.Items))
	}
	f, err = Parse([]byte(`<rss><channel><item><title>`+long[:1<<20]+`</title><link>/1</link></item><item><link>/`+strings.Repeat("a", MaxAddress)+`</link></item></channel></rss>`), base)
	if err != nil || len(f.Items) != 1 || utf8.RuneCountInString(f.Items[0].Title) != MaxString {
		t.Errorf("a long title and a long address: %d items, %v", len(f.Items), err)
	}
	for name, doc := range map[string]string{
		"rss":     `<rss><channel>` + numbered(100_000, `<item><link>/%d</link></item>`) + `</channel></rss>`,
		"atom":    `<feed xmlns="http://www.w3.org/2005/Atom">` + numbered(60_000, `<entry><link href="/%d"/></entry>`) + `</feed>`,
		"json":    `{"version":"https://jsonfeed.org/version/1","items":[{}` + numbered(100_000, `,{"url":"/%d"}`) + `]}`,
		"sitemap": `<urlset>` + numbered(60_000, `<url><loc>/%d</loc></url>`) + `</urlset>`,
	} {
		f, err := Parse([]byte(doc), base)
		if err != nil || len(f.Items) < MaxItems-1 || len(f.Items) > MaxItems || f.Truncated == "" {
			t.Errorf("%s: %d items, truncated %q, %v", name, len(f.Items), f.Truncated, err)
		}
	}
	exact, err := Parse([]byte(`<rss><channel>`+numbered(MaxItems, `<item><link>/%d</link></item>`)+`</channel></rss>`), base)
	if err != nil || len(exact.Items) != MaxItems || exact.Truncated != "" {
		t.Errorf("%d items: %d, truncated %q, %v", MaxItems, len(exact.Items), exact.Truncated, err)
	}
	for name, doc := range map[string]string{
		"elements": `<rss><channel><item>` + strings.Repeat("<a>", 1_000_000),
		"xhtml":    `<feed><entry><content type="xhtml">` + strings.Repeat("<div>", 1_000_000),
		"lists":    `{"items":` + strings.Repeat("[", 1_000_000),
		"objects":  `{"items":[` + strings.Repeat(`{"a":`, 1_000_000),
	} {
		if f, err := Parse([]byte(doc), base); err == nil && len(f.Items) > 0 {
			t.Errorf("nested %s: %d items", name, len(f.Items))
		}
	}
	laughs := `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&b;&x;</title><link>/1</link></item></channel></rss>`
	if f, err := Parse([]byte(laughs), base); err != nil || f.Items[0].Title != "&b;&x;" {
		t.Errorf("entities of its own: %+v, %v", f, err)
	}
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// TestEvery reads how often a feed says it changes.
func TestEvery(t *testing.T) {
	for head, want := range map[string]time.Duration{
		"":                                0,
		"<ttl>60</ttl>":                   time.Hour,
		"<ttl>-5</ttl>":                   0,
		"<ttl>often</ttl>":                0,
		"<ttl>99999999999999999999</ttl>": 0,
		"<ttl>9999999</ttl>":              maxEvery,
		"<sy:updatePeriod> Daily </sy:updatePeriod>":                                                      24 * time.Hour,
		"<sy:updatePeriod>yearly</sy:updatePeriod>":                                                       0,
		"<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>": 15 * time.Minute,
	} {
		f, err := Parse([]byte(`<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>`+head+`</channel></rss>`), base)
		if err != nil || f.Every != want {
			t.Errorf("%s: %v, %v; want %v", head, f.Every, err, want)
		}
	}
}

// TestDiscover finds the feeds that a page names.
func TestDiscover(t *testing.T) {
	page := `<html><head><base href="/en/"><link rel="Alternate" type="application/rss+xml; charset=utf-8" title="Comments on this" href="comments/feed">
<link rel='alternate' type='application/rss+xml' title="News &amp; more" href=feed><link rel=alternate hreflang=fr href="/fr/">
<link rel="alternate" type="application/json+oembed" href="/oembed"><link rel="alternate" type="application/json" href="/wp-json/1">
<link rel=stylesheet href=x.css><link rel="feed" href="https://feeds.example/all.json"><link rel=alternate type=application/atom+xml href="javascript:x">
<link rel=alternate type=application/rss+xml href=feed><script>"<link rel=alternate type=application/rss+xml href=/in-script>"</script></head><body>`
	got, err := Discover([]byte(page), "https://harbour.example/2031/story")
	want := []Link{{"https://harbour.example/en/feed", "News & more"}, {"https://feeds.example/all.json", ""}, {"https://harbour.example/en/comments/feed", "Comments on this"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	many, err := Discover([]byte(numbered(10_000, `<link rel=feed href=/%d>`)), base)
	if err != nil || len(many) != maxLinks {
		t.Errorf("10,000 links: %d, %v", len(many), err)
	}
}

// TestSitemaps finds the sitemaps that a robots.txt names, and the usual places.
func TestSitemaps(t *testing.T) {
	robots := "User-agent: *\nDisallow:\nSITEMAP : /sitemap.xml\r\nSitemap: https://coast.example/news.xml\nsitemap: /sitemap.xml\nSitemap: ftp://coast.example/x\nSitemap"
	want := []Link{{URL: "https://coast.example/news.xml"}, {URL: "https://coast.example/sitemap.xml"}}
	if diff := cmp.Diff(want, Sitemaps([]byte(robots), "https://coast.example/robots.txt")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := Candidates("https://coast.example/en/page?x"); len(got) == 0 || got[0] != "https://coast.example/feed" {
		t.Errorf("candidates: %v", got)
	}
}

// TestOPML reads a list with folders, and the lists that are refused.
func TestOPML(t *testing.T) {
	list := `<?xml version="1.0"?><opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Coast"><outline text="North"><outline type="rss" text="Courier &amp; Co" xmlUrl="https://coast.example/feed" htmlUrl="https://coast.example/"/></outline></outline>
<OUTLINE title="Gate" text="other" xmlurl="https://gate.example/rss"/><outline text="twice" xmlUrl="https://gate.example/rss"/>
<outline text="local" xmlUrl="file:///etc/passwd"/><outline text="a page" type="link" url="https://gate.example/"/></body></opml>`
	want := []Outline{{"https://coast.example/feed", "Courier & Co", "https://coast.example/"}, {"https://gate.example/rss", "Gate", ""}}
	got, refused, err := ReadOPML([]byte(list))
	if diff := cmp.Diff(want, got); err != nil || refused != 1 || diff != "" {
		t.Errorf("refused %d, %v (-want +got)\n%s", refused, err, diff)
	}
	cut, _, err := ReadOPML([]byte(list[:strings.Index(list, "twice")]))
	if diff := cmp.Diff(want, cut); err == nil || diff != "" {
		t.Errorf("cut: %v (-want +got)\n%s", err, diff)
	}
	for name, doc := range map[string]string{
		"a feed": `<rss></rss>`, "nothing": ``, "text": `feeds`,
		"deep": `<opml>` + strings.Repeat("<outline>", 100) + `<outline xmlUrl="https://a.example/"/>`,
		"long": `<opml>` + numbered(maxOutlines+1, `<outline xmlUrl="https://a.example/%d"/>`) + `</opml>`,
	} {
		if got, _, err := ReadOPML([]byte(doc)); err == nil {
			t.Errorf("%s: %d feeds and no error", name, len(got))
		}
	}
}

// TestOPMLRoundTrip writes any list and reads it again.
func TestOPMLRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var feeds []Outline
		for i := range rapid.IntRange(0, 5).Draw(t, "feeds") {
			feeds = append(feeds, Outline{URL: fmt.Sprintf("https://a.example/%d?x=1&y=%%22", i), Title: clip(rapid.String().Draw(t, "title")), Site: "https://a.example/"})
		}
		var b strings.Builder
		if err := WriteOPML(&b, "Sources", time.Unix(0, 0), feeds); err != nil {
			t.Fatal(err)
		}
		got, refused, err := ReadOPML([]byte(b.String()))
		if err != nil || refused != 0 || len(got) != len(feeds) {
			t.Fatalf("%d of %d feeds, %d refused, %v", len(got), len(feeds), refused, err)
		}
		for i, f := range feeds {
			// What XML cannot hold is written as U+FFFD; a feed without a name is called by its address.
			title := clip(strings.Map(func(r rune) rune {
				if unprintable(r) {
					return '\uFFFD'
				}
				return r
			}, f.Title))
			if title == "" {
				title = f.URL
			}
			if got[i].URL != f.URL || got[i].Site != f.Site || got[i].Title != title {
				t.Fatalf("%+v became %+v", f, got[i])
			}
		}
	})
}
