package page

import (
	"encoding/json"
	"strings"

	"golang.org/x/net/html"
)

// linked is what the JSON-LD of a page says of its article (schema.org): of things
// that call themselves an article first, then of any other. Dates are as date gives
// them; words may hold HTML.
type linked struct {
	published, modified       string
	headline, body, publisher string
	language                  string
	authors                   []string
}

// readLinked returns what one script says.
func readLinked(script string) linked {
	v, ok := parseLinked(script)
	if !ok {
		return linked{}
	}
	var articles, others linked
	queue := []any{v}
	for len(queue) > 0 {
		v, queue = queue[0], queue[1:]
		switch v := v.(type) {
		case []any:
			queue = append(queue, v...)
		case map[string]any:
			if isArticle(v["@type"]) {
				articles.add(thing(v))
			} else {
				others.add(thing(v))
			}
			for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
				queue = append(queue, v[key])
			}
		}
	}
	others.headline, others.body = "", "" // a list of articles is no article
	articles.add(others)
	return articles
}

// parseLinked forgives what many pages get wrong: line breaks inside strings, and
// quotes written as HTML.
func parseLinked(script string) (v any, ok bool) {
	if json.Unmarshal([]byte(script), &v) == nil {
		return v, true
	}
	flat := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, script)
	if json.Unmarshal([]byte(flat), &v) == nil {
		return v, true
	}
	return v, json.Unmarshal([]byte(html.UnescapeString(flat)), &v) == nil
}

func thing(m map[string]any) linked {
	str := func(key string) string { s, _ := m[key].(string); return s }
	return linked{
		published: date(str("datePublished")), modified: date(str("dateModified")), headline: str("headline"), body: str("articleBody"),
		publisher: first(names(m["publisher"], false)...), language: str("inLanguage"), authors: names(m["author"], true),
	}
}

// add fills what is not known yet.
func (l *linked) add(o linked) {
	l.published, l.modified = first(l.published, o.published), first(l.modified, o.modified)
	l.headline, l.body, l.publisher = first(l.headline, o.headline), first(l.body, o.body), first(l.publisher, o.publisher)
	l.language = first(l.language, o.language)
	if len(l.authors) == 0 {
		l.authors = o.authors
	}
}

func isArticle(kind any) bool {
	switch kind := kind.(type) {
	case string:
		k := strings.ToLower(kind)
		return strings.Contains(k, "article") || strings.Contains(k, "posting") || k == "report"
	case []any:
		for _, k := range kind {
			if s, ok := k.(string); ok && isArticle(s) {
				return true
			}
		}
	}
	return false
}

// names returns the names of one or several things; only of persons where persons is
// true and the thing says what it is.
func names(v any, persons bool) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, one := range v {
			if m, ok := one.(map[string]any); ok {
				all = append(all, names(m, persons)...)
			} else if s, ok := one.(string); ok {
				all = append(all, s)
			}
		}
		return all
	case map[string]any:
		if kind, ok := v["@type"].(string); ok && persons && strings.Contains(strings.ToLower(kind), "organization") {
			return nil
		}
		if s, ok := v["name"].(string); ok {
			return []string{s}
		}
	}
	return nil
}
