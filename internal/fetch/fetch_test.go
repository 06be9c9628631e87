package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

// outlet answers by path, so that each case names what it wants.
func outlet(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=windows-1251")
		fmt.Fprintf(w, "<p>asked by %s", r.UserAgent())
	})
	mux.HandleFunc("/status/{code}", func(w http.ResponseWriter, r *http.Request) {
		code, _ := strconv.Atoi(r.PathValue("code"))
		w.WriteHeader(code)
	})
	mux.HandleFunc("/hops/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("n"))
		if n == 0 {
			http.Redirect(w, r, "/page#part", http.StatusFound)
			return
		}
		http.Redirect(w, r, "/hops/"+strconv.Itoa(n-1), http.StatusFound)
	})
	mux.HandleFunc("/to/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/hostname", http.StatusFound)
	})
	mux.HandleFunc("/size/{bytes}", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.PathValue("bytes"))
		fmt.Fprint(w, strings.Repeat("x", n))
	})
	mux.HandleFunc("/bomb", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		for range 64 {
			fmt.Fprint(z, strings.Repeat("x", 1<<20))
		}
		z.Close()
	})
	mux.HandleFunc("/cut", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "half")
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

var atHome = Options{AllowLocal: true}

func TestGet(t *testing.T) {
	s := outlet(t)
	for _, path := range []string{"/page", "/page#part", "/hops/0", "/hops/9"} {
		got, err := Get(t.Context(), s.URL+path, atHome)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if want := "<p>asked by " + userAgent; string(got.Bytes) != want {
			t.Errorf("%s: body %q, want %q", path, got.Bytes, want)
		}
		if got.URL != s.URL+"/page" || got.MediaType != "text/html; charset=windows-1251" {
			t.Errorf("%s: address %q, media type %q", path, got.URL, got.MediaType)
		}
	}
	got, err := Get(t.Context(), s.URL+"/size/"+strconv.Itoa(MaxBytes), atHome)
	if err != nil || len(got.Bytes) != MaxBytes {
		t.Errorf("a body of just MaxBytes: %d bytes, %v", len(got.Bytes), err)
	}
}

// Every message names the address and says what to do.
func TestGetErrors(t *testing.T) {
	s := outlet(t)
	cases := []struct {
		address string
		want    []string
	}{
		{s.URL + "/status/404", []string{"404 Not Found", "check the address"}},
		{s.URL + "/status/403", []string{"403 Forbidden", "save it and give the file"}},
		{s.URL + "/status/429", []string{"429", "wait"}},
		{s.URL + "/status/503", []string{"503", "try again later"}},
		{s.URL + "/status/418", []string{"418", "browser"}},
		{s.URL + "/status/304", []string{"304", "browser"}},
		{s.URL + "/hops/10", []string{"more than 10 times"}},
		{s.URL + "/to/file", []string{"only http:// and https://"}},
		{s.URL + "/size/" + strconv.Itoa(MaxBytes+1), []string{"longer than 8 MB", "save its text"}},
		{s.URL + "/bomb", []string{"longer than 8 MB"}},
		{s.URL + "/cut", []string{"after 4 bytes", "unexpected EOF"}},
		{"ftp://a.invalid/1", []string{"ftp://a.invalid/1", "only http:// and https://"}},
		{"/etc/hostname", []string{"/etc/hostname", "only http:// and https://"}},
		{"http://%zz", []string{"no web address"}},
	}
	for _, c := range cases {
		_, err := Get(t.Context(), c.address, atHome)
		if err == nil {
			t.Errorf("%s: no error", c.address)
			continue
		}
		for _, w := range append(c.want, c.address) {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: message %q lacks %q", c.address, err, w)
			}
		}
		if strings.Count(err.Error(), s.URL) > 1 {
			t.Errorf("%s: message %q names the address twice", c.address, err)
		}
	}
}

func TestGetKeepsPasswordsOutOfMessages(t *testing.T) {
	_, err := Get(t.Context(), "https://ann:secret@a.invalid/1", atHome)
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "take it out") {
		t.Errorf("error %v", err)
	}
}

func TestGetRefusesThisMachine(t *testing.T) {
	s := outlet(t)
	for _, address := range []string{s.URL + "/page", strings.Replace(s.URL, "127.0.0.1", "localhost", 1) + "/page"} {
		_, err := Get(t.Context(), address, Options{})
		if err == nil || !strings.Contains(err.Error(), "private network") {
			t.Errorf("%s: error %v, want a refusal", address, err)
		}
	}
}

func TestGetNobodyAnswers(t *testing.T) {
	s := outlet(t)
	s.Close()
	_, err := Get(t.Context(), s.URL+"/page", atHome)
	if err == nil || !strings.Contains(err.Error(), "refused") || !strings.Contains(err.Error(), "save the page and give the file") {
		t.Errorf("error %v", err)
	}
}

func TestGetEndsWithItsContext(t *testing.T) {
	s := outlet(t)
	stop := errors.New("the user stopped it")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stop)
	if _, err := Get(ctx, s.URL+"/page", atHome); !errors.Is(err, stop) {
		t.Errorf("error %v, want %v", err, stop)
	}
	ctx, done := context.WithCancel(t.Context())
	done()
	if _, err := Get(ctx, s.URL+"/page", atHome); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

func TestLocal(t *testing.T) {
	cases := []struct {
		address string
		want    bool
	}{
		{"127.0.0.1", true}, {"127.9.9.9", true}, {"::1", true}, {"::ffff:127.0.0.1", true}, {"0.0.0.0", true}, {"::", true},
		{"10.1.2.3", true}, {"172.16.0.1", true}, {"192.168.1.1", true}, {"169.254.169.254", true}, {"100.64.0.1", true},
		{"fe80::1%eth0", true}, {"fd00::1", true}, {"64:ff9b::7f00:1", true}, {"2002:7f00:1::", true}, {"224.0.0.1", true},
		{"255.255.255.255", true}, {"ff02::1", true}, {"198.18.0.1", true},
		{"8.8.8.8", false}, {"172.32.0.1", false}, {"100.128.0.1", false}, {"2a00:1450::1", false}, {"::ffff:8.8.8.8", false},
	}
	for _, c := range cases {
		if got := local(netip.MustParseAddr(c.address)); got != c.want {
			t.Errorf("local(%s) = %v, want %v", c.address, got, c.want)
		}
	}
}
