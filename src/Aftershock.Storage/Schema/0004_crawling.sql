-- What ended a run before all was read; null when nothing did.
ALTER TABLE run ADD COLUMN trouble TEXT;

-- What a collector remembers of each address between runs.
CREATE TABLE crawl_page (
    source_id BIGINT NOT NULL REFERENCES source (id),
    address TEXT NOT NULL,
    kind TEXT NOT NULL,
    thread_id TEXT,
    wanted INTEGER NOT NULL,
    entity_tag TEXT,
    last_modified TEXT,
    fetched_at BIGINT,
    replies BIGINT,
    failures INTEGER NOT NULL,
    failure TEXT,
    PRIMARY KEY (source_id, address)
);
