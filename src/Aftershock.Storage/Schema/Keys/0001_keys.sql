-- Rows are only ever added at the end and overwritten in place with as many bytes, never moved and never deleted, so
-- that no second copy of a key is left behind in the file. A destroyed key is all zeros.
CREATE TABLE capture_key (
    id $identity,
    capture TEXT NOT NULL UNIQUE,
    wrapped $bytes NOT NULL,
    destroyed INTEGER NOT NULL
);
