-- An index that stays small, and one less that is written all over.

-- Keys of the articles that came last, in the order in which they came, until they are put in copy_key in its order.
CREATE TABLE recent_key (
    id      INTEGER PRIMARY KEY,
    -- 64-bit numbers, least byte first: an article, the number of its keys, below 0 if they are taken out, and they.
    content BLOB NOT NULL
) STRICT;

-- Which keys of a period might be in copy_key.
CREATE TABLE key_filter (
    -- As in the high bits of a key.
    period  INTEGER PRIMARY KEY,
    -- How many are in it.
    keys    INTEGER NOT NULL,
    -- 64-bit words, least byte first, in blocks of eight.
    content BLOB NOT NULL
) STRICT;

-- Most articles are known by their own address, by which they are found without this.
DROP INDEX article_canonical;
CREATE INDEX article_canonical ON article (canonical) WHERE canonical <> address;

-- Texts that are the same are found by a key as well: in a period that no date is in, the first 36 bits of text_hash.
DROP INDEX article_text;
INSERT OR IGNORE INTO copy_key (key, article)
SELECT (-1 << 63)
       + ((instr('0123456789abcdef', substr(text_hash, 1, 1)) - 1) << 32)
       + ((instr('0123456789abcdef', substr(text_hash, 2, 1)) - 1) << 28)
       + ((instr('0123456789abcdef', substr(text_hash, 3, 1)) - 1) << 24)
       + ((instr('0123456789abcdef', substr(text_hash, 4, 1)) - 1) << 20)
       + ((instr('0123456789abcdef', substr(text_hash, 5, 1)) - 1) << 16)
       + ((instr('0123456789abcdef', substr(text_hash, 6, 1)) - 1) << 12)
       + ((instr('0123456789abcdef', substr(text_hash, 7, 1)) - 1) << 8)
       + ((instr('0123456789abcdef', substr(text_hash, 8, 1)) - 1) << 4)
       + (instr('0123456789abcdef', substr(text_hash, 9, 1)) - 1) AS key,
       id
FROM article WHERE text_hash IS NOT NULL ORDER BY key, id;

-- Asked whenever two stories become one.
CREATE INDEX story_merged ON story (merged_into) WHERE merged_into IS NOT NULL;

-- Articles that are in no story yet are none's.
DROP INDEX article_story;
CREATE INDEX article_story ON article (story) WHERE story IS NOT NULL;
