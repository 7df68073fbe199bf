-- Stories about events.

-- What articles about its event are compared with, while a story is open. As judge::events writes it.
CREATE TABLE open_story (
    story    TEXT PRIMARY KEY REFERENCES story (id),
    -- When the first and the last of its articles came out; and how many they are, without copies.
    first    INTEGER NOT NULL,
    last     INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    -- Whether the article that represents it has a text of its own, and not a feed's summary alone.
    is_whole INTEGER NOT NULL,
    -- The sum of its articles' vectors; and what their titles and leads name.
    sum      BLOB NOT NULL,
    marks    BLOB NOT NULL
) STRICT;

-- In how many articles terms are: the table of all, in row 0, and in the rows that follow the terms that were counted since
-- it was written.
CREATE TABLE term_count (
    id      INTEGER PRIMARY KEY,
    content BLOB NOT NULL
) STRICT;

CREATE INDEX article_series ON article (series, published) WHERE series IS NOT NULL;
