package main

import (
	"fmt"
	"net/http"
)

// serveSource serves the invented outlets that the scripts watch: /post names its feed,
// /two names two, /bare names none but has one in the usual place of its host.
func serveSource(w http.ResponseWriter, r *http.Request) {
	const html, rss = "text/html; charset=utf-8", "application/rss+xml"
	answer := func(mediaType, body string) {
		w.Header().Set("Content-Type", mediaType)
		fmt.Fprint(w, body)
	}
	story := func(title, body string) string {
		return `<!doctype html><html lang="en"><head><title>` + title + `</title></head><body><article><h1>` + title + `</h1><p>` + body + `</p>
<p>Nobody has said that they did it, and the town council met in the evening to speak of the victims and of what the families need now.</p></article></body></html>`
	}
	switch r.URL.Path {
	case "/post":
		answer(html, `<!doctype html><html><head><title>Post</title><link rel="alternate" type="application/rss+xml" title="News" href="/post/feed"></head><body>Post</body></html>`)
	case "/two":
		answer(html, `<!doctype html><html><head><link rel="alternate" type="application/rss+xml" title="News" href="/post/feed">
<link rel="alternate" type="application/atom+xml" title="All" href="/all.atom"></head><body>Two</body></html>`)
	case "/post/feed":
		answer(rss, `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Harbour Post</title><link>/post</link>
<item><title>Bomb kills three at Port Sella market</title><link>/post/1</link><pubDate>Tue, 04 Mar 2031 10:00:00 GMT</pubDate></item>
<item><title>Fire &amp; smoke in Lower Mirrin</title><link>/post/2</link><pubDate>Mon, 03 Mar 2031 10:00:00 GMT</pubDate></item>
<item><title>Gone already</title><link>/post/3</link></item></channel></rss>`)
	case "/all.atom":
		answer("application/atom+xml", `<feed xmlns="http://www.w3.org/2005/Atom"><title>All of it</title><entry><title>One</title><link href="/post/1"/></entry></feed>`)
	case "/robots.txt":
		answer("text/plain", "User-agent: *\nDisallow: /barred/\n")
	case "/barred/feed":
		answer(rss, `<rss version="2.0"><channel><title>Behind bars</title><item><link>/post/1</link></item></channel></rss>`)
	case "/bare":
		answer(html, `<!doctype html><html><body>Nothing of feeds.</body></html>`)
	case "/news-sitemap.xml":
		answer("application/xml", `<urlset><url><loc>/post/1</loc><news><publication><name>The Bare Courier</name></publication><publication_date>2031-03-04</publication_date><title>Bomb</title></news></url></urlset>`)
	case "/post/1":
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		answer(html, story("Bomb kills three at Port Sella market", "A bomb killed three people at the market of Port Sella on Tuesday, 4 March 2031, police said."))
	case "/post/2":
		answer(html, story("Fire and smoke in Lower Mirrin", "Shells killed nine people in Lower Mirrin on Monday, 3 March 2031, the fire brigade said."))
	default:
		http.NotFound(w, r)
	}
}
