-- Every occasion on which bytes were received, or could not be. A report may have
-- many; what stands at an address is the report of the last received one there.
CREATE TABLE kept_capture (
    n         INTEGER NOT NULL PRIMARY KEY, -- counted from 1 in the order in which this store took them
    id        TEXT NOT NULL UNIQUE,
    received  TEXT NOT NULL,
    address   TEXT NOT NULL, -- of its report, or where nothing was read: the address that answered; else empty
    requested TEXT NOT NULL, -- the address that was asked, where that is another; else empty
    report    TEXT REFERENCES kept_report (id),
    body      TEXT REFERENCES kept_object (digest),
    wire      TEXT REFERENCES kept_object (digest),
    content   TEXT NOT NULL -- rashomon.Capture as JSON
);
CREATE INDEX kept_capture_address ON kept_capture (address, received, n) WHERE address <> '';
CREATE INDEX kept_capture_requested ON kept_capture (requested) WHERE requested <> '';
CREATE INDEX kept_capture_report ON kept_capture (report);

ALTER TABLE kept_report ADD COLUMN modified TEXT NOT NULL DEFAULT '';
ALTER TABLE kept_report ADD COLUMN authors TEXT NOT NULL DEFAULT ''; -- a JSON list, or empty
-- What stands at an address is found by captures now.
DROP INDEX kept_report_url;

-- What people decided on which feeds are watched.
CREATE TABLE kept_feed (
    n      INTEGER NOT NULL PRIMARY KEY, -- counted from 1 in the order in which they were made
    id     TEXT NOT NULL UNIQUE,
    made   TEXT NOT NULL,
    url    TEXT NOT NULL,
    site   TEXT NOT NULL,
    title  TEXT NOT NULL,
    act    TEXT NOT NULL, -- add, pause, resume, remove
    author TEXT NOT NULL
);
