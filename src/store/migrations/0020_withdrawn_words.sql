-- What was withdrawn could be found again once it was judged again.
DELETE FROM spelt_word WHERE rowid IN (SELECT id FROM article WHERE withdrawn IS NOT NULL);
DELETE FROM plain_word WHERE rowid IN (SELECT id FROM article WHERE withdrawn IS NOT NULL);
UPDATE article SET indexed = 0 WHERE withdrawn IS NOT NULL AND indexed;

-- A source's articles that wait to be grouped, from whose texts is cut what is found to recur: they are few, and whatever
-- waits to be judged may be everything.
CREATE INDEX article_ungrouped ON article (source) WHERE ungrouped;
