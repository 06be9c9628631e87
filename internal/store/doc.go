// Package store keeps what was received, holds what was derived from it, and says
// what is due. It owns all tables, in one SQLite file; the same SQL runs on
// Postgres.
//
// Kept tables, to which rows are only ever added: kept_object (bytes by their
// digest), kept_report, kept_capture (each occasion on which bytes were received),
// kept_ruling, kept_feed (decisions on which feeds are watched). Ids of kept things are digests of their
// content, so that adding a thing twice adds nothing. kept_entry, kept_hash and
// kept_checkpoint are the log of custody (package ledger): every kept row gets its entry in the
// transaction that adds it. A column that a later step adds to a kept table must be NULL in
// the rows that are there: an entry commits to all columns that are not.
//
// Derived tables, which may be emptied at any time and filled again with the same
// rows: derived_stamp (which version of which stage dealt with which report),
// derived_reading (accounts and claims), derived_incident, derived_account and
// derived_alias (which incident an account or an old name belongs to),
// derived_link (what the incidents were made from).
//
// State tables, which may be lost at the price of another fetch: state_feed,
// state_visit, state_robots.
//
// The table rashomon_schema says which steps of schema/ a store has been through.
//
// The store has no clock: every time in it comes with what it is given. What
// returned without an error is on the disk. A Store may be used by many
// goroutines, and several processes may have one store open: readers never wait,
// and writers take turns. A store belongs on a local disk: SQLite's journal does not
// work across a network file system.
package store
