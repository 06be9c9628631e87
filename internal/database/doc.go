// Package database opens the file of a store and keeps its schema: the steps that lead
// to it, the one connection that writes and those that read, what the errors of a driver
// mean, and all that differs between SQLite and Postgres. It knows no table but its own,
// rashomon_schema, which says which steps a database has been through.
//
// The name of every other table begins with what may become of it: kept_ tables only
// grow; derived_ tables may be emptied at any time and filled again with the same rows;
// state_ tables may be lost at the price of asking somebody else again.
//
// A commit is on the disk when InTx returns (synchronous=FULL). Readers never wait, and
// writers take turns. The database belongs on a local disk: SQLite's journal does not
// work across a network file system.
package database
