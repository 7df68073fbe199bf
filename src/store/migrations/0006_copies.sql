-- Copies of texts, series of texts from one template, and what both are recognised by.

-- The original that it is a copy of. All copies point to one original, and an original is no copy.
ALTER TABLE article ADD COLUMN original INTEGER REFERENCES article (id);
-- The series that it is in: texts from one template, which are no copies; and why.
ALTER TABLE article ADD COLUMN series TEXT;
ALTER TABLE article ADD COLUMN series_why TEXT;
-- The queue of grouping: 1 while copies and story have not been judged of the content as it is. Then it is unjudged as
-- well; an article that is only unjudged has other topics and places to get.
ALTER TABLE article ADD COLUMN ungrouped INTEGER NOT NULL DEFAULT 1;

CREATE INDEX article_original ON article (original) WHERE original IS NOT NULL;

-- Reasons have figures now.
UPDATE article SET why = json_object('reason', why ->> '$') WHERE why IS NOT NULL;
-- What older bantins judged has no keys yet.
UPDATE article SET unjudged = 1;

-- By what near copies are found.
CREATE TABLE copy_key (
    -- In the high bits the period of 30 days, counted from 1970, in which the article came out; in the low 37 the key.
    key     INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (key, article)
) STRICT, WITHOUT ROWID;

-- By what they are told from others before their texts are compared.
CREATE TABLE copy_print (
    article INTEGER PRIMARY KEY,
    -- Those in copy_key, in 5 bytes each, so that they can be taken out of it.
    keys    BLOB NOT NULL,
    sketch  BLOB NOT NULL
) STRICT;
