-- What is to be remembered of sources and hosts, so that the next process is as polite as this one.

-- Where permanent redirects have led for days, and what is asked since: null while the configured address is.
ALTER TABLE source ADD COLUMN address TEXT;
-- Where they lead now, and since when without a break; not yet taken over.
ALTER TABLE source ADD COLUMN moved_to TEXT;
ALTER TABLE source ADD COLUMN moved_since INTEGER;
-- JSON: when the source publishes, counted from its entries. In place of an interval that grew and shrank.
ALTER TABLE source ADD COLUMN rhythm TEXT;
-- JSON: what its last document asked of those who poll it.
ALTER TABLE source ADD COLUMN hints TEXT;
ALTER TABLE source DROP COLUMN interval;

-- When a source published is asked after each poll with news, and must not read past the texts.
CREATE INDEX entry_source_seen ON entry (source, first_seen, article);
CREATE INDEX article_published ON article (id, published);

-- Hosts that answered 429 or 503 with Retry-After, and until when they want to be left alone.
CREATE TABLE host_hold (
    host  TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) STRICT;

-- What sites' robots.txt say to bantin, as the fetcher gave it, and until when that counts.
CREATE TABLE robots (
    origin TEXT PRIMARY KEY,
    rules  TEXT NOT NULL,
    until  INTEGER NOT NULL
) STRICT;
