package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"rashomon/internal/worker"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

// asProgram in the environment makes this test the program.
const asProgram = "RASHOMON_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	worker.Enter()
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"rashomon": main})
}

// TestScripts runs testdata/*.txtar: what a person types and sees. Besides the
// usual commands, "exits N rashomon ..." runs the program and holds it to a status.
func TestScripts(t *testing.T) {
	pages := httptest.NewServer(http.HandlerFunc(servePage))
	t.Cleanup(pages.Close) // the scripts run in parallel, after this function has returned
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "bytes": writeBytes, "sql": alter, "cut": cut, "grab": grab, "damage": damage, "replace": replace},
		Setup: func(env *testscript.Env) error {
			env.Setenv("PAGES", pages.URL)
			env.Setenv("RASHOMON_ALLOW_LOCAL", "1")
			seeds, err := filepath.Abs("../../../shared/seeds")
			if err == nil {
				env.Setenv("SEEDS", seeds)
			}
			return err
		},
		Condition: func(cond string) (bool, error) {
			if cond == "seeds" {
				_, err := os.Stat("../../../shared/seeds")
				return err == nil, nil
			}
			return false, fmt.Errorf("unknown condition %q", cond)
		},
	})
}

// exits runs a program and fails unless it ends with the given status.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARGUMENT...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var status *exec.ExitError
	if errors.As(err, &status) {
		got = status.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("%s ended with status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// writeBytes makes a file that a script cannot hold: bytes FILE COUNT TEXT repeats
// TEXT, in which \xNN is a byte, COUNT times.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: bytes FILE COUNT TEXT")
	}
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	text, err := strconv.Unquote(`"` + args[2] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(text, count)), 0o600))
}

// alter changes a store behind the program's back: sql STORE STATEMENTS.
func alter(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: sql STORE STATEMENTS")
	}
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// grab keeps a part of what the last program printed: grab NAME PATTERN sets $NAME to
// the first group of the pattern.
func grab(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: grab NAME PATTERN")
	}
	found := regexp.MustCompile(`(?ms)` + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) < 2 {
		ts.Fatalf("no match for %s in\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], found[1])
}

// cut copies the first bytes of a file: cut FILE NEW COUNT.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: cut FILE NEW COUNT")
	}
	b, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	count, err := strconv.Atoi(args[2])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b[:min(count, len(b))], 0o600))
}

// The demo is meant to end with Ctrl-C: that is no failure, whenever it comes.
func TestDemoEndsWithCtrlC(t *testing.T) {
	for _, when := range []string{"", "reports read", "pages at"} {
		ctx, cancel := context.WithCancel(t.Context())
		if when == "" {
			cancel()
		}
		errs := &cancelling{when: when, cancel: cancel}
		w := world{stdin: strings.NewReader(""), stdout: io.Discard, stderr: errs, getenv: func(string) string { return "" }, now: time.Now}
		if code := run(ctx, []string{"demo"}, w); code != exitOK {
			t.Errorf("Ctrl-C at %q: status %d\n%s", when, code, errs.all)
		}
		cancel()
	}
}

// cancelling is a standard error at which somebody presses Ctrl-C as soon as words
// appear.
type cancelling struct {
	when   string
	cancel func()
	all    string
}

// Write keeps b, and cancels when it has the words.
func (c *cancelling) Write(b []byte) (int, error) {
	c.all += string(b)
	if strings.Contains(c.all, c.when) {
		c.cancel()
	}
	return len(b), nil
}

// servePage answers as the outlets of the scripts do.
func servePage(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/story":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><head><title>Shells hit Lower Mirrin</title>
<meta property="og:site_name" content="The Mirrin Observer (invented)"><meta property="article:published_time" content="2031-05-03T08:00:00Z"></head>
<body><article><h1>Shells hit Lower Mirrin</h1><p>Shells killed nine people in Lower Mirrin on Friday, the fire brigade said.</p>
<p>Another 20 people were wounded, according to the town's hospital, which asked for blood.</p></article></body></html>`)
	case "/portal":
		serveLong(w, "A garden for spring", "Tulips want sun and dry feet, says our gardener, and a bed that was dug in autumn to the depth of a spade and left to the frost.", "")
	case "/squat":
		serveLong(w, "Bakers win prize", "The bakers of Port Sella won a golden prize in the yearly fair of pastry, which was held in the great hall of the town this year.", "http://"+r.Host+"/portal")
	case "/huge":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><html><body>"+strings.Repeat("<p>Nothing of note. </p>", 800_000)+"</body></html>")
	default:
		serveSource(w, r)
	}
}

// serveLong serves an article longer than a notice, which gives own as its address.
func serveLong(w http.ResponseWriter, title, sentence, own string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%s</title><link rel="canonical" href="%s"></head><body><article><h1>%[1]s</h1>`, title, own)
	for i := range 8 {
		fmt.Fprintf(w, "<p>Of the year %d: %s</p>\n", 2020+i, sentence) // the same twice is read once
	}
	fmt.Fprint(w, `</article></body></html>`)
}

// What a person got wrong on the command line is answered by what to write instead.
func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args      []string
		want, not string
	}{
		{[]string{"rule", "correct", "r0a1b2c.3fa85f6457", "-3"}, "-- -3", "did you mean"},
		{[]string{"show", "--jsn"}, "--json", "-- "},
		{[]string{"explain", "RSH-7K3QF2A"}, "killed, injured, ", "expected"},
		{[]string{"explain", "RSH-7K3QF2A", "slain"}, "killed, injured, ", "must be"},
		{[]string{"explain", "RSH-7K3QF2A", "Killed", "--store", "none"}, "open store none", "no question"},
		{[]string{"demo", "--listen", "18755"}, "--listen 127.0.0.1:8080", "another port"},
	} {
		var out, errs bytes.Buffer
		w := world{stdin: strings.NewReader(""), stdout: &out, stderr: &errs, getenv: func(string) string { return "" }, now: time.Now}
		if code := run(t.Context(), c.args, w); code == exitOK || !strings.Contains(errs.String(), c.want) || strings.Contains(errs.String(), c.not) {
			t.Errorf("%q: status %d, %s", c.args, code, errs.String())
		}
	}
}
