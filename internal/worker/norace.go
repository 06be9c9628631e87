//go:build !race

package worker

// shadow is memory that is not the child's own.
const shadow = 0
