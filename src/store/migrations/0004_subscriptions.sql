-- WebSub: what hubs the sources name, and what was agreed with them.

-- The hub that a source named when it was read last.
CREATE TABLE hub (
    source  TEXT PRIMARY KEY,
    url     TEXT NOT NULL,
    -- The address by which the hub knows the source's document.
    topic   TEXT NOT NULL,
    -- Documents that it pushed and that could be read.
    pushed  INTEGER NOT NULL DEFAULT 0,
    -- Entries that a poll found first although they should have been pushed.
    missed  INTEGER NOT NULL DEFAULT 0,
    -- What came without a right signature.
    forged  INTEGER NOT NULL DEFAULT 0,
    -- Grows when a poll finds what was missed, shrinks when news is pushed.
    doubt   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One callback each. A subscription that is renewed gets a new one.
CREATE TABLE subscription (
    -- The unguessable part of the callback's address.
    token      TEXT PRIMARY KEY,
    source     TEXT NOT NULL,
    hub        TEXT NOT NULL,
    topic      TEXT NOT NULL,
    callback   TEXT NOT NULL,
    secret     TEXT NOT NULL,
    -- requested, active, denied or leaving; and since when.
    state      TEXT NOT NULL,
    since      INTEGER NOT NULL,
    -- The end of the lease; null before the hub has given one.
    expires    INTEGER,
    -- When the hub is to be asked next.
    due        INTEGER NOT NULL,
    -- How often the hub was asked in this state without coming back to it.
    attempts   INTEGER NOT NULL,
    last_error TEXT
) STRICT;

CREATE INDEX subscription_source ON subscription (source);
