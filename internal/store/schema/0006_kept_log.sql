-- The log of what was kept: a Merkle tree over one entry for each kept row, in the
-- order kept (RFC 6962, internal/custody says byte for byte what an entry is). A
-- column that a later step adds to a kept table is NULL in every row that was there
-- before: a null column has no part in the digest of a row.
CREATE TABLE kept_entry (
    position INTEGER NOT NULL PRIMARY KEY, -- from 0, without a gap
    kind     TEXT NOT NULL,               -- store, key, object, report, capture, ruling, feed
    id       TEXT NOT NULL,               -- of the row; of a key, its verifier line
    sum      TEXT NOT NULL,               -- digest over all columns of the row; '-' where there is no row
    at       TEXT NOT NULL                -- the time that the row itself gives; '-' where it gives none
);
CREATE UNIQUE INDEX kept_entry_of ON kept_entry (kind, id);

-- The hashes of the tree that entry number position completes: its own, then that of
-- each subtree which ends with it, 32 bytes each.
CREATE TABLE kept_hash (
    position INTEGER NOT NULL PRIMARY KEY,
    hashes   BYTEA NOT NULL
);

-- What was signed: a C2SP checkpoint. It leaves nothing outside its signature.
CREATE TABLE kept_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY, -- entries that it covers
    note TEXT NOT NULL
);
