-- What articles said before they were revised.
CREATE TABLE revision (
    article INTEGER NOT NULL REFERENCES article (id),
    -- Counted from 1 for each article.
    number  INTEGER NOT NULL,
    -- When the next version was read.
    until   INTEGER NOT NULL,
    -- JSON: title, lead and text, compressed (zlib).
    content BLOB NOT NULL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
