-- What was withdrawn, in the order in which it was. Commands write rows beside a running pass; the next one does it.
CREATE TABLE withdrawal (
    id      INTEGER PRIMARY KEY,
    made    INTEGER NOT NULL,
    -- article: an operator withdrew it, with its copies. story: with all that its story has. gone: its publisher took it
    -- down. restored: an operator took back what had withdrawn it.
    kind    TEXT NOT NULL CHECK (kind IN ('article', 'story', 'gone', 'restored')),
    article INTEGER NOT NULL REFERENCES article (id),
    -- An operator's reason, for readers.
    why     TEXT,
    -- When a pass did it.
    applied INTEGER
) STRICT;

CREATE INDEX withdrawal_waiting ON withdrawal (id) WHERE applied IS NULL;

-- By what it was withdrawn; null while readers may see it. A story whose representative is withdrawn has no other article,
-- and a tombstone stands for it.
ALTER TABLE article ADD COLUMN withdrawn INTEGER REFERENCES withdrawal (id);
CREATE INDEX article_withdrawn ON article (withdrawn) WHERE withdrawn IS NOT NULL;
CREATE TRIGGER article_withdrawn_or_restored AFTER UPDATE OF withdrawn ON article
WHEN new.withdrawn IS NOT old.withdrawn AND new.story IS NOT NULL
BEGIN
    UPDATE story SET touched = 1 WHERE id = new.story AND touched <> 1;
END;
-- Nobody finds what is withdrawn. Restoring it has it judged, and so indexed, again.
CREATE TRIGGER article_unindexed AFTER UPDATE OF withdrawn ON article
WHEN new.withdrawn IS NOT NULL AND old.withdrawn IS NULL
BEGIN
    DELETE FROM spelt_word WHERE rowid = new.id;
    DELETE FROM plain_word WHERE rowid = new.id;
    UPDATE article SET indexed = 0 WHERE id = new.id;
END;
-- Since when its page, which was read before, has answered that it is gone, without a break.
ALTER TABLE article ADD COLUMN page_gone INTEGER;

-- The published feeds of which the operator's hub is to be told.
CREATE TABLE ping (
    path      TEXT PRIMARY KEY,
    -- Digests of the document: as it is published, and as it was when the hub was told last; null if it never was.
    published TEXT NOT NULL,
    told      TEXT
) STRICT;

CREATE INDEX ping_due ON ping (path) WHERE told IS NOT published;
