package doctor

import (
	"fmt"
	"syscall"
)

// modes is true where the rights of files say who may read them.
const modes = true

// kind is what is known of a file system by its number in statfs(2).
type kind struct {
	name  string
	state State
	text  string
}

const (
	remote = "it is on another machine: SQLite's journal does not work across a network and can damage the store"
	shared = "a program stands between: whether what is written is on a disk depends on it"
	memory = "it is in memory, and gone when the machine stops"
	layer  = "it is the inside of a container, and gone when that is deleted"
)

// kinds returns the file systems that a store should not stand on.
func kinds() map[int64]kind {
	return map[int64]kind{
		0x6969:     {"NFS", Bad, remote},
		0x517b:     {"SMB", Bad, remote},
		0xff534d42: {"CIFS", Bad, remote},
		0xfe534d42: {"SMB2", Bad, remote},
		0x5346414f: {"AFS", Bad, remote},
		0x73757245: {"Coda", Bad, remote},
		0x564c:     {"NCP", Bad, remote},
		0x00c36400: {"Ceph", Bad, remote},
		0x7461636f: {"OCFS2", Bad, remote},
		0x01161970: {"GFS2", Bad, remote},
		0x0bd00bd0: {"Lustre", Bad, remote},
		0x47504653: {"GPFS", Bad, remote},
		0x01021997: {"9P", Bad, remote},
		0x65735546: {"FUSE", Warn, shared},
		0x786f4256: {"VirtualBox folder", Bad, remote},
		0xbacbacbc: {"VMware folder", Bad, remote},
		0x01021994: {"tmpfs", Warn, memory},
		0x858458f6: {"ramfs", Warn, memory},
		0x794c7630: {"overlay", Warn, layer},
	}
}

func fileSystem(dir string) Finding {
	f := Finding{What: "file system", State: OK}
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		f.State, f.Text = Warn, fmt.Sprintf("it is not known: %v", err)
		return f
	}
	return judge(int64(s.Type)) //nolint:unconvert // 32 bits wide on some machines
}

// judge says what is known of a file system's number.
func judge(number int64) Finding {
	f := Finding{What: "file system", State: OK, Text: fmt.Sprintf("a local one (number %x)", uint32(number))} //nolint:gosec // it has 32 bits
	if k, known := kinds()[number&0xffffffff]; known {
		f.State, f.Text, f.Do = k.state, k.name+": "+k.text, "put the store on a local disk, and copies elsewhere with 'rashomon backup'"
	}
	return f
}

// room returns how many bytes a user may still write.
func room(dir string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return s.Bavail * uint64(s.Bsize), nil //nolint:gosec // a size is not negative
}
