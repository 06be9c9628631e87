package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"rashomon/internal/store"
)

// fault is an error that a reader is told of: what was tried, on what, and what
// the reader can do.
type fault struct {
	Status int
	Op     string // "find incident"
	Object string // "RSH-..."
	Do     string
	Cause  error
}

// Error gives operation, object and cause, for logs.
func (f *fault) Error() string {
	if f.Cause == nil {
		return f.Op + " " + f.Object
	}
	return fmt.Sprintf("%s %s: %v", f.Op, f.Object, f.Cause)
}

// Unwrap returns the cause.
func (f *fault) Unwrap() error { return f.Cause }

// faultOf returns the fault that err is or wraps. Any other error is trouble with
// the program or its store, and status 500 or 503.
func faultOf(err error) *fault {
	if f, ok := errors.AsType[*fault](err); ok {
		return f
	}
	f := &fault{Status: http.StatusInternalServerError, Op: "make", Object: "this page", Cause: err,
		Do: "This is a fault of the program or of its store, not of the address. Run rashomon verify on the store; if that finds nothing, report the words below."}
	if errors.Is(err, store.ErrLocked) {
		f.Status = http.StatusServiceUnavailable
		f.Do = "Another program is writing to the store. Wait a moment and load the page again."
	}
	return f
}

// notFound turns the store's "not found" into a 404 with advice, and leaves every
// other error as it is.
func notFound(err error, op, object, do string) error {
	if errors.Is(err, store.ErrNotFound) {
		return &fault{Status: http.StatusNotFound, Op: op, Object: object, Do: do, Cause: err}
	}
	return fmt.Errorf("%s %s: %w", op, object, err)
}

// nowhere answers every address that no page has.
func nowhere(r *http.Request) (reply, error) {
	return reply{}, &fault{Status: http.StatusNotFound, Op: "find page", Object: r.URL.Path,
		Do: "There is no page at this address. Start from the list of incidents."}
}

// faultView is the page of a fault.
type faultView struct {
	chrome
	Status         int
	Name           string // of the status: "Not Found"
	Op, Object, Do string
	Cause          string
}

// problem is a fault as RFC 9457 writes it.
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Do       string `json:"do"`
	Instance string `json:"instance"`
}

func (s *server) renderFault(r *http.Request, f *fault) (mediaType string, body []byte) {
	name := http.StatusText(f.Status)
	if wantsJSON(r) {
		body, err := json.Marshal(problem{Type: "about:blank", Title: name, Status: f.Status, Detail: f.Error(), Do: f.Do, Instance: r.URL.Path})
		if err != nil {
			body = []byte(`{"type":"about:blank"}`)
		}
		return "application/problem+json", append(inertJSON(body), '\n')
	}
	v := faultView{chrome: s.chrome(name, "", ""), Status: f.Status, Name: name, Op: f.Op, Object: f.Object, Do: f.Do}
	if f.Cause != nil && f.Status >= http.StatusInternalServerError {
		v.Cause = f.Error()
	}
	body, err := execute("fault", v)
	if err != nil {
		return "text/plain; charset=utf-8", []byte(f.Error() + "\n" + f.Do + "\n")
	}
	return "text/html; charset=utf-8", body
}
