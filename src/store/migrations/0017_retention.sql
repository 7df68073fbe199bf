-- What was purged for its age: enough to know it again, and to say that it was here.

-- The first 64 bits of the SHA-256 of what entries are known by once they are purged: link and title.
CREATE TABLE purged (key INTEGER PRIMARY KEY) STRICT;

-- The ids of purged stories. Their links say that they are gone, and no other story gets them.
CREATE TABLE purged_story (
    id          TEXT PRIMARY KEY,
    -- 1 until their pages are gone.
    unpublished INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;

CREATE INDEX purged_story_unpublished ON purged_story (id) WHERE unpublished;

-- Which are the oldest.
CREATE INDEX story_published ON story (published) WHERE merged_into IS NULL;

-- What refers to a row must be found when that is deleted, without a look at all there is.
CREATE INDEX identity_entry ON identity (entry);
CREATE INDEX page_trace_article ON page_trace (article);
CREATE INDEX kept_apart_other ON kept_apart (other);
CREATE INDEX withdrawal_article ON withdrawal (article);
