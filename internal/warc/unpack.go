package warc

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// The limits of a WACZ besides those of the WARCs in it.
const (
	maxFiles     = 10_000
	maxDirectory = 16 << 20 // bytes read to find its files
	maxPackage   = 16 << 20 // bytes of datapackage.json
	maxIndexLine = 1 << 20
)

// Opened is a WACZ to be read. Nothing of it is ever written to a file system, so
// the names in it lead nowhere.
type Opened struct {
	files map[string]*zip.File
	names []string // in the order of the directory
	told  []resource
}

// meter ends reading when more is read than should be.
type meter struct {
	r    io.ReaderAt
	left int64 // negative: no limit
}

var (
	errDirectory = fmt.Errorf("its directory is larger than %d MB", maxDirectory>>20)
	errNoPackage = errors.New("it is no WACZ: it has no " + packagePath)
	errZipBomb   = fmt.Errorf("it is told to inflate to more than %d times its size", maxRatio)
)

func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	n, err := m.r.ReadAt(p, at)
	if m.left < 0 {
		return n, err
	}
	if m.left -= int64(n); m.left < 0 {
		m.left = 0
		return 0, errDirectory
	}
	return n, err
}

// Unpack opens a WACZ of size bytes. A zip file that is none, that has more files
// than it should, two of one name, one in another, or one that inflates too far, is an
// error.
func Unpack(r io.ReaderAt, size int64) (*Opened, error) {
	m := &meter{r, maxDirectory}
	z, err := zip.NewReader(m, size)
	if err != nil {
		return nil, err
	}
	m.left = -1
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("it holds %d files, more than %d", len(z.File), maxFiles)
	}
	o := &Opened{files: map[string]*zip.File{}}
	var sum uint64
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if _, twice := o.files[f.Name]; twice {
			return nil, fmt.Errorf("it holds two files called %.80q", f.Name)
		}
		sum += f.CompressedSize64
		if f.CompressedSize64 > uint64(size) || sum > uint64(size) {
			return nil, errors.New("its files lie in one another")
		}
		if f.UncompressedSize64 > ratioFrom && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return nil, fmt.Errorf("its file %.80q: %w", f.Name, errZipBomb)
		}
		o.files[f.Name], o.names = f, append(o.names, f.Name)
	}
	return o, o.packaged()
}

// packaged reads what the package says of its files.
func (o *Opened) packaged() error {
	if o.files[packagePath] == nil {
		return errNoPackage
	}
	b, err := o.small(packagePath)
	if err != nil {
		return err
	}
	var p struct {
		Resources []resource `json:"resources"`
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return fmt.Errorf("its %s: %w", packagePath, err)
	}
	o.told = p.Resources
	return nil
}

func (o *Opened) small(name string) ([]byte, error) {
	f, err := o.open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(io.LimitReader(f, maxPackage+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("its %s: %w", name, err)
	case len(b) > maxPackage:
		return nil, fmt.Errorf("its %s is larger than %d MB", name, maxPackage>>20)
	}
	return b, nil
}

// bounded is a file of a zip that gives no more than it was told to hold.
type bounded struct {
	io.Reader
	io.Closer
}

func (o *Opened) open(name string) (io.ReadCloser, error) {
	f := o.files[name]
	if f == nil {
		return nil, fmt.Errorf("it holds no %.80q", name)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("its file %.80q: %w", name, err)
	}
	return bounded{io.LimitReader(r, int64(f.UncompressedSize64)+1), r}, nil
}

// WARCs names the archives in it that can be given to WARC, in order.
func (o *Opened) WARCs() []string {
	var names []string
	for _, n := range o.names {
		if isWARC(n) {
			names = append(names, n)
		}
	}
	return names
}

func isWARC(name string) bool {
	base := path.Base(name)
	return path.Dir(name) == "archive" && (strings.HasSuffix(base, ".warc") || strings.HasSuffix(base, ".warc.gz") || strings.HasSuffix(base, ".warc.zst"))
}

// WARC opens one of them. It must be closed.
func (o *Opened) WARC(name string) (io.ReadCloser, error) { return o.open(name) }

// Changed is a file of a WACZ that is not what the package says of it.
type Changed struct {
	Name string
	Err  error
}

// Error says which and why.
func (c *Changed) Error() string { return fmt.Sprintf("its file %.80q: %v", c.Name, c.Err) }

// Unwrap returns the cause.
func (c *Changed) Unwrap() error { return c.Err }

var (
	errHash   = errors.New("it is not what the package says: it was changed after it was packed, or badly packed")
	errUntold = errors.New("the package says nothing of it")
)

// Check reads every file against the digest that the package gives of it, the
// package against its own, and the lines of the index against the files that they point
// into. It returns what is wrong.
func (o *Opened) Check() []*Changed {
	var changed []*Changed
	fault := func(name string, err error) {
		if err != nil {
			changed = append(changed, &Changed{name, err})
		}
	}
	told := map[string]string{}
	for _, r := range o.told {
		told[r.Path] = r.Hash
		if o.files[r.Path] == nil {
			fault(r.Path, errors.New("the package says that it is there, and it is not"))
		}
	}
	for _, name := range o.names {
		switch hash := told[name]; {
		case name == digestPath:
		case name == packagePath:
			fault(name, o.checkPackage())
		case hash == "" && isWARC(name):
			fault(name, errUntold)
		case hash != "":
			fault(name, o.checkFile(name, hash))
		}
		if path.Dir(name) == "indexes" && (strings.HasSuffix(name, ".cdx.gz") || strings.HasSuffix(name, ".cdxj") || strings.HasSuffix(name, ".cdx")) {
			fault(name, o.checkIndex(name))
		}
	}
	return changed
}

// checkFile compares a file with its digest. Only SHA-256 is judged.
func (o *Opened) checkFile(name, want string) error {
	f, err := o.open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return err
	}
	want, ok := strings.CutPrefix(want, "sha256:")
	if ok && !strings.EqualFold(want, hex.EncodeToString(h.Sum(nil))) {
		return errHash
	}
	return nil
}

// checkPackage compares datapackage.json with its digest, where there is one.
func (o *Opened) checkPackage() error {
	if o.files[digestPath] == nil {
		return nil
	}
	b, err := o.small(digestPath)
	if err != nil {
		return err
	}
	var d struct {
		Hash string `json:"hash"`
	}
	if err := json.Unmarshal(b, &d); err != nil {
		return fmt.Errorf("its %s: %w", digestPath, err)
	}
	return o.checkFile(packagePath, d.Hash)
}

// checkIndex reads an index up to the first line that leads nowhere.
func (o *Opened) checkIndex(name string) error {
	f, err := o.open(name)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	lines, err := inflated(f, int64(o.files[name].UncompressedSize64))
	if err != nil {
		return err
	}
	scan := bufio.NewScanner(lines)
	scan.Buffer(nil, maxIndexLine)
	for n := 1; scan.Scan(); n++ {
		text := scan.Text()
		if strings.HasPrefix(text, "!") || strings.HasPrefix(text, " CDX") || text == "" {
			continue
		}
		l, err := ParseIndexLine(text)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		w := o.files["archive/"+path.Base(l.File)]
		if w == nil || l.Offset > int64(w.UncompressedSize64)-l.Length {
			return fmt.Errorf("line %d leads to byte %d of %.80q, where nothing is", n, l.Offset, l.File)
		}
	}
	return scan.Err()
}

// inflated undoes the gzip of an index, where it is in one.
func inflated(r io.Reader, size int64) (io.Reader, error) {
	b := bufio.NewReader(r)
	if start, _ := b.Peek(2); !slices.Equal(start, []byte("\x1f\x8b")) {
		return b, nil
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, err
	}
	return io.LimitReader(z, ratioFrom+maxRatio*size), nil
}
