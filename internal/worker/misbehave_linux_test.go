package worker

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

func tryHere(what, with string) string {
	var e error
	switch what {
	case "fork":
		_, _, n := syscall.RawSyscall6(unix.SYS_CLONE, uintptr(unix.SIGCHLD), 0, 0, 0, 0, 0)
		e = n
	case "ptrace":
		e = unix.PtraceAttach(os.Getppid())
	case "executable":
		_, e = unix.Mmap(-1, 0, 4096, unix.PROT_READ|unix.PROT_WRITE|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)
	case "kill":
		e = unix.Tgkill(os.Getppid(), os.Getppid(), 0)
	case "limit":
		e = unix.Prlimit(os.Getppid(), unix.RLIMIT_CORE, &unix.Rlimit{}, nil)
	case "memfd":
		_, e = unix.MemfdCreate("a", 0)
	case "uring":
		_, _, n := syscall.RawSyscall(unix.SYS_IO_URING_SETUP, 8, 0, 0)
		e = n
	case "namespace":
		e = unix.Unshare(unix.CLONE_NEWUSER)
	default:
		return "nothing was tried"
	}
	return fmt.Sprint(e)
}
