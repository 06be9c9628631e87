-- State: what may be lost at the price of asking somebody else again. Nothing that is
-- kept, derived, verified or exported depends on it.

CREATE TABLE state_feed (
    url           TEXT NOT NULL PRIMARY KEY,
    etag          TEXT NOT NULL,
    last_modified TEXT NOT NULL,
    due           TEXT NOT NULL, -- times are empty where there was none yet
    tried         TEXT NOT NULL,
    succeeded     TEXT NOT NULL,
    period        BIGINT NOT NULL, -- nanoseconds between two tries
    failures      BIGINT NOT NULL, -- since it last succeeded
    problem       TEXT NOT NULL
);

CREATE TABLE state_visit (
    url     TEXT NOT NULL PRIMARY KEY,
    feed    TEXT NOT NULL,
    outlet  TEXT NOT NULL,
    due     TEXT NOT NULL,
    step    BIGINT NOT NULL,
    tries   BIGINT NOT NULL,
    problem TEXT NOT NULL,
    done    BOOLEAN NOT NULL
);
CREATE INDEX state_visit_due ON state_visit (done, due, url);

CREATE TABLE state_robots (
    host    TEXT NOT NULL PRIMARY KEY,
    tried   TEXT NOT NULL,
    until   TEXT NOT NULL,
    problem TEXT NOT NULL,
    rules   BYTEA NOT NULL
);
