// Package storm is for tests: the weather that a store must live through. It
// stands between SQLite and its files, and can
//
//   - write down every write, change of size, sync, new name and deleted name, in the
//     order in which they happened (Disk, Op);
//   - build from that log what a disk may hold after the power went at any point of it
//     (Replay, Replay.Image): what was synced is there, of what was not each sector of
//     512 bytes may be old, new or anything that it was in between, a file may have any
//     of its sizes, and a name that no sync of the directory covered may be missing, or
//     still there;
//   - let chosen writes and syncs fail as a full or a broken disk does (Fault).
//
// It is only there on Linux, where SQLite's own file layer is the one of unix. The file
// of shared memory beside a store is not seen: SQLite never syncs it, and makes it anew.
package storm
