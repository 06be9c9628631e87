-- Derived: everything here can be deleted and made again, equal byte for byte. So
-- no row holds the time at which it was made, or a number that depends on order.

-- Which version of a stage has dealt with a report, and what went wrong, if so.
CREATE TABLE derived_stamp (
    report  TEXT NOT NULL REFERENCES kept_report (id),
    stage   TEXT NOT NULL,
    version TEXT NOT NULL,
    problem TEXT NOT NULL, -- empty when all went well
    PRIMARY KEY (report, stage)
);

CREATE TABLE derived_reading (
    report   TEXT NOT NULL PRIMARY KEY REFERENCES kept_report (id),
    accounts BIGINT NOT NULL,
    claims   BIGINT NOT NULL,
    digest   TEXT NOT NULL, -- of content
    content  TEXT NOT NULL  -- rashomon.Reading as JSON
);

CREATE TABLE derived_incident (
    id      TEXT NOT NULL PRIMARY KEY,
    main    BOOLEAN NOT NULL,
    newest  TEXT NOT NULL, -- when its newest report was published, or else received
    content TEXT NOT NULL  -- rashomon.Incident as JSON
);
CREATE INDEX derived_incident_order ON derived_incident (main DESC, newest DESC, id);

CREATE TABLE derived_account (
    report   TEXT NOT NULL REFERENCES kept_report (id),
    account  TEXT NOT NULL, -- Account.Key
    incident TEXT NOT NULL REFERENCES derived_incident (id),
    PRIMARY KEY (report, account)
);
CREATE INDEX derived_account_incident ON derived_account (incident, report);

-- Two incidents may claim one short name; the lookup takes the first by id.
CREATE TABLE derived_alias (
    alias    TEXT NOT NULL,
    incident TEXT NOT NULL REFERENCES derived_incident (id),
    PRIMARY KEY (alias, incident)
);
CREATE INDEX derived_alias_incident ON derived_alias (incident);

-- The one row says which readings the incidents were last made from, by which
-- version of the stage. No row: incidents are due.
CREATE TABLE derived_link (
    one     BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    version TEXT NOT NULL,
    inputs  TEXT NOT NULL -- digest over the digests of the readings
);
