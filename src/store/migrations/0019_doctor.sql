-- What the doctor measures by: how servers' clocks stand.

CREATE TABLE host_clock (
    host     TEXT PRIMARY KEY,
    -- Seconds that it is ahead of ours, or behind where negative.
    ahead    INTEGER NOT NULL,
    -- By our clock.
    measured INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What came of sources is kept for a year and what a season takes.
DROP TRIGGER source_day_forgotten;
CREATE TRIGGER source_day_forgotten AFTER INSERT ON source_day
BEGIN
    DELETE FROM source_day WHERE day < new.day - 440;
END;
