-- Times are seconds since 1970, UTC. Columns called "content" are JSON of the type of the same stage in src/read.

-- "bant": whose file this is.
PRAGMA application_id = 1650552436;

CREATE TABLE source (
    id           TEXT PRIMARY KEY,
    -- The address that was polled: validators are worthless for another.
    url          TEXT NOT NULL,
    -- JSON, as the fetcher gave them, kept only once the body they came with was read.
    validators   TEXT,
    next_poll    INTEGER NOT NULL,
    -- Seconds; adapts between the operator's bounds.
    interval     INTEGER NOT NULL,
    last_attempt INTEGER NOT NULL,
    last_success INTEGER,
    -- In a row, up to now.
    failures     INTEGER NOT NULL,
    last_error   TEXT,
    -- Answered 410: not polled again until its address changes.
    gone         INTEGER NOT NULL
) STRICT;

CREATE TABLE story (
    id             TEXT PRIMARY KEY,
    -- Frozen at first sight.
    published      INTEGER NOT NULL,
    representative INTEGER NOT NULL REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED,
    -- The story that this one turned out to be; its link redirects there.
    merged_into    TEXT REFERENCES story (id)
) STRICT;

CREATE TABLE article (
    id            INTEGER PRIMARY KEY,
    -- Of the entry's link, canonical; for an entry without one, made of its source and key.
    address       TEXT NOT NULL UNIQUE,
    source        TEXT NOT NULL,
    first_seen    INTEGER NOT NULL,
    -- Where its page is; null for an entry without a link.
    url           TEXT,
    content       TEXT NOT NULL,
    -- Time of the last real edit by its publisher.
    revised       INTEGER,
    -- The queue of pages: due at page_due, unless that is null (read, given up, or not wanted).
    page_due      INTEGER,
    page_attempts INTEGER NOT NULL DEFAULT 0,
    page_error    TEXT,
    page_read     INTEGER NOT NULL DEFAULT 0,
    -- The queue of the judge: 1 while content has not been judged as it is.
    unjudged      INTEGER NOT NULL DEFAULT 1,
    -- The verdict.
    canonical     TEXT,
    text_hash     TEXT,
    published     INTEGER,
    topics        TEXT NOT NULL DEFAULT '[]',
    places        TEXT NOT NULL DEFAULT '[]',
    story         TEXT REFERENCES story (id),
    -- Why it is in that story; null for its founder.
    why           TEXT
) STRICT;

CREATE INDEX article_pages ON article (page_due) WHERE page_due IS NOT NULL;
CREATE INDEX article_unjudged ON article (id) WHERE unjudged;
CREATE INDEX article_canonical ON article (canonical);
CREATE INDEX article_text ON article (text_hash) WHERE text_hash IS NOT NULL;
CREATE INDEX article_story ON article (story);

CREATE TABLE entry (
    id         INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    key        TEXT NOT NULL,
    article    INTEGER NOT NULL REFERENCES article (id),
    content    TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    UNIQUE (source, key)
) STRICT;

CREATE INDEX entry_article ON entry (article);

-- Small facts about the whole store.
CREATE TABLE fact (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
