//go:build !unix

package lock

// readOnly reports whether err is that of a medium which cannot be written: elsewhere
// that shows as a lack of rights.
func readOnly(error) bool { return false }
