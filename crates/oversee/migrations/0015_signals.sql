-- oversee/signals: what tests look at (a projection), their runs, and what they raised.

-- Projection "signals": one file of a citizen, as far as facts tell without being opened.
CREATE TABLE signal_case (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    ready_at BIGINT,
    picked_at BIGINT,
    done_at BIGINT,
    due_at BIGINT,
    officer_id BLOB,
    returns BIGINT NOT NULL,
    interrupted BIGINT NOT NULL,
    out_of_turn BIGINT NOT NULL,
    late_by TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

-- Of the same projection: acts of each officer in a month, and those recorded late.
CREATE TABLE signal_act (
    tenant_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    officer_id BLOB NOT NULL,
    recorded BIGINT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month, unit_code, kind, officer_id)
) WITHOUT ROWID;

-- Each run looks at files that were decided after the run before it.
CREATE TABLE signal_run (
    tenant_id BIGINT NOT NULL,
    run BIGINT NOT NULL,
    ran_at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    cases BIGINT NOT NULL,
    tests BIGINT NOT NULL,
    found BIGINT NOT NULL,
    level TEXT NOT NULL,
    untested TEXT NOT NULL,
    PRIMARY KEY (tenant_id, run)
) WITHOUT ROWID;

CREATE TABLE signal (
    tenant_id BIGINT NOT NULL,
    signal_id BLOB NOT NULL,
    run BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    raised_at BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    due_at BIGINT,
    missed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (tenant_id, signal_id)
) WITHOUT ROWID;
CREATE INDEX signal_state ON signal (tenant_id, state, raised_at, signal_id);
