package rashomon_test

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// arrows is the diagram of ARCHITECTURE.md: what each package may import of ours.
// Everyone may import rashomon, the nouns. Tests may import anything.
var arrows = map[string][]string{
	"rashomon":                    {},
	"rashomon/internal/text":      {},
	"rashomon/internal/encoder":   {},
	"rashomon/internal/tagger":    {"encoder"},
	"rashomon/internal/names":     {},
	"rashomon/internal/gazetteer": {},
	"rashomon/internal/locus":     {"gazetteer", "names"},
	"rashomon/internal/page":      {},
	"rashomon/internal/fetch":     {"coding"},
	"rashomon/internal/feed":      {},
	"rashomon/internal/robots":    {},
	"rashomon/internal/watch":     {"agenda", "change", "feed", "fetch", "robots", "store"},
	"rashomon/internal/worker":    {"feed", "page"},
	"rashomon/internal/coding":    {},
	"rashomon/internal/warc":      {"coding"},
	"rashomon/internal/sample":    {},
	"rashomon/internal/custody":   {},
	"rashomon/internal/ledger":    {"custody", "database"},
	"rashomon/internal/lock":      {},
	"rashomon/internal/backup":    {"database"},
	"rashomon/internal/doctor":    {"database", "lock"},
	"rashomon/internal/storm":     {},
	"rashomon/internal/database":  {},
	"rashomon/internal/object":    {"database"},
	"rashomon/internal/agenda":    {"custody", "database", "ledger"},
	"rashomon/internal/store":     {"agenda", "custody", "database", "ledger", "object"},
	"rashomon/internal/export":    {"gazetteer"},
	"rashomon/internal/wording":   {"names"},
	"rashomon/internal/origin":    {"copies", "names", "wording"},
	"rashomon/internal/codebook":  {},
	"rashomon/internal/ruling":    {"wording"},
	"rashomon/internal/veil":      {"names"},
	"rashomon/internal/mark":      {},
	"rashomon/internal/hearing":   {"origin", "wording"},
	"rashomon/internal/reconcile": {"change", "codebook", "hearing", "locus", "origin", "ruling", "veil", "wording"},
	"rashomon/internal/tally":     {"text", "grammar"},
	"rashomon/internal/grammar":   {"text"},
	"rashomon/internal/voice":     {"grammar"},
	"rashomon/internal/deed":      {"grammar"},
	"rashomon/internal/extract":   {"text", "tagger", "tally", "grammar", "voice", "deed"},
	"rashomon/internal/copies":    {},
	"rashomon/internal/tie":       {"text"},
	"rashomon/internal/rarity":    {"names"},
	"rashomon/internal/block":     {},
	"rashomon/internal/link":      {"text", "names", "gazetteer", "locus", "rarity", "block", "copies", "tie"},
	"rashomon/internal/pipeline":  {"change", "fetch", "page", "text", "extract", "link", "reconcile", "ruling", "store", "veil", "worker", "warc"},
	"rashomon/internal/chart":     {},
	"rashomon/internal/change":    {"text", "wording"},
	"rashomon/internal/web":       {"change", "store", "reconcile", "mark", "chart", "trail", "veil"},
	"rashomon/internal/trail":     {},
	"rashomon/internal/eval":      {"extract", "link"},
	"rashomon/training/places":    {"gazetteer"},
	"rashomon/training/groups":    {"names"},
	"rashomon/training/rarity":    {"rarity"},
	"rashomon/cmd/rashomon":       {"feed", "fetch", "page", "pipeline", "store", "watch", "web", "export", "eval", "sample", "ruling", "lock", "worker", "backup", "doctor", "custody", "ledger", "veil", "warc"},
}

// Limits of size, and those who may pass them, by name and with the reason.
const (
	maxFunction = 60
	maxNesting  = 4
	maxFile     = 500
	maxPackage  = 2500
)

var exceptions = map[string]string{
	"rashomon/cmd/rashomon": "one file a command, and no command knows another: a list to read from, not a mechanism to hold",
}

// mutable lists the package variables that tests do not hold to "never written
// after", with the reason: their type cannot be judged from the source alone.
var mutable = map[string]string{}

type goFile struct {
	path, pkg string
	fset      *token.FileSet
	ast       *ast.File
	lines     int
}

// sources parses every Go file of the module that is not a test.
func sources(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "tools" || d.Name() == "third_party" || strings.HasPrefix(d.Name(), "scratch")) {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, b, parser.ParseComments)
		if err != nil {
			return err
		}
		pkg := strings.TrimSuffix("rashomon/"+filepath.ToSlash(filepath.Dir(path)), "/.")
		files = append(files, goFile{path, pkg, fset, f, bytes.Count(b, []byte("\n"))})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestArrows fails when a package imports one of ours that the map does not allow,
// and when the map allows an import that is not there: the map is the diagram.
func TestArrows(t *testing.T) {
	seen := map[string]map[string]bool{}
	for _, f := range sources(t) {
		if seen[f.pkg] == nil {
			seen[f.pkg] = map[string]bool{}
		}
		allowed, known := arrows[f.pkg]
		if !known {
			t.Errorf("%s: package %s is not in the map of arrows", f.path, f.pkg)
			continue
		}
		for _, imp := range f.ast.Imports {
			name := strings.Trim(imp.Path.Value, `"`)
			if name == "rashomon" || !strings.HasPrefix(name, "rashomon/") {
				continue
			}
			seen[f.pkg][strings.TrimPrefix(name, "rashomon/internal/")] = true
			if !slices.Contains(allowed, strings.TrimPrefix(name, "rashomon/internal/")) {
				t.Errorf("%s: %s may not import %s", f.path, f.pkg, name)
			}
		}
	}
	for pkg, allowed := range arrows {
		if seen[pkg] == nil {
			t.Errorf("the map of arrows names %s, which does not exist", pkg)
			continue
		}
		for _, to := range allowed {
			if !seen[pkg][to] {
				t.Errorf("the map of arrows lets %s import %s, which it does not", pkg, to)
			}
		}
	}
}

// TestOneFetcher holds every connection that this program opens to internal/fetch, and
// every program that it starts to internal/worker.
func TestOneFetcher(t *testing.T) {
	opens := map[string][]string{
		"net/http": {"Client", "DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm", "Transport"},
		"net":      {"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer", "Resolver", "DefaultResolver", "LookupHost", "LookupIP", "LookupAddr"}, "crypto/tls": {"Dial", "DialWithDialer", "Dialer", "Client"},
		"os/exec": {"Command", "CommandContext"}, "os": {"StartProcess"}, "syscall": {"ForkExec", "StartProcess", "Socket"}, "golang.org/x/net/proxy": {"SOCKS5", "Dial", "FromURL", "FromEnvironment"},
		"golang.org/x/sys/unix": {"Socket", "Connect"},
	}
	for _, f := range sources(t) {
		if f.pkg == "rashomon/internal/fetch" || f.pkg == "rashomon/internal/worker" {
			continue
		}
		named := map[string]string{}
		for _, imp := range f.ast.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			named[path[strings.LastIndexByte(path, '/')+1:]] = path
			if imp.Name != nil {
				named[imp.Name.Name] = path
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			sel, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(opens[named[x.Name]], sel.Sel.Name) {
				t.Errorf("%s: %s.%s is for internal/fetch or internal/worker alone", f.fset.Position(n.Pos()), x.Name, sel.Sel.Name)
			}
			return true
		})
	}
}

// TestRootIsStandardLibraryOnly holds the nouns free of every dependency.
func TestRootIsStandardLibraryOnly(t *testing.T) {
	for _, f := range sources(t) {
		for _, imp := range f.ast.Imports {
			if f.pkg == "rashomon" && strings.Contains(imp.Path.Value, ".") {
				t.Errorf("%s imports %s", f.path, imp.Path.Value)
			}
		}
	}
}

// TestSizes holds functions, nesting, files and packages to what a reader can hold.
func TestSizes(t *testing.T) {
	over := func(name, what string, n, limit int) {
		if n > limit && exceptions[name] == "" {
			t.Errorf("%s: %s %d, limit %d", name, what, n, limit)
		}
	}
	packages := map[string]int{}
	for _, f := range sources(t) {
		packages[f.pkg] += f.lines
		over(f.path, "lines", f.lines, maxFile)
		for _, decl := range f.ast.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			name := f.path + ":" + fn.Name.Name
			lines := f.fset.Position(fn.End()).Line - f.fset.Position(fn.Pos()).Line + 1
			over(name, "lines of function", lines, maxFunction)
			over(name, "depth of nesting", depth(fn.Body, 0), maxNesting)
		}
	}
	for pkg, n := range packages {
		over(pkg, "lines of package", n, maxPackage)
	}
}

// depth returns how deeply statements and closures stand inside each other below n.
func depth(n ast.Node, at int) int {
	deepest := at
	ast.Inspect(n, func(c ast.Node) bool {
		switch c := c.(type) {
		case *ast.IfStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			if c.Else != nil {
				// "else if" stands beside its if, not inside it.
				if e, ok := c.Else.(*ast.IfStmt); ok {
					deepest = max(deepest, depth(&ast.BlockStmt{List: []ast.Stmt{e}}, at))
				} else {
					deepest = max(deepest, depth(c.Else, at+1))
				}
			}
			return false
		case *ast.ForStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		case *ast.RangeStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		case *ast.SwitchStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		case *ast.TypeSwitchStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		case *ast.SelectStmt:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		case *ast.FuncLit:
			deepest = max(deepest, depth(c.Body, at+1))
			return false
		}
		return true
	})
	return deepest
}

// TestNoHiddenState forbids init() and package variables that are written after
// the program has started.
func TestNoHiddenState(t *testing.T) {
	vars := map[string]map[string]bool{}
	files := sources(t)
	for _, f := range files {
		if vars[f.pkg] == nil {
			vars[f.pkg] = map[string]bool{}
		}
		for _, decl := range f.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == "init" {
					t.Errorf("%s: init() is not allowed", f.path)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok && d.Tok == token.VAR {
						for _, n := range v.Names {
							vars[f.pkg][n.Name] = true
						}
					}
				}
			}
		}
	}
	for _, f := range files {
		for _, w := range writes(f.ast, vars[f.pkg]) {
			if name := f.pkg + "." + w; mutable[name] == "" {
				t.Errorf("%s: package variable %s is written", f.path, w)
			}
		}
	}
}

// writes returns the names of vars that the file assigns to, in whole, in a field
// or in an element. A name that the function declares itself is not meant.
func writes(f *ast.File, vars map[string]bool) []string {
	var out []string
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			own := declared(fn)
			for _, name := range assigned(fn, vars) {
				if !own[name] {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// declared returns the names that a function declares: parameters, results, and
// variables.
func declared(fn *ast.FuncDecl) map[string]bool {
	own := map[string]bool{}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				own[name.Name] = true
			}
		case *ast.AssignStmt:
			for _, l := range n.Lhs {
				if name, ok := l.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if name, ok := e.(*ast.Ident); ok && n.Tok == token.DEFINE {
					own[name.Name] = true
				}
			}
		}
		return true
	})
	return own
}

func assigned(fn *ast.FuncDecl, vars map[string]bool) []string {
	var out []string
	note := func(e ast.Expr) {
		for {
			switch x := e.(type) {
			case *ast.IndexExpr:
				e = x.X
				continue
			case *ast.SelectorExpr:
				e = x.X
				continue
			case *ast.StarExpr:
				e = x.X
				continue
			case *ast.Ident:
				if vars[x.Name] {
					out = append(out, x.Name)
				}
			}
			return
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, l := range n.Lhs {
					note(l)
				}
			}
		case *ast.IncDecStmt:
			note(n.X)
		}
		return true
	})
	return out
}

// TestDocumented holds every package to a package comment and every exported name
// to a docstring.
func TestDocumented(t *testing.T) {
	packages := map[string]bool{}
	for _, f := range sources(t) {
		packages[f.pkg] = packages[f.pkg] || f.ast.Doc != nil
		for _, name := range undocumented(f.ast) {
			t.Errorf("%s: exported %s has no docstring", f.path, name)
		}
	}
	for pkg, ok := range packages {
		if !ok {
			t.Errorf("package %s has no package comment", pkg)
		}
	}
}

func undocumented(f *ast.File) []string {
	var out []string
	for _, decl := range f.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && d.Doc == nil && !onUnexported(d) {
				out = append(out, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if ts, ok := s.(*ast.TypeSpec); ok && ts.Name.IsExported() && ts.Doc == nil && d.Doc == nil {
					out = append(out, ts.Name.Name)
				}
				if vs, ok := s.(*ast.ValueSpec); ok && vs.Names[0].IsExported() && vs.Doc == nil && vs.Comment == nil && d.Doc == nil {
					out = append(out, vs.Names[0].Name)
				}
			}
		}
	}
	return out
}

func onUnexported(d *ast.FuncDecl) bool {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return false
	}
	e := d.Recv.List[0].Type
	if s, ok := e.(*ast.StarExpr); ok {
		e = s.X
	}
	if i, ok := e.(*ast.IndexExpr); ok {
		e = i.X
	}
	id, ok := e.(*ast.Ident)
	return ok && !id.IsExported()
}

// TestGlossary holds GLOSSARY.md to the nouns: every exported root type has its entry.
func TestGlossary(t *testing.T) {
	b, err := os.ReadFile("GLOSSARY.md")
	if err != nil {
		t.Fatal(err)
	}
	entries := map[string]bool{}
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllStringSubmatch(string(b), -1) {
		entries[m[1]] = true
	}
	types := map[string]bool{}
	for _, f := range sources(t) {
		if f.pkg != "rashomon" {
			continue
		}
		for _, decl := range f.ast.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE {
				continue
			}
			for _, s := range d.Specs {
				if n := s.(*ast.TypeSpec).Name; n.IsExported() {
					types[n.Name] = true
				}
			}
		}
	}
	for n := range types {
		if !entries[n] {
			t.Errorf("GLOSSARY.md has no entry for %s", n)
		}
	}
	for n := range entries {
		if !types[n] {
			t.Errorf("GLOSSARY.md explains %s, which is no exported type of the root package", n)
		}
	}
}

// TestArchitecturePage holds ARCHITECTURE.md to the arrows and the dependencies.
func TestArchitecturePage(t *testing.T) {
	b, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(b)
	for pkg, to := range arrows {
		if pkg == "rashomon" {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(pkg, "rashomon/internal/"), "rashomon/cmd/"), "rashomon/")
		targets := "-"
		if len(to) > 0 {
			targets = strings.Join(to, ", ")
		}
		row := fmt.Sprintf("| `%s` | %s |", name, targets)
		if !strings.Contains(page, row) {
			t.Errorf("ARCHITECTURE.md lacks the row %q", row)
		}
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?m)^\s+(\S+\.\S+) (v\S+)$`).FindAllStringSubmatch(string(mod), -1) {
		if !strings.Contains(page, m[1]+" "+m[2]) {
			t.Errorf("ARCHITECTURE.md does not give the reason for %s %s", m[1], m[2])
		}
	}
}

// TestNoPlaceholders holds the documents whole: every "@@" stood for a figure.
func TestNoPlaceholders(t *testing.T) {
	for _, page := range []string{"README.md", "ARCHITECTURE.md", "GLOSSARY.md", "docs/measurements.md"} {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "@@") {
			t.Errorf("%s still holds a placeholder", page)
		}
	}
}
