-- What articles state in figures. (The table `fact` holds small facts of the store itself.)
CREATE TABLE figure (
    article    INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    -- In the article's order, from 0.
    number     INTEGER NOT NULL,
    -- JSON: judge::FiledFact.
    content    TEXT NOT NULL,
    -- For who asks by SQL.
    topic      TEXT GENERATED ALWAYS AS (content ->> '$.topic') VIRTUAL,
    kind       TEXT GENERATED ALWAYS AS (content ->> '$.kind') VIRTUAL,
    stance     TEXT GENERATED ALWAYS AS (content ->> '$.stance') VIRTUAL,
    amount     INTEGER GENERATED ALWAYS AS (content ->> '$.amount.dong') VIRTUAL,
    plan       INTEGER GENERATED ALWAYS AS (content ->> '$.plan.dong') VIRTUAL,
    sentence   TEXT GENERATED ALWAYS AS (content ->> '$.evidence.quote') VIRTUAL,
    PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_topic ON figure (topic) WHERE topic IS NOT NULL;

-- The topics whose progress is not published as it is: something was stated or taken back.
CREATE TABLE progress_due (
    topic TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER figure_stated AFTER INSERT ON figure WHEN (new.content ->> '$.topic') IS NOT NULL
BEGIN
    INSERT OR IGNORE INTO progress_due (topic) VALUES (new.content ->> '$.topic');
END;

CREATE TRIGGER figure_gone AFTER DELETE ON figure WHEN (old.content ->> '$.topic') IS NOT NULL
BEGIN
    INSERT OR IGNORE INTO progress_due (topic) VALUES (old.content ->> '$.topic');
END;
