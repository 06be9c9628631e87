package web

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"rashomon"
	"rashomon/internal/reconcile"
)

// aboutView is the page "How to read this".
type aboutView struct {
	chrome
	Defined   aboutTwin
	Codebooks []codebookView
}

// aboutTwin is what the page defines, as JSON.
type aboutTwin struct {
	Version  string             `json:"version,omitempty"`
	Grades   []definition       `json:"grades"`
	Stances  []definition       `json:"stances"`
	Marks    []definition       `json:"marks"`
	Policies []policyDefinition `json:"policies"`
}

// definition is a word of these pages with its meaning.
type definition struct {
	Word    string `json:"word"`
	Meaning string `json:"meaning"`
}

type policyDefinition struct {
	rashomon.Policy
	Default bool `json:"default,omitempty"`
}

// codebookView is what a codebook makes of vague words.
type codebookView struct {
	Name, Source string
	Words        []definition
}

// about serves /about.
func (s *server) about(*http.Request) (reply, error) {
	t := aboutTwin{Version: s.options.Version, Stances: stances(), Marks: agreements()}
	for _, g := range []rashomon.Grade{rashomon.Confirmed, rashomon.Fair, rashomon.Weak, rashomon.Contested, rashomon.Unverified} {
		t.Grades = append(t.Grades, definition{string(g), g.Definition()})
	}
	v := aboutView{chrome: s.chrome("How to read this", "about", "/about.json")}
	seen := map[string]bool{}
	for _, p := range reconcile.Policies() {
		t.Policies = append(t.Policies, policyDefinition{Policy: p, Default: p.Name == s.options.Policy})
		if c := p.Codebook; !seen[c.Name] && len(c.Words) > 0 {
			seen[c.Name] = true
			v.Codebooks = append(v.Codebooks, viewCodebook(c))
		}
	}
	v.Defined = t
	return reply{page: "about", view: v, twin: t}, nil
}

func viewCodebook(c rashomon.Codebook) codebookView {
	v := codebookView{Name: c.Name, Source: c.Source}
	words := slices.SortedFunc(maps.Keys(c.Words), func(a, b string) int {
		return cmp.Or(cmp.Compare(c.Words[a].Min, c.Words[b].Min), cmp.Compare(a, b))
	})
	for _, w := range words {
		iv := c.Words[w]
		meaning := span(iv.Min, iv.Max)
		if iv.Max == rashomon.Open {
			meaning = strconv.Itoa(iv.Min) + " or more"
		}
		v.Words = append(v.Words, definition{w, meaning})
	}
	return v
}

// stances are the verbs by which these pages say how a voice stands to its words.
func stances() []definition {
	return []definition{
		{rashomon.States.Verb(), "gives it as known"},
		{rashomon.Confirms.Verb(), "says that it is so after another said it, or admits it"},
		{rashomon.Alleges.Verb(), "says that another did it, or gives it as not proved"},
		{rashomon.Denies.Verb(), "says that it is not so"},
		{rashomon.Doubts.Verb(), "says that it is not known or not verified"},
		{rashomon.Threats.Verb(), "says that it will do harm"},
		{rashomon.Predicts.Verb(), "says that it will happen"},
	}
}

// agreements are the marks of the who-says-what table.
func agreements() []definition {
	var out []definition
	for _, a := range []struct {
		rashomon.Agreement
		meaning string
	}{
		{rashomon.Agree, "two or more origins answer, and one value satisfies them all"},
		{rashomon.Differ, "no one value satisfies all who answer; letters name the sides"},
		{rashomon.Beside, "two or more origins answer, not all the same thing, and all of it can be true"},
		{rashomon.Single, "nobody else answers, so nothing confirms it and nothing denies it"},
	} {
		_, mark, word := standing(rashomon.Row{Agreement: a.Agreement})
		out = append(out, definition{mark + " " + word, a.meaning})
	}
	return append(out, definition{"– silent", "this origin says nothing about the question"})
}
