-- What is remembered of each source's last pages: where their fields came from, and which blocks their texts had.
CREATE TABLE page_trace (
    source  TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (id),
    -- 0 until the pass that read the page has worked off its pages: what a pass reads teaches the next one only, so that
    -- it comes to the same texts when it is killed and begun again.
    settled INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (source, article, settled)
) STRICT, WITHOUT ROWID;

CREATE INDEX page_trace_unsettled ON page_trace (article) WHERE settled = 0;

-- Selectors of feeds.toml that find nothing any more, as the operator was told.
CREATE TABLE lost_selector (
    source TEXT NOT NULL,
    field  TEXT NOT NULL,
    PRIMARY KEY (source, field)
) STRICT, WITHOUT ROWID;
