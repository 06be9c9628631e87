package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"rashomon/internal/eval"
)

type evalCmd struct {
	Gold        []string `arg:"" help:"Labelled reports, one a line, as in ../shared/gold." name:"gold"`
	Misses      int      `help:"How many misses to list with their words; -1: all." default:"20"`
	Calibration bool     `help:"Print how far the confidence of claims can be trusted, in place of figures and misses."`
	Floors      string   `help:"Fail when a figure falls more than half a point below the one in this file." placeholder:"FILE"`
	Raise       bool     `help:"Write figures that rose into the file of floors."`
}

// Help is printed below the flags.
func (evalCmd) Help() string {
	return `Prints the figures of ../shared/tools/score_claims.py and score_links.py, and what was missed.

With --calibration, by family of fields: how many claims were read, which share is right,
the expected calibration error of their confidence, and their coverage at a precision of
95, 98 and 99 %; then, for each tenth of confidence, the claims, their mean confidence and
the share that is right.
  A claim is right when its field, its value (both bounds of a count; else at least half
  of the shorter one's words), its speaker and, of a count, its incident role are right.
  One label proves one claim of its report, the surest first.
  The error is the distance between mean confidence and share right, on the mean over ten
  equal bins of confidence, weighted by claims.
  Coverage is the largest share of all claims read that can be taken surest first, claims
  of one confidence together, with at least that precision.
  A claim to which its maker gives no confidence (0) is in no bin and is never taken, but
  it is one of the claims read.

Examples:
  rashomon eval ../shared/gold/dev.jsonl
  rashomon eval --calibration ../shared/gold/dev.jsonl
  rashomon eval --misses 0 --floors eval/floors.json ../shared/gold/seeds.jsonl ../shared/gold/dev.jsonl`
}

// Run scores the reader and the linker on each set.
func (c evalCmd) Run(ctx context.Context, w world) error {
	floors, err := c.floors()
	if err != nil {
		return err
	}
	var fallen []error
	for i, path := range c.Gold {
		r, err := eval.Run(ctx, path)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return exit{exitNotFound, err}
			}
			return err
		}
		if i > 0 {
			fmt.Fprintln(w.stdout)
		}
		if len(c.Gold) > 1 {
			fmt.Fprintf(w.stdout, "%s\n", r.Set)
		}
		if err := c.print(w, r); err != nil {
			return err
		}
		if err := floors.Check(r); err != nil {
			fallen = append(fallen, err)
		}
		floors = floors.Raise(r)
	}
	if c.Raise && c.Floors != "" && len(fallen) == 0 {
		return c.write(floors)
	}
	return errors.Join(fallen...)
}

func (c evalCmd) print(w world, r eval.Result) error {
	if c.Calibration {
		return r.ReportTrust(w.stdout)
	}
	return r.Report(w.stdout, c.Misses)
}

func (c evalCmd) floors() (eval.Floors, error) {
	if c.Floors == "" {
		return eval.Floors{}, nil
	}
	b, err := os.ReadFile(c.Floors)
	if err != nil {
		return nil, fmt.Errorf("floors: %w", err)
	}
	return eval.ReadFloors(bytes.NewReader(b))
}

func (c evalCmd) write(f eval.Floors) error {
	b, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return fmt.Errorf("floors: %w", err)
	}
	if err := os.WriteFile(c.Floors, append(b, '\n'), 0o644); err != nil {
		return fmt.Errorf("floors: %w", err)
	}
	return nil
}
