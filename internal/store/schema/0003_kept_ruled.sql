-- What a ruling was made on, as it stood: by it the ruling finds a claim or account
-- again to which a later reader gives another name. rashomon.Ruled as JSON, or empty.
ALTER TABLE kept_ruling ADD COLUMN ruled TEXT NOT NULL DEFAULT '';
CREATE INDEX kept_ruling_kind ON kept_ruling (kind);
