-- The channels whose feeds say that a story was withdrawn: so a publication reads what stands in those that it makes.
CREATE TABLE tombstone (
    -- As a channel's key in `channel`.
    channel   TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    story     TEXT NOT NULL REFERENCES story (id),
    PRIMARY KEY (channel, withdrawn, story)
) STRICT, WITHOUT ROWID;

CREATE INDEX tombstone_story ON tombstone (story);

-- Publishing files them, and does so for all of a site that isn't published as a whole.
DELETE FROM fact WHERE name = 'published';
