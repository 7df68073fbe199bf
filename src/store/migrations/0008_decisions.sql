-- What operators decided of stories, in the order in which they did. Written beside a running pass; the next one does it.
CREATE TABLE decision (
    id      INTEGER PRIMARY KEY,
    made    INTEGER NOT NULL,
    -- split: the article leaves its story. join: its story and that of the other become one.
    kind    TEXT NOT NULL CHECK (kind IN ('split', 'join')),
    article INTEGER NOT NULL REFERENCES article (id),
    other   INTEGER REFERENCES article (id),
    -- When a pass did it.
    applied INTEGER
) STRICT;

CREATE INDEX decision_waiting ON decision (id) WHERE applied IS NULL;
CREATE INDEX decision_article ON decision (article);
CREATE INDEX decision_other ON decision (other) WHERE other IS NOT NULL;

-- Articles that a split keeps in different stories for ever; each pair in both directions.
CREATE TABLE kept_apart (
    article INTEGER NOT NULL REFERENCES article (id),
    other   INTEGER NOT NULL REFERENCES article (id),
    PRIMARY KEY (article, other)
) STRICT, WITHOUT ROWID;
