-- Kept: what was received and what people decided. Rows are added, never changed
-- and never deleted. Times are those of the caller's clock, written so that they
-- sort as text.

CREATE TABLE kept_object (
    digest  TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the bytes as received
    size    BIGINT NOT NULL,             -- how many there are
    coding  TEXT NOT NULL,             -- how content holds them: 'plain' or 'gzip'
    content BYTEA  NOT NULL
);

CREATE TABLE kept_report (
    id          TEXT NOT NULL PRIMARY KEY,
    received    TEXT NOT NULL,
    ref         TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_kind TEXT NOT NULL,
    url         TEXT NOT NULL,
    published   TEXT NOT NULL,
    language    TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    object      TEXT REFERENCES kept_object (digest),
    replaces    TEXT REFERENCES kept_report (id),
    content     TEXT NOT NULL -- Report.Text; last, so that the rest is read without it
);
CREATE INDEX kept_report_received ON kept_report (received, id);
CREATE INDEX kept_report_url ON kept_report (url);
CREATE INDEX kept_report_replaces ON kept_report (replaces);

CREATE TABLE kept_ruling (
    id      TEXT NOT NULL PRIMARY KEY,
    made    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    target  TEXT NOT NULL,
    subject TEXT NOT NULL, -- the report or incident that target lies in
    value   TEXT NOT NULL,
    why     TEXT NOT NULL,
    author  TEXT NOT NULL
);
CREATE INDEX kept_ruling_subject ON kept_ruling (subject);
