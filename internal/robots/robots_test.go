package robots

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAllows(t *testing.T) {
	for name, c := range map[string]struct {
		file         string
		allowed, not string // paths, with spaces between them
	}{
		"nothing":                   {"", "/ /a /a?b", ""},
		"no rule":                   {"User-agent: *\nDisallow:", "/ /a", ""},
		"all":                       {"user-agent:*\ndisallow:/", "/robots.txt", "/ /a /a?b"},
		"a part":                    {"User-agent: *\nDisallow: /private", "/ /priv /x/private", "/private /private/a /privateer"},
		"longest wins":              {"User-agent: *\nDisallow: /a/\nAllow: /a/b", "/a /a/b /a/bc", "/a/ /a/c"},
		"allow wins a tie":          {"User-agent: *\nDisallow: /a\nAllow: /a", "/a /ab", ""},
		"wildcards":                 {"User-agent: *\nDisallow: /*/print\nDisallow: /*.pdf$\nDisallow: /*?session=", "/print /a.pdf?x /a?x=1&session=2", "/a/print /a/b/printer /a.pdf /a/b.pdf /x?session=1"},
		"anchor alone":              {"User-agent: *\nDisallow: /$", "/a /?a", "/"},
		"anchored overlap":          {"User-agent: *\nDisallow: /ab*b$", "/ab", "/abb /abxb"},
		"our group instead of all":  {"User-agent: *\nDisallow: /\n\nUser-agent: RASHOMON/1.0\nDisallow: /x", "/ /a", "/x /x/y"},
		"our group in two places":   {"User-agent: rashomon\nDisallow: /x\nUser-agent: other\nDisallow: /\nUser-agent: Rashomon\nDisallow: /y", "/ /a", "/x /y"},
		"one group for two":         {"User-agent: other\nUser-agent: rashomon\n\nDisallow: /x", "/ /a", "/x"},
		"a longer name is another":  {"User-agent: rashomonbot\nDisallow: /", "/ /a", ""},
		"rules before any group":    {"Disallow: /\nUser-agent: *\nDisallow: /x", "/ /a", "/x"},
		"comments and odd lines":    {"# all\nUser-agent: * # everyone\nnonsense\nDisallow: /x # not this\nHost: a.example", "/ /#x", "/x"},
		"sitemap ends no group":     {"User-agent: *\nSitemap: https://a.example/s\nDisallow: /x", "/", "/x"},
		"escapes":                   {"User-agent: *\nDisallow: /caf%c3%a9\nDisallow: /~a/%7Eb\nDisallow: /q%2F", "/cafe /q/ ", "/café /caf%C3%A9 /%7ea/~b /q%2f"},
		"carriage returns, BOM":     {"\xEF\xBB\xBFUser-agent: *\rDisallow: /x\r\nDisallow: /y", "/", "/x /y"},
		"an anchor within is text":  {"User-agent: *\nDisallow: /a$b", "/a /a$c", "/a$b"},
		"a named group of no rules": {"User-agent: *\nDisallow: /\n\nUser-agent: rashomon\nCrawl-delay: 3", "/ /a", ""},
	} {
		r := Parse([]byte(c.file), "Rashomon")
		for want, paths := range map[bool]string{true: c.allowed, false: c.not} {
			for _, p := range strings.Fields(paths) {
				u, err := url.Parse("https://a.example" + p)
				if err != nil {
					t.Fatal(err)
				}
				if r.Allows(u) != want {
					t.Errorf("%s: %s allowed: %v", name, p, !want)
				}
			}
		}
	}
}

func TestDelay(t *testing.T) {
	for value, want := range map[string]time.Duration{"10": 10 * time.Second, "0.5": time.Second / 2, "-1": 0, "soon": 0, "": 0, "NaN": 0, "inf": 1_000_000 * time.Second} {
		if got := Parse([]byte("User-agent: *\nCrawl-delay: "+value), "Rashomon").Delay; got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}

// TestMatchesLikeRegexp compares with the regular expression that a pattern stands for.
func TestMatchesLikeRegexp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`/[ab*]{0,6}\$?`).Draw(t, "pattern")
		path := rapid.StringMatching(`/[ab]{0,8}`).Draw(t, "path")
		text, anchored := strings.CutSuffix(pattern, "$")
		exp := "^" + strings.ReplaceAll(regexp.QuoteMeta(text), `\*`, `.*`)
		if anchored {
			exp += "$"
		}
		want := !regexp.MustCompile(exp).MatchString(path)
		if got := Parse([]byte("user-agent: *\ndisallow: "+pattern), "x").Allows(&url.URL{Path: path}); got != want {
			t.Fatalf("disallow %s, path %s: allowed %v, want %v", pattern, path, got, want)
		}
	})
}

// FuzzParse gives hostile files and paths.
func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /"+strings.Repeat("*a", 1000)+"$\nCrawl-delay: 1e400"), "/aaaa?%zz")
	f.Add([]byte("user-agent:rashomon\ndisallow:%\nallow:%4\ncrawl-delay:0x10"), "/%25")
	f.Add([]byte(strings.Repeat("User-agent: *\n", 100)+"Disallow: $"), "")
	f.Fuzz(func(t *testing.T, b []byte, path string) {
		r := Parse(b, "Rashomon")
		if r.Delay < 0 {
			t.Errorf("delay %v", r.Delay)
		}
		if !r.Allows(&url.URL{Path: "/robots.txt"}) {
			t.Error("robots.txt itself is not allowed")
		}
		r.Allows(&url.URL{Path: path, RawQuery: path})
		for _, p := range []string{path, normal(path)} {
			if again := normal(normal(p)); again != normal(p) && !strings.Contains(p, "%25") {
				t.Errorf("%q is normalised to %q and then to %q", p, normal(p), again)
			}
		}
	})
}
