-- What incidents are made from, without the readings themselves: every command asks
-- whether it is still the same.
CREATE INDEX derived_reading_digest ON derived_reading (report, digest) WHERE accounts > 0;
