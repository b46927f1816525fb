-- Times are counts of 100 nanoseconds since 1970-01-01T00:00:00Z. A moment is two columns: its start, and how finely it
-- was told (0 year, 1 month, 2 day, 3 minute, 4 second). $identity, $key and $clustered are filled in by the dialect.

CREATE TABLE store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);

INSERT INTO store_state (id, version) VALUES (1, 0);

CREATE TABLE source (
    id $identity,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    program TEXT,
    start TEXT,
    zone TEXT NOT NULL
);

CREATE TABLE capture (
    id $identity,
    name TEXT NOT NULL UNIQUE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    url TEXT NOT NULL,
    captured_at BIGINT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset BIGINT NOT NULL,
    warc_length BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    failure TEXT,
    run TEXT NOT NULL
);

CREATE INDEX capture_captured ON capture (captured_at, name);
CREATE INDEX capture_source ON capture (source_id, outcome, captured_at);
CREATE INDEX capture_outcome ON capture (outcome, captured_at);

-- thread_number and post_number are the ids as numbers, for their order; the greatest number where an id is none.
CREATE TABLE thread (
    id $identity,
    source_id BIGINT NOT NULL REFERENCES source (id),
    thread_id TEXT NOT NULL,
    thread_number BIGINT NOT NULL,
    title TEXT NOT NULL,
    forum TEXT,
    prefix TEXT,
    author TEXT,
    published_at BIGINT,
    published_precision INTEGER,
    views BIGINT,
    replies BIGINT,
    sticky INTEGER,
    closed INTEGER,
    capture_id BIGINT NOT NULL REFERENCES capture (id),
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    UNIQUE (source_id, thread_id)
);

CREATE INDEX thread_order ON thread (source_id, thread_number, thread_id);

-- kind and language are the recognizer's; null until the post is recognized.
CREATE TABLE post (
    id $identity,
    source_id BIGINT NOT NULL REFERENCES source (id),
    post_id TEXT NOT NULL,
    post_number BIGINT NOT NULL,
    thread_id TEXT NOT NULL,
    thread_number BIGINT NOT NULL,
    capture_id BIGINT NOT NULL REFERENCES capture (id),
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    gone_after BIGINT,
    gone_before BIGINT,
    published_at BIGINT,
    published_precision INTEGER,
    published_raw TEXT,
    edited_at BIGINT,
    edited_precision INTEGER,
    number INTEGER,
    author TEXT,
    author_joined_at BIGINT,
    author_joined_precision INTEGER,
    author_posts BIGINT,
    kind TEXT,
    language TEXT,
    stated_language TEXT,
    forum TEXT,
    prefix TEXT,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (source_id, post_id)
);

CREATE INDEX post_order ON post (source_id, thread_number, thread_id, post_number, post_id);
CREATE INDEX post_published ON post (source_id, published_at);

CREATE TABLE handle (
    id $identity,
    source_id BIGINT NOT NULL REFERENCES source (id),
    name TEXT NOT NULL,
    joined_at BIGINT,
    joined_precision INTEGER,
    posts BIGINT,
    first_seen BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    UNIQUE (source_id, name)
);

-- What a listing is filtered, ordered and counted by, drawn from its post and its recognition; kept narrow so that a
-- scan over all of them is cheap. An empty text stands for "not told", -1 for a figure that is not told, and
-- -4611686018427387904, long before the year 1, for a published time that is not told. facts is what a count breaks
-- listings down by, as one text: there are far fewer of them than listings, so each is understood once.
CREATE TABLE listing (
    post_id $key REFERENCES post (id),
    name TEXT NOT NULL UNIQUE,
    source_id BIGINT NOT NULL REFERENCES source (id),
    published_at BIGINT NOT NULL,
    published_precision INTEGER NOT NULL,
    opening INTEGER NOT NULL,
    kind TEXT NOT NULL,
    offer TEXT NOT NULL,
    sector TEXT NOT NULL,
    language TEXT NOT NULL,
    author TEXT NOT NULL,
    records BIGINT NOT NULL,
    price_usd BIGINT NOT NULL,
    databases INTEGER NOT NULL,
    leak_key TEXT NOT NULL,
    facts TEXT NOT NULL
);

CREATE INDEX listing_published ON listing (published_at);
CREATE INDEX listing_source ON listing (source_id, published_at);
CREATE INDEX listing_author ON listing (author);
CREATE INDEX listing_records ON listing (records);
CREATE INDEX listing_price ON listing (price_usd);

-- One row with an empty text where none is told, so that "not told" can be counted and asked for.
CREATE TABLE listing_country (
    listing_id BIGINT NOT NULL REFERENCES listing (post_id),
    country TEXT NOT NULL,
    PRIMARY KEY (country, listing_id)
) $clustered;

CREATE TABLE data_class (
    id $identity,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE listing_data_class (
    listing_id BIGINT NOT NULL REFERENCES listing (post_id),
    data_class_id BIGINT NOT NULL REFERENCES data_class (id),
    PRIMARY KEY (data_class_id, listing_id)
) $clustered;

-- The whole recognition, spans and all, as JSON.
CREATE TABLE listing_recognition (
    listing_id $key REFERENCES listing (post_id),
    recognition TEXT NOT NULL
);

CREATE TABLE leak_event (
    name TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    date TEXT NOT NULL,
    sources TEXT NOT NULL
);
