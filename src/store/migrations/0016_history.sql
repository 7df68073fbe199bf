-- What came of each source, summed by days, for a year: what is usual for it, so that what isn't can be told.

CREATE TABLE source_day (
    -- Days since 1970, UTC. First in the key, so that the rows that one pass writes lie side by side.
    day      INTEGER NOT NULL,
    source   TEXT NOT NULL,
    polls    INTEGER NOT NULL DEFAULT 0,
    -- Of the polls, those that failed, and those that gave a document; the others were not modified.
    failures INTEGER NOT NULL DEFAULT 0,
    read     INTEGER NOT NULL DEFAULT 0,
    -- New ones, also those that a hub brought.
    entries  INTEGER NOT NULL DEFAULT 0,
    -- Pages of articles that were read, and on how many of them each field was found.
    pages    INTEGER NOT NULL DEFAULT 0,
    title    INTEGER NOT NULL DEFAULT 0,
    lead     INTEGER NOT NULL DEFAULT 0,
    body     INTEGER NOT NULL DEFAULT 0,
    author   INTEGER NOT NULL DEFAULT 0,
    date     INTEGER NOT NULL DEFAULT 0,
    image    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, source)
) STRICT, WITHOUT ROWID;

-- What is known of the time before.
INSERT INTO source_day (day, source, entries)
SELECT first_seen / 86400, source, count(*) FROM entry
WHERE first_seen / 86400 >= (SELECT max(first_seen) / 86400 - 366 FROM entry)
GROUP BY 1, 2;
INSERT INTO source_day (day, source, pages, title, lead, body, author, date, image)
SELECT first_seen / 86400, page_trace.source, count(*),
    sum(coalesce(page_trace.content ->> '$.fields.title.from', 'feed') <> 'feed'),
    sum(coalesce(page_trace.content ->> '$.fields.lead.from', 'feed') <> 'feed'),
    sum(coalesce(page_trace.content ->> '$.fields.body.from', 'feed') <> 'feed'),
    sum(coalesce(page_trace.content ->> '$.fields.author.from', 'feed') <> 'feed'),
    sum(coalesce(page_trace.content ->> '$.fields.date.from', 'feed') <> 'feed'),
    sum(coalesce(page_trace.content ->> '$.fields.image.from', 'feed') <> 'feed')
FROM page_trace JOIN article ON article.id = page_trace.article
GROUP BY 1, 2
ON CONFLICT (day, source) DO UPDATE SET pages = excluded.pages, title = excluded.title, lead = excluded.lead,
    body = excluded.body, author = excluded.author, date = excluded.date, image = excluded.image;

-- Once a day, with its first row.
CREATE TRIGGER source_day_forgotten AFTER INSERT ON source_day
BEGIN
    DELETE FROM source_day WHERE day < new.day - 366;
END;

-- Triggers, so that no writer of polls has to think of it. A source that wasn't asked, because its host wants to be left
-- alone, has the last attempt that it had.
CREATE TRIGGER source_first_polled AFTER INSERT ON source
WHEN new.last_success IS NOT NULL OR new.failures > 0
BEGIN
    INSERT INTO source_day (day, source, polls, failures)
    VALUES (new.last_attempt / 86400, new.id, 1, new.failures > 0)
    ON CONFLICT (day, source) DO UPDATE SET polls = polls + 1, failures = failures + excluded.failures;
END;

CREATE TRIGGER source_polled AFTER UPDATE OF last_attempt ON source
WHEN new.last_attempt <> old.last_attempt
BEGIN
    INSERT INTO source_day (day, source, polls, failures)
    VALUES (new.last_attempt / 86400, new.id, 1, new.failures > 0)
    ON CONFLICT (day, source) DO UPDATE SET polls = polls + 1, failures = failures + excluded.failures;
END;
