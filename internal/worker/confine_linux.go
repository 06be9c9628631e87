package worker

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// self is this program, also when its file was replaced since it was started.
func self() string { return "/proc/self/exe" }

// closeInherited closes what whoever started us left open, save the runtime's own
// poller.
func closeInherited() error {
	const ours = "/proc/self/fd"
	entries, err := os.ReadDir(ours)
	if err != nil {
		return err
	}
	for _, e := range entries {
		n, err := strconv.Atoi(e.Name())
		if to, _ := os.Readlink(ours + "/" + e.Name()); err != nil || n <= 2 || strings.HasPrefix(to, "anon_inode:") {
			continue
		}
		_ = unix.Close(n) // the one that listed them is closed already
	}
	return nil
}

// confine gives up what a process can give up: files, memory beyond the limit, and
// every system call that the Go runtime does not need (seccomp).
func confine() error {
	if err := errors.Join(warmUp(), closeInherited()); err != nil {
		return err
	}
	if err := forbid(); err != nil {
		return err
	}
	// Not RLIMIT_AS: the Go runtime reserves addresses that it never uses.
	if err := unix.Setrlimit(unix.RLIMIT_DATA, &unix.Rlimit{Cur: MaxMemory + shadow, Max: MaxMemory + shadow}); err != nil {
		return fmt.Errorf("set the limit of memory: %w", err)
	}
	if err := defaultAction(unix.SIGXCPU); err != nil {
		return err
	}
	return filterCalls()
}

// defaultAction has the system end the process at a signal, of which the Go runtime
// would only take note.
func defaultAction(signal syscall.Signal) error {
	var action [4]uint64 // struct sigaction: handler (0: default), flags, restorer, mask
	const maskBytes = 8
	if _, _, e := unix.RawSyscall6(unix.SYS_RT_SIGACTION, uintptr(signal), uintptr(unsafe.Pointer(&action)), 0, maskBytes, 0, 0); e != 0 {
		return fmt.Errorf("set the action of signal %d: %w", signal, e)
	}
	return nil
}

// filterCalls installs the filter in every thread. Where the system has none, the
// limits and the empty environment are what is left.
func filterCalls() error {
	program := filter()
	if program == nil {
		return nil
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("give up new privileges: %w", err)
	}
	all := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	unheld, _, e := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&all)))
	if e != 0 && !errors.Is(e, unix.ENOSYS) && !errors.Is(e, unix.EINVAL) {
		return fmt.Errorf("filter system calls: %w", e)
	}
	if e == 0 && unheld != 0 {
		return fmt.Errorf("filter system calls: thread %d cannot be held to it", unheld)
	}
	return nil
}

// The offsets of struct seccomp_data.
const (
	atNumber = 0
	atArch   = 4
	atArgs   = 16 // eight bytes each; both architectures have the low half first
)

// filter is the program that decides on each system call: those of the list are
// let through, threads are made but no processes, memory is never made executable,
// signals and limits are those of the process itself, and everything else fails as
// not permitted.
func filter() []unix.SockFilter {
	if auditArch == 0 {
		return nil
	}
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		bits  = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
		end   = unix.BPF_RET | unix.BPF_K
		deny  = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	)
	p := []unix.SockFilter{
		{Code: load, K: atArch}, {Code: equal, Jt: 1, K: auditArch}, {Code: end, K: unix.SECCOMP_RET_KILL_PROCESS},
		{Code: load, K: atNumber},
	}
	for _, number := range calls() {
		p = append(p, unix.SockFilter{Code: equal, Jf: 1, K: number}, unix.SockFilter{Code: end, K: unix.SECCOMP_RET_ALLOW})
	}
	// argument lets a call through, or not, by its n-th argument.
	argument := func(number, n uint32, test uint16, with, yes, no uint32) {
		p = append(p, unix.SockFilter{Code: equal, Jf: 4, K: number}, unix.SockFilter{Code: load, K: atArgs + 8*n},
			unix.SockFilter{Code: test, Jf: 1, K: with}, unix.SockFilter{Code: end, K: yes}, unix.SockFilter{Code: end, K: no})
	}
	const allow = unix.SECCOMP_RET_ALLOW
	// Its arguments are behind a pointer, where no filter sees; the C library of a build
	// with cgo then takes clone.
	p = append(p, unix.SockFilter{Code: equal, Jf: 1, K: unix.SYS_CLONE3}, unix.SockFilter{Code: end, K: unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)})
	argument(unix.SYS_CLONE, 0, bits, unix.CLONE_THREAD, allow, deny)
	argument(unix.SYS_MMAP, 2, bits, unix.PROT_EXEC, deny, allow)
	argument(unix.SYS_MPROTECT, 2, bits, unix.PROT_EXEC, deny, allow)
	argument(unix.SYS_TGKILL, 0, equal, uint32(os.Getpid()), allow, deny) //nolint:gosec // a process id is small
	argument(unix.SYS_PRLIMIT64, 0, equal, 0, allow, deny)
	return append(p, unix.SockFilter{Code: end, K: deny})
}

// calls are the system calls that the Go runtime needs once it runs, and those of
// the protocol and of the limits. None of them opens, connects or starts anything.
func calls() []uint32 {
	return append([]uint32{
		unix.SYS_READ, unix.SYS_WRITE, unix.SYS_CLOSE,
		unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_MINCORE, unix.SYS_BRK,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
		unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_NANOSLEEP,
		unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRANDOM, unix.SYS_GETRUSAGE,
		unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_CTL, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
	}, callsHere()...)
}
