package worker

import "os"

// confine gives up what a process can give up here. There is no filter of system
// calls, and a limit that this system does not take is done without: what breaks the
// parser could still open a connection.
func confine() error {
	err := warmUp()
	_ = forbid()
	return err
}

func self() string {
	path, err := os.Executable()
	if err != nil {
		return os.Args[0]
	}
	return path
}
