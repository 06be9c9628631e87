package doctor

import "testing"

// The numbers are those of statfs(2), as a 32-bit field may give them too.
func TestFileSystem(t *testing.T) {
	for _, c := range []struct {
		number int64
		want   State
	}{
		{0xef53, OK}, {0x9123683e, OK}, {0x58465342, OK}, // ext4, Btrfs, XFS
		{0x6969, Bad}, {0xff534d42, Bad}, {-0x00acb2be, Bad}, {0x01021997, Bad}, // NFS, CIFS, the same with a sign, 9P
		{0x65735546, Warn}, {0x01021994, Warn}, {0x794c7630, Warn}, // FUSE, tmpfs, overlay
	} {
		if f := judge(c.number); f.State != c.want || (f.State == OK) != (f.Do == "") {
			t.Errorf("%x: %+v, want %s", c.number, f, c.want)
		}
	}
}
