-- What is to be published: which stories are other than their readers see them, and which channels list them.

-- 0: published as it is. 1: touched since. 2: touched, and being published.
ALTER TABLE story ADD COLUMN touched INTEGER NOT NULL DEFAULT 1;
-- The series whose other stories name it on their pages.
ALTER TABLE story ADD COLUMN named_in TEXT;

CREATE INDEX story_touched ON story (id) WHERE touched;
CREATE INDEX story_representative ON story (representative);

-- Triggers, so that no writer has to think of it. An article that is judged again has another text, or other topics or
-- facts.
CREATE TRIGGER article_judged AFTER UPDATE OF unjudged ON article
WHEN old.unjudged AND NOT new.unjudged AND new.story IS NOT NULL
BEGIN
    UPDATE story SET touched = 1 WHERE id = new.story AND touched <> 1;
END;

CREATE TRIGGER article_grouped AFTER UPDATE OF story, why, series, series_why ON article
WHEN new.story IS NOT old.story OR new.why IS NOT old.why
     OR new.series IS NOT old.series OR new.series_why IS NOT old.series_why
BEGIN
    UPDATE story SET touched = 1 WHERE id IN (old.story, new.story) AND touched <> 1;
END;

CREATE TRIGGER story_changed AFTER UPDATE OF representative, merged_into ON story
WHEN new.representative <> old.representative OR new.merged_into IS NOT old.merged_into
BEGIN
    UPDATE story SET touched = 1 WHERE id IN (new.id, old.merged_into, new.merged_into) AND touched <> 1;
END;

-- Lists of stories: the feeds' and pages'.
CREATE TABLE channel (
    id      INTEGER PRIMARY KEY,
    -- As render names it: "topic:dtts".
    key     TEXT NOT NULL UNIQUE,
    -- The last number that was given to a story in it, and how many are in it.
    last    INTEGER NOT NULL DEFAULT 0,
    stories INTEGER NOT NULL DEFAULT 0,
    -- When a story that is or was in it was last updated.
    updated INTEGER
) STRICT;

CREATE TABLE channel_story (
    channel   INTEGER NOT NULL REFERENCES channel (id),
    -- Given when the story came in, and never given again.
    seq       INTEGER NOT NULL,
    story     TEXT NOT NULL,
    published INTEGER NOT NULL,
    PRIMARY KEY (channel, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX channel_story_of ON channel_story (story, channel);
CREATE INDEX channel_story_published ON channel_story (channel, published DESC, story);

-- The numbers of stories whose channels' documents are not as they are to be: in it, changed, or gone from it.
CREATE TABLE channel_due (
    channel INTEGER NOT NULL REFERENCES channel (id),
    seq     INTEGER NOT NULL,
    PRIMARY KEY (channel, seq)
) STRICT, WITHOUT ROWID;
