package link

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"rashomon"
)

// TestGoldDev links the labelled reports of ../shared by their labelled claims.
// Keys are made new, since the labels' keys name the incident.
func TestGoldDev(t *testing.T) {
	const path, floor = "../../../shared/gold/dev.jsonl", .90
	f, err := os.Open(path)
	if err != nil {
		t.Skipf("SKIPPED: no labelled reports here, linking is not measured: %v", err)
	}
	defer f.Close()
	var told []Told
	label := map[rashomon.AccountID]string{} // of main accounts
	for lines := bufio.NewReader(f); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break
		}
		var r rashomon.Reading
		var whole struct{ Title, Text string }
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(line, &whole); err != nil {
			t.Fatal(err)
		}
		for i := range r.Accounts {
			a := &r.Accounts[i]
			gold := a.Key
			a.Key = fmt.Sprintf("a%d", i+1)
			if a.Main {
				label[a.ID()] = gold
			}
		}
		told = append(told, Told{Reading: r, Text: whole.Title + "\n" + whole.Text, Received: time.Unix(int64(len(told)), 0)})
	}
	found := map[rashomon.AccountID]string{}
	for _, inc := range Link(told) {
		for _, id := range inc.Accounts {
			found[id] = string(inc.ID)
		}
	}
	both, gold, ours := agreeing(label, found)
	p, r := both/ours, both/gold
	f1 := 2 * p * r / (p + r)
	t.Logf("pairs of accounts: precision %.3f, recall %.3f, F1 %.3f", p, r, f1)
	if f1 < floor {
		t.Errorf("F1 of pairs of main accounts is %.3f, below %.2f", f1, floor)
	}
}

// agreeing counts pairs of accounts that are one in both, in label, in found.
func agreeing(label, found map[rashomon.AccountID]string) (both, inLabel, inFound float64) {
	for a, x := range label {
		for b, y := range label {
			if a >= b {
				continue
			}
			same, joined := x == y, found[a] == found[b]
			if same {
				inLabel++
			}
			if joined {
				inFound++
			}
			if same && joined {
				both++
			}
		}
	}
	return both, inLabel, inFound
}
