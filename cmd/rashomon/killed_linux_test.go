package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rashomon"
	"rashomon/internal/backup"
	"rashomon/internal/store"
)

// victim is a store whose programs are killed, and what they said before.
type victim struct {
	t       *testing.T
	rng     *rand.Rand
	program string
	path    string

	given    int                      // reports made so far
	files    []string                 // what was to be added
	acked    map[string]bool          // ids that were printed
	takes    map[string]time.Duration // until when a command is killed: about as long as it takes
	kills    map[string]int
	rulings  int
	incident string

	outlets *outlets
	sources int
	fetched map[string]bool // pages that a watch printed
}

// TestKilled kills the program at random points of adding, reading, ruling, watching and backing up, and
// again while the next one mends what the last left behind. Whatever was printed is kept,
// every backup that looks whole is, nothing is there twice when all is run again, and the store verifies.
func TestKilled(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("RASHOMON_SEED"); text != "" {
		if _, err := fmt.Sscan(text, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("RASHOMON_SEED=%d gives the same reports, and moments as far as the machine does", seed)
	kills := 200
	if os.Getenv("RASHOMON_LONG") != "" {
		kills = 1000
	}
	dir := t.TempDir()
	v := &victim{t: t, rng: rand.New(rand.NewPCG(seed, 1)), path: filepath.Join(dir, "store.db"), program: filepath.Join(dir, "rashomon"),
		acked: map[string]bool{}, fetched: map[string]bool{}, takes: map[string]time.Duration{}, kills: map[string]int{}}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", v.program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	v.whole("add", v.add()...)
	v.whole("run", "run")
	v.whole("rule", v.rule()...)
	v.whole("backup", "backup", v.path+".backups")
	v.whole("watch", v.watch()...)
	for done := 0; done < kills && !t.Failed(); {
		before := done
		switch v.rng.IntN(13) / 2 {
		case 0, 1:
			done += v.killed("add", v.add()...)
		case 2:
			done += v.killed("run", "run")
		case 3:
			done += v.killed("rule", v.rule()...)
		case 4: // two at once
			second := v.start("run")
			done += v.killed("add", v.add()...)
			must(t, second.Process.Kill())
			_ = second.Wait() // it was killed, or had ended
		case 5:
			done += v.killed("backup", "backup", v.path+".backups")
		case 6: // half as often: it waits for its hosts
			done += v.killed("watch", v.watch()...)
		}
		if before/25 < done/25 {
			v.check()
		}
	}
	for _, name := range v.files {
		v.whole("add", "add", "--jsonl", name)
	}
	v.whole("watch", v.watch()...)
	v.whole("run", "run")
	v.whole("verify", "verify")
	v.check()
	v.backups()
	v.watched()
	counts := v.counts()
	if want := v.given + 5*v.sources; counts.Reports != want || counts.Readings != want {
		t.Errorf("%d reports were given again and again, %d are kept, %d read", want, counts.Reports, counts.Readings)
	}
	t.Logf("killed: %v; %d ids were printed, %d reports and %d rulings are kept", v.kills, len(v.acked), counts.Reports, counts.Rulings)
}

// add returns a command that adds some reports, of which some were given before.
func (v *victim) add() []string {
	name := filepath.Join(filepath.Dir(v.path), fmt.Sprintf("%d.jsonl", len(v.files)))
	v.files = append(v.files, name)
	var b bytes.Buffer
	for range 12 {
		n := v.given
		if n > 0 && v.rng.IntN(4) == 0 {
			n = v.rng.IntN(n)
		} else {
			v.given++
		}
		must(v.t, json.NewEncoder(&b).Encode(map[string]string{
			"title": fmt.Sprintf("Shell hits house %d", n), "source": "The Harbour Post (invented)", "published": "2031-03-04",
			"text": fmt.Sprintf("A shell killed %d people in Port Sella on Monday, police said.", 2+n%7)}))
	}
	must(v.t, os.WriteFile(name, b.Bytes(), 0o600))
	return []string{"add", "--jsonl", name}
}

// rule returns a command that decides something on an incident.
func (v *victim) rule() []string {
	v.rulings++
	if v.incident == "" { // it keeps its name, whatever is linked to it later
		out, err := v.command("show").Output()
		must(v.t, err)
		v.incident = string(out[bytes.Index(out, []byte("RSH-")):][:len("RSH-7K3QF2A")])
	}
	return []string{"rule", "correct", v.incident, "kind", "shooting", "--by", "Ana K.", "--why", fmt.Sprintf("reason %d", v.rulings)}
}

func (v *victim) command(args ...string) *exec.Cmd {
	cmd := exec.CommandContext(v.t.Context(), v.program, args...)
	cmd.Env = append(os.Environ(), "RASHOMON_STORE="+v.path)
	return cmd
}

func (v *victim) start(args ...string) *exec.Cmd {
	cmd := v.command(args...)
	must(v.t, cmd.Start())
	return cmd
}

// whole runs a command to its end, and notes how long that took.
func (v *victim) whole(kind string, args ...string) {
	v.t.Helper()
	cmd := v.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	if err := cmd.Run(); err != nil {
		v.t.Fatalf("%q: %v\n%s%s", args, err, out.Bytes(), errs.Bytes())
	}
	v.takes[kind] = time.Since(began)
	v.heard(out.String())
}

// killed runs a command and kills it at a random moment. It returns 1, or 0 when the
// command was faster.
func (v *victim) killed(kind string, args ...string) int {
	v.t.Helper()
	cmd := v.command(args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	must(v.t, cmd.Start())
	moment := time.AfterFunc(time.Duration(v.rng.Int64N(int64(v.takes[kind])+1)), func() { _ = cmd.Process.Kill() }) // it may have ended
	err := cmd.Wait()
	moment.Stop()
	v.heard(out.String())
	var ended *exec.ExitError
	switch {
	case err == nil:
		v.takes[kind] -= v.takes[kind] / 10 // kill earlier, so that two of three are killed
		return 0
	case errors.As(err, &ended) && ended.ExitCode() >= 0 && !strings.Contains(errs.String(), store.ErrLocked.Error()):
		v.t.Errorf("%q ended by itself: %v\n%s", args, err, errs.Bytes())
	}
	v.takes[kind] += v.takes[kind] / 20
	v.kills[kind]++
	return 1
}

// heard notes the ids of the whole lines of an output.
func (v *victim) heard(out string) {
	for _, line := range strings.SplitAfter(out, "\n") {
		if address := regexp.MustCompile(`http://\S+/page/\S+`).FindString(line); address != "" && strings.HasSuffix(line, "\n") {
			v.fetched[address] = true
		}
		if id, _, _ := strings.Cut(line, " "); strings.HasSuffix(line, "\n") && len(strings.TrimSpace(id)) == 21 {
			v.acked[strings.TrimSpace(id)] = true
		}
	}
}

// check looks at what the last kill left behind, as the next program would.
func (v *victim) check() {
	v.t.Helper()
	s, err := store.OpenToRead(v.t.Context(), v.path)
	must(v.t, err)
	defer s.Close() //nolint:errcheck // only read
	faults, err := s.Verify(v.t.Context())
	must(v.t, err)
	for _, f := range faults {
		v.t.Errorf("fault: %s", f)
	}
	rulings, err := s.Rulings(v.t.Context())
	must(v.t, err)
	for id := range v.acked {
		_, err := s.Report(v.t.Context(), rashomon.ReportID(id))
		if err != nil && !slices.ContainsFunc(rulings, func(r rashomon.Ruling) bool { return string(r.ID) == id }) {
			v.t.Errorf("%s was printed, and is gone", id)
		}
	}
}

// backups restores every backup that says it is whole.
func (v *victim) backups() {
	all, incomplete, err := backup.List(v.path + ".backups")
	must(v.t, err)
	for i, manifest := range all {
		v.whole("restore", "restore", manifest, "--store", fmt.Sprintf("%s.%d", v.path, i))
	}
	v.t.Logf("%d backups restored; %d files of backups that were cut short", len(all), len(incomplete))
}

func (v *victim) counts() store.Counts {
	s, err := store.OpenToRead(v.t.Context(), v.path)
	must(v.t, err)
	defer s.Close() //nolint:errcheck // only read
	counts, err := s.Counts(v.t.Context())
	must(v.t, err)
	return counts
}
