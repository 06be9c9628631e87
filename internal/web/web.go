// Package web shows a store to readers: pages that need no JavaScript, and the
// same facts as JSON at the same address with ".json" behind it. It owns the
// templates and the style sheet. It reads the store and writes nothing.
//
// One file serves one page, with a typed struct for its template. A page is a
// function from a request to a reply or an error; one wrapper turns both into
// HTML or JSON.
package web

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"rashomon"
	"rashomon/internal/reconcile"
	"rashomon/internal/store"
)

// Options are the settings of New. The zero value serves with the first policy.
type Options struct {
	Policy  rashomon.PolicyName // settles pages that name no policy; empty means the first of reconcile.Policies
	Version string              // of the program, for the footer
	Sample  bool                // the reports are invented: every page says so
	Log     *slog.Logger        // told of every answer of status 500 and above; nil tells nobody
}

//go:embed templates/*.html assets/style.css assets/icon.svg
var files embed.FS

// pages holds each page's template, by the name of its file.
var pages = parsePages("list", "incident", "report", "reports", "about", "problems", "sources", "fault")

func parsePages(names ...string) map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, n := range names {
		out[n] = template.Must(template.ParseFS(files, "templates/layout.html", "templates/parts.html", "templates/"+n+".html"))
	}
	return out
}

// server is what every page needs.
type server struct {
	store   *store.Store
	options Options
	style   string // address of the style sheet, with the digest of its content
}

// reply is what a page answers: a view for its template and its twin for JSON, or
// the address that it has moved to for good.
type reply struct {
	page  string
	view  any
	twin  any
	moved string
}

// New returns the handler that serves the pages of s. It answers GET and HEAD
// only, so that reading can change nothing.
func New(s *store.Store, o Options) http.Handler {
	if _, ok := reconcile.PolicyNamed(string(o.Policy)); !ok {
		o.Policy = reconcile.Policies()[0].Name
	}
	style := asset("assets/style.css")
	srv := &server{store: s, options: o, style: "/style-" + string(rashomon.DigestOf(style))[:12] + ".css"}
	mux := http.NewServeMux()
	mux.Handle("/{$}", srv.page(srv.list))
	mux.Handle("/index.json", srv.page(srv.list))
	mux.Handle("/i/{id}", srv.page(srv.incident))
	mux.Handle("/r/{id}", srv.page(srv.report))
	for _, twin := range []string{"", ".json"} {
		mux.Handle("/about"+twin, srv.page(srv.about))
		mux.Handle("/problems"+twin, srv.page(srv.problems))
		mux.Handle("/reports"+twin, srv.page(srv.reports))
		mux.Handle("/sources"+twin, srv.page(srv.sources))
	}
	mux.Handle(srv.style, static("text/css; charset=utf-8", style))
	mux.Handle("/icon.svg", static("image/svg+xml", asset("assets/icon.svg")))
	mux.Handle("/", srv.page(nowhere))
	return srv.guard(mux)
}

// asset returns an embedded file; one that is missing is a fault of the build.
func asset(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return b
}

// static serves bytes that never change under their address.
func static(mediaType string, b []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Cache-Control", "public, max-age=86400")
		if _, err := w.Write(b); err != nil {
			return // the reader has gone
		}
	})
}

// policyHeader allows the style sheet and the icon of this server, and nothing else:
// no script, no frame, no request to anyone.
const policyHeader = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard sets the headers of safety on every answer and refuses every method that
// could change something.
func (s *server) guard(next http.Handler) http.Handler {
	refuse := s.page(func(r *http.Request) (reply, error) {
		return reply{}, &fault{Status: http.StatusMethodNotAllowed, Op: r.Method, Object: r.URL.Path,
			Do: "These pages are for reading: ask with GET or HEAD. Reports are added with the command rashomon add."}
	})
	wrong := s.page(func(r *http.Request) (reply, error) {
		return reply{}, &fault{Status: http.StatusMisdirectedRequest, Op: "answer for", Object: r.Host,
			Do: "These pages answer on this machine under localhost or its number only."}
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyHeader)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			h.Set("Allow", "GET, HEAD")
			refuse.ServeHTTP(w, r)
			return
		}
		if !rightHost(r) {
			wrong.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// rightHost reports whether a request to this machine itself asks for it by a name
// of this machine. Any other name came from a page that points its own name here, to
// read the store through the visitor's browser (DNS rebinding).
func rightHost(r *http.Request) bool {
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	if !ok || !local.IP.IsLoopback() {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return net.ParseIP(strings.Trim(host, "[]")) != nil || host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// page turns a page's reply or error into an answer: JSON for an address that ends
// in ".json", HTML for any other.
func (s *server) page(read func(*http.Request) (reply, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, err := read(r)
		if err == nil && got.moved != "" {
			w.Header().Set("Cache-Control", "no-cache") // a merge can be undone
			http.Redirect(w, r, got.moved, http.StatusMovedPermanently)
			return
		}
		status, mediaType, body := http.StatusOK, "", []byte(nil)
		if err == nil {
			mediaType, body, err = render(r, got)
		}
		if err != nil {
			f := faultOf(err)
			if f.Status >= http.StatusInternalServerError && s.options.Log != nil {
				s.options.Log.Error("answer failed", "path", r.URL.Path, "err", err)
			}
			status = f.Status
			mediaType, body = s.renderFault(r, f)
		}
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Cache-Control", "no-cache")
		w.WriteHeader(status)
		if _, err := w.Write(body); err != nil {
			return // the reader has gone
		}
	})
}

// render writes a reply whole before a byte is sent, so that a fault half way
// through never looks like a page.
func render(r *http.Request, got reply) (mediaType string, body []byte, err error) {
	if wantsJSON(r) {
		body, err = json.MarshalIndent(got.twin, "", "  ")
		if err != nil {
			return "", nil, fmt.Errorf("write JSON of %s: %w", r.URL.Path, err)
		}
		return "application/json", append(inertJSON(body), '\n'), nil
	}
	body, err = execute(got.page, got.view)
	return "text/html; charset=utf-8", body, err
}

func execute(page string, view any) ([]byte, error) {
	var b bytes.Buffer
	if err := pages[page].ExecuteTemplate(&b, "page", view); err != nil {
		return nil, fmt.Errorf("fill page %s: %w", page, err)
	}
	return inert(b.Bytes()), nil
}

func wantsJSON(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".json") }

// pathID returns the {id} of the address without the ".json" of its twin.
func pathID(r *http.Request) string { return strings.TrimSuffix(r.PathValue("id"), ".json") }

// chrome is what the frame of every page shows. Every page's view embeds one.
type chrome struct {
	Title   string
	Here    string // the entry of the main menu that this page is
	Trail   []crumb
	Twin    string // address of the same facts as JSON; empty when there are none
	Style   string
	Version string
	Credit  string // for what is shown of others' data; empty when nothing is
	Sample  bool
}

// crumb is one step of the way from the list to this page.
type crumb struct{ Href, Text string }

func (s *server) chrome(title, here, twin string, trail ...crumb) chrome {
	return chrome{Title: title, Here: here, Trail: trail, Twin: twin, Style: s.style,
		Version: s.options.Version, Sample: s.options.Sample}
}

// policy returns the policy that the request names, or the default.
func (s *server) policy(r *http.Request) (rashomon.Policy, error) {
	name := r.URL.Query().Get("policy")
	if name == "" {
		name = string(s.options.Policy)
	}
	p, ok := reconcile.PolicyNamed(name)
	if !ok {
		return p, &fault{Status: http.StatusNotFound, Op: "find policy", Object: name,
			Do: "The policies and their rules are on the page How to read this.", Cause: errors.New("no policy has that name")}
	}
	return p, nil
}
