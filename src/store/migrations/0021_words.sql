-- What a word is has changed: i for y (tỷ lệ, tỉ lệ), one case in all scripts, a letter a word where there are no spaces.

-- Searches look for words as they are read now. What is withdrawn is found by nobody, and is judged when it is restored.
UPDATE article SET indexed = 0, unjudged = 1 WHERE withdrawn IS NULL;

-- Words that have another hash now would pass for rare ones among so many articles that have them under their old one, and
-- what is rare makes one story of two. Counting begins again, from what a new store knows of common words.
DELETE FROM term_count;

-- Hashes and keys of texts stay: they are other than those of new texts where they were made of such words, so that a copy
-- may be missed by one of its keys and is found by the others, and nothing passes for a copy that is none.
