-- publish/scorecard: the city's own report of each quarter. `published_at` is nothing where a report was
-- skipped; `content` is the payload of the fact, so that page, files and ledger say the same.

CREATE TABLE scorecard (
    tenant_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    scorecard_id BLOB NOT NULL,
    due TEXT NOT NULL,
    published_at BIGINT,
    content TEXT NOT NULL,
    PRIMARY KEY (tenant_id, period)
) WITHOUT ROWID;
