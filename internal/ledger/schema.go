package ledger

import _ "embed"

// Tables is the SQL that makes the tables of the log, for a step of the store's schema.
//
//go:embed tables.sql
var Tables string
