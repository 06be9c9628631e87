// Package readability stands in for github.com/go-shiori/go-readability, by the names
// of it that go-trafilatura v1.12.2 uses as a second opinion. The page package gives
// that opinion itself, by the maintained codeberg.org/readeck/go-readability/v2, so
// that only one such library is linked.
package readability

import (
	"errors"
	"net/url"

	"golang.org/x/net/html"
)

// Article is an article that was found.
type Article struct{ Node *html.Node }

var errNone = errors.New("no article is looked for here")

// FromDocument returns an error: no article.
func FromDocument(*html.Node, *url.URL) (Article, error) { return Article{}, errNone }
