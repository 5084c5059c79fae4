-- improve: numbers of the reform, by measure, unit and month (a projection).

-- Projection "reform": what must be remembered of a file until it is answered. changes: how often it
-- went to another officer; moves: to another unit; minutes: of recorded work.
CREATE TABLE reform_case (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    represented BIGINT NOT NULL,
    alone BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    steps BIGINT NOT NULL,
    began_at BIGINT,
    minutes BIGINT NOT NULL,
    officer_id BLOB,
    place_id BLOB,
    changes BIGINT NOT NULL,
    moves BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

-- Of the same projection: clocks that were counted as missed and may still be stopped.
CREATE TABLE reform_missed (
    tenant_id BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, clock_id)
) WITHOUT ROWID;

-- Of the same projection: where the facts of a month lie in the log.
CREATE TABLE reform_month (
    tenant_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    first_position BIGINT NOT NULL,
    last_position BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month)
) WITHOUT ROWID;

-- Of the same projection: counts. month is 2026-11; unit_code is empty where facts name none.
CREATE TABLE reform_count (
    tenant_id BIGINT NOT NULL,
    measure TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    month TEXT NOT NULL,
    n BIGINT NOT NULL,
    total BIGINT NOT NULL,
    squares BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, measure, unit_code, month)
) WITHOUT ROWID;
