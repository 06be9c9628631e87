//go:build unix

package lock

import (
	"errors"
	"syscall"
)

// readOnly reports whether err is that of a medium which cannot be written.
func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
