-- Entries are known by what their source said of them before, and no longer by one key.

ALTER TABLE entry RENAME TO entry_with_key;

CREATE TABLE entry (
    id         INTEGER PRIMARY KEY,
    source     TEXT NOT NULL,
    article    INTEGER NOT NULL REFERENCES article (id),
    content    TEXT NOT NULL,
    first_seen INTEGER NOT NULL
) STRICT;

INSERT INTO entry SELECT id, source, article, content, first_seen FROM entry_with_key;

-- Apart from the entries, so that a source's can be read through without their texts.
CREATE TABLE identity (
    source      TEXT NOT NULL,
    entry       INTEGER NOT NULL REFERENCES entry (id),
    -- Of the entry whole; 0 for one that an older bantin wrote.
    digest      INTEGER NOT NULL,
    guid        TEXT,
    -- Canonical.
    link        TEXT,
    date        INTEGER,
    title       TEXT NOT NULL,
    -- A digest; and how many characters the text has.
    text        INTEGER,
    text_length INTEGER,
    PRIMARY KEY (source, entry)
) STRICT, WITHOUT ROWID;

-- The old key was the guid, or else the link, alone or with more. The first document that is read sets it right.
INSERT INTO identity (source, entry, digest, guid, link, date, title)
SELECT entry.source, entry.id, 0, nullif(entry.key, entry.content ->> '$.link'),
       CASE WHEN article.address NOT LIKE 'entry:%' THEN article.address END,
       unixepoch(entry.content ->> '$.published'), entry.content ->> '$.title'
FROM entry_with_key AS entry JOIN article ON article.id = entry.article;

DROP TABLE entry_with_key;

CREATE INDEX entry_article ON entry (article);
CREATE INDEX identity_guid ON identity (source, guid) WHERE guid IS NOT NULL;
CREATE INDEX identity_link ON identity (source, link) WHERE link IS NOT NULL;

-- What the documents of a source taught about its entries.
CREATE TABLE ladder (
    source TEXT PRIMARY KEY,
    -- JSON: the rungs that different entries share.
    shared TEXT NOT NULL,
    -- JSON: the ids of the entries in the last document.
    listed TEXT NOT NULL
) STRICT;

-- Where the article's entry leads now, canonical, if that isn't its address any more.
ALTER TABLE article ADD COLUMN moved_to TEXT;
CREATE INDEX article_moved ON article (moved_to) WHERE moved_to IS NOT NULL;
