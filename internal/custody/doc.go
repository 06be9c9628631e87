// Package custody is the log of what was kept, without its storage: entries and the
// rows they commit to, byte for byte, the signed checkpoints, the proofs that a court's
// expert checks without a store, and the static files that anyone can watch. It
// reads no clock and no disk.
//
// # The log
//
// An entry is one line of printable ASCII without a line break, five fields with one
// space between them:
//
//	rashomon-entry/1 capture c0f3a91b2c4d5e6f70819 <digest> 2031-03-04T12:00:00.000000000Z
//
// the form, what was kept, its name, the SHA-256 of its row in 64 hexadecimal digits,
// and the time that the row itself gives, in UTC. "-" stands for a digest or a time
// that there is none of. The log is the Merkle tree of RFC 6962, section 2.1, over these
// lines: the hash of a leaf is SHA-256(0x00 || line), that of a node
// SHA-256(0x01 || left || right).
//
// A row is written as its form and table on one line, then each column that is not
// null, by name in the order of bytes: a line with its name, its type (int, text or
// bytes) and how many bytes follow, then these bytes and a line break:
//
//	rashomon-row/1 kept_ruling
//	author text 6
//	Ana K.
//	...
//
// # What is signed and published
//
// Checkpoints are those of https://c2sp.org/tlog-checkpoint, notes signed with
// Ed25519 under the name of the log (https://c2sp.org/signed-note). Proofs are those of
// https://c2sp.org/tlog-proof; their extra data is the entry, a line break, and the row
// where it is given. Static files are those of https://c2sp.org/tlog-tiles. A proof that
// one log extends an earlier one has the form of the request body of
// https://c2sp.org/tlog-witness. Whatever is read must be exactly what writing it
// again gives: one thing has one form.
package custody
