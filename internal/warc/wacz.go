package warc

import (
	"archive/zip"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"

	"rashomon"

	"github.com/klauspost/compress/gzip"
)

// The names in a WACZ (specs.webrecorder.net/wacz/1.1.1).
const (
	waczVersion = "1.1.1"
	dataName    = "data.warc.gz"
	dataPath    = "archive/" + dataName
	indexPath   = "indexes/index.cdx.gz"
	idxPath     = "indexes/index.idx"
	pagesPath   = "pages/pages.jsonl"
	packagePath = "datapackage.json"
	digestPath  = "datapackage-digest.json"
)

// Package writes captures as a WACZ, as they come: the archive straight out, the
// index and the pages kept in memory (some 300 bytes a capture) until Close.
type Package struct {
	zip       *zip.Writer
	about     About
	warc      *Writer
	data      *member
	lines     []IndexLine
	pages     bytes.Buffer
	resources []resource
}

// resource is one file of the package.
type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

// member is a file of the package while it is written.
type member struct {
	w    io.Writer
	hash hash.Hash
	n    int64
}

func (m *member) Write(p []byte) (int, error) {
	n, err := m.w.Write(p)
	m.hash.Write(p[:n])
	m.n += int64(n)
	return n, err
}

func (m *member) resource(path string) resource {
	_, name, _ := strings.Cut(path, "/")
	return resource{cmp.Or(name, path), path, "sha256:" + hex.EncodeToString(m.hash.Sum(nil)), m.n}
}

// NewPackage begins a WACZ.
func NewPackage(out io.Writer, a About) (*Package, error) {
	p := &Package{zip: zip.NewWriter(out), about: a}
	data, err := p.create(dataPath, zip.Store) // replay tools read parts of it where it lies
	if err != nil {
		return nil, err
	}
	p.data = data
	p.warc = NewWriter(data, About{a.Software, dataName, a.Created})
	return p, p.line(&p.pages, map[string]string{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
}

func (p *Package) create(path string, method uint16) (*member, error) {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: path, Method: method, Modified: p.about.Created.UTC().Truncate(2 * time.Second)})
	return &member{w: w, hash: sha256.New()}, err
}

func (p *Package) line(out io.Writer, v any) error {
	return json.NewEncoder(out).Encode(v)
}

// Write writes a capture, as Writer.Write does. One from which a report was read is a
// page that a reader of the package is shown, under the report's title.
func (p *Package) Write(c rashomon.Capture, r *rashomon.Report, body, wire []byte) error {
	line, ok, err := p.warc.Write(c, r, body, wire)
	if err != nil || !ok {
		return err
	}
	line.File = dataName
	p.lines = append(p.lines, line)
	if r == nil {
		return nil
	}
	title := cmp.Or(strings.TrimSpace(r.Title()), c.Address())
	return p.line(&p.pages, struct {
		ID    string `json:"id"`
		URL   string `json:"url"`
		Time  string `json:"ts"`
		Title string `json:"title"`
	}{string(c.ID), line.URL, line.Time.Format("2006-01-02T15:04:05Z"), title})
}

// Close writes the index, the pages and what holds it all together. It does not close
// the writer below.
func (p *Package) Close() error {
	if err := p.warc.Close(); err != nil {
		return err
	}
	p.resources = append(p.resources, p.data.resource(dataPath))
	index, idx, err := p.index()
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path   string
		method uint16
		bytes  []byte
	}{{indexPath, zip.Store, index}, {idxPath, zip.Deflate, idx}, {pagesPath, zip.Deflate, p.pages.Bytes()}} {
		if err := p.file(f.path, f.method, f.bytes); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(struct {
		Profile   string     `json:"profile"`
		Version   string     `json:"wacz_version"`
		Software  string     `json:"software"`
		Created   string     `json:"created"`
		Resources []resource `json:"resources"`
	}{"data-package", waczVersion, p.about.Software, p.about.Created.UTC().Format("2006-01-02T15:04:05Z"), p.resources}, "", "  ")
	if err != nil {
		return err
	}
	if err := p.file(packagePath, zip.Deflate, b); err != nil {
		return err
	}
	sum := sha256.Sum256(b)
	digest, err := json.Marshal(map[string]string{"path": packagePath, "hash": "sha256:" + hex.EncodeToString(sum[:])})
	if err != nil {
		return err
	}
	if err := p.file(digestPath, zip.Deflate, digest); err != nil {
		return err
	}
	return p.zip.Close()
}

func (p *Package) file(path string, method uint16, b []byte) error {
	m, err := p.create(path, method)
	if err != nil {
		return err
	}
	if _, err := m.Write(b); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	p.resources = append(p.resources, m.resource(path))
	return nil
}

// index returns the lines sorted, in gzip members of some lines each, and the list of
// these members (cdxj-gzip-1.0).
func (p *Package) index() (index, idx []byte, err error) {
	const linesEach = 3000
	text := make([]string, len(p.lines))
	for i, l := range p.lines {
		text[i] = l.String()
	}
	slices.Sort(text)
	var out, list bytes.Buffer
	list.WriteString(`!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}` + "\n")
	for chunk := range slices.Chunk(text, linesEach) {
		start := out.Len()
		z := gzip.NewWriter(&out)
		if _, err := z.Write([]byte(strings.Join(chunk, "\n") + "\n")); err != nil {
			return nil, nil, err
		}
		if err := z.Close(); err != nil {
			return nil, nil, err
		}
		key, rest, _ := strings.Cut(chunk[0], " ")
		at, _, _ := strings.Cut(rest, " ")
		fmt.Fprintf(&list, "%s %s {\"offset\": %d, \"length\": %d, \"digest\": %q, \"filename\": \"index.cdx.gz\"}\n",
			key, at, start, out.Len()-start, sha256Of(out.Bytes()[start:]))
	}
	return out.Bytes(), list.Bytes(), nil
}
