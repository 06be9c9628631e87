package main

import (
	"errors"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the commands print into the scripts")

func TestMain(m *testing.M) {
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
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "bytes": writeBytes},
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

// servePage answers as the outlets of the scripts do.
func servePage(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/story":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><head><title>Shells hit Lower Mirrin</title>
<meta property="og:site_name" content="The Mirrin Observer (invented)"><meta property="article:published_time" content="2031-05-03T08:00:00Z"></head>
<body><article><h1>Shells hit Lower Mirrin</h1><p>Shells killed nine people in Lower Mirrin on Friday, the fire brigade said.</p>
<p>Another 20 people were wounded, according to the town's hospital, which asked for blood.</p></article></body></html>`)
	case "/huge":
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><html><body>"+strings.Repeat("<p>Nothing of note. </p>", 500_000)+"</body></html>")
	default:
		http.NotFound(w, r)
	}
}
