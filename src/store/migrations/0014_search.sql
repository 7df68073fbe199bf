-- What articles say, word by word as search::Indexed makes it of them: as they are spelt, and without their diacritics.
-- Rows are the articles'; their texts aren't stored again. Words come folded, and numbers with what groups their digits.
CREATE VIRTUAL TABLE spelt_word USING fts5 (
    title, lead, body, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '.,'"
);
CREATE VIRTUAL TABLE plain_word USING fts5 (
    title, lead, body, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '.,'"
);

-- Under which topics (`topic:id`) and at which places (`place:name`, of then and of today) an article is filed.
CREATE TABLE filed (
    article INTEGER NOT NULL,
    key     TEXT NOT NULL,
    PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX filed_key ON filed (key, article);

-- Whether the article's words are in the index.
ALTER TABLE article ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;

-- What search needs of an article that it found, without reading past its text.
CREATE INDEX article_indexed ON article (id, story, source) WHERE indexed;

CREATE TRIGGER article_gone AFTER DELETE ON article BEGIN
    DELETE FROM spelt_word WHERE rowid = old.id;
    DELETE FROM plain_word WHERE rowid = old.id;
    DELETE FROM filed WHERE article = old.id;
END;

-- What older bantins judged is indexed when it is judged again.
UPDATE article SET unjudged = 1;
