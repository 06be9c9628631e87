//go:build race

package worker

// shadow is what the race detector keeps beside the memory of a child that tests start
// with it: several times as much, and not the child's.
const shadow = 2 << 30
