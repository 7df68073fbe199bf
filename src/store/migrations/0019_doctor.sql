-- What the doctor measures by: how servers' clocks stand.

CREATE TABLE host_clock (
    host     TEXT PRIMARY KEY,
    -- Seconds that it is ahead of ours, or behind where negative.
    ahead    INTEGER NOT NULL,
    -- By our clock.
    measured INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
