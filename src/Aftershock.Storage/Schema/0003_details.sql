-- details: what few posts have (quotes, names of attached files, withheld parts, reactions), as one JSON text; null where there is none of it.
ALTER TABLE post ADD COLUMN details TEXT;

ALTER TABLE handle ADD COLUMN reputation BIGINT;

ALTER TABLE handle ADD COLUMN rank TEXT;

-- rejections: the first of what a run could not read, as JSON; rejected counts them all.
CREATE TABLE run (
    name TEXT NOT NULL,
    source_id BIGINT NOT NULL REFERENCES source (id),
    command TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    files BIGINT NOT NULL,
    pages BIGINT NOT NULL,
    posts BIGINT NOT NULL,
    posts_new BIGINT NOT NULL,
    posts_changed BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    rejections TEXT NOT NULL,
    PRIMARY KEY (source_id, name, started_at)
);
