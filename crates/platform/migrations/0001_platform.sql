-- The plumbing that every context stands on. One schema for SQLite and PostgreSQL: BLOB becomes
-- BYTEA and WITHOUT ROWID goes away on PostgreSQL (see src/db/migrate.rs).
-- tenant_id is first in every key; ids are made in the application; instants are microseconds.

CREATE TABLE tenant (
    tenant_id BIGINT NOT NULL,
    host TEXT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    settings TEXT NOT NULL,
    synthetic BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id)
) WITHOUT ROWID;

CREATE TABLE unit (
    tenant_id BIGINT NOT NULL,
    unit_id BLOB NOT NULL,
    code TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_code TEXT NOT NULL,
    region TEXT NOT NULL,
    serves_public BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX unit_code ON unit (tenant_id, code);

CREATE TABLE kelurahan (
    tenant_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    district_code TEXT NOT NULL,
    district_name TEXT NOT NULL,
    nik_prefix TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    PRIMARY KEY (tenant_id, code)
) WITHOUT ROWID;

CREATE TABLE subject_key (
    tenant_id BIGINT NOT NULL,
    subject_id BLOB NOT NULL,
    wrapped BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subject_id)
) WITHOUT ROWID;

CREATE TABLE erasure (
    tenant_id BIGINT NOT NULL,
    subject_id BLOB NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, subject_id)
) WITHOUT ROWID;

CREATE TABLE account (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    login TEXT NOT NULL,
    sealed BLOB NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret BLOB NOT NULL,
    totp_last_step BIGINT NOT NULL,
    language TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (tenant_id, user_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX account_login ON account (tenant_id, login);

CREATE TABLE account_grant (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    role TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, role, unit_code)
) WITHOUT ROWID;
CREATE INDEX account_grant_unit ON account_grant (tenant_id, unit_code, role);

CREATE TABLE session (
    tenant_id BIGINT NOT NULL,
    token_hash BLOB NOT NULL,
    user_id BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, token_hash)
) WITHOUT ROWID;
CREATE INDEX session_expiry ON session (tenant_id, expires_at);

CREATE TABLE fact (
    tenant_id BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    fact_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    command_id BLOB NOT NULL,
    recorded_at BIGINT NOT NULL,
    occurred_at BIGINT NOT NULL,
    actor_id BLOB,
    role TEXT NOT NULL,
    unit_id BLOB,
    channel TEXT NOT NULL,
    clocks TEXT NOT NULL,
    key_id BLOB,
    payload BLOB NOT NULL,
    salt BLOB NOT NULL,
    leaf BLOB NOT NULL,
    PRIMARY KEY (tenant_id, subject_kind, subject_id, seq)
) WITHOUT ROWID;

-- The tenant's order: without a gap, never given twice.
CREATE TABLE position (
    tenant_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, position)
) WITHOUT ROWID;
CREATE UNIQUE INDEX position_fact ON position (tenant_id, subject_kind, subject_id, seq);

-- Facts that wait for the positioner. Empty on SQLite, where the one writer gives the position.
CREATE TABLE fact_pending (
    tenant_id BIGINT NOT NULL,
    fact_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, fact_id)
) WITHOUT ROWID;

-- Who may give positions: the holder of the highest epoch.
CREATE TABLE positioner (
    tenant_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id)
) WITHOUT ROWID;

CREATE TABLE projection (
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
) WITHOUT ROWID;

-- Projection "clocks": every legal or promised time, whoever owns it.
CREATE TABLE clock (
    tenant_id BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    rule TEXT NOT NULL,
    owner TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT,
    ended_at BIGINT,
    lapsed_at BIGINT,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, clock_id)
) WITHOUT ROWID;
CREATE INDEX clock_due ON clock (tenant_id, state, due_at);

CREATE TABLE job (
    tenant_id BIGINT NOT NULL,
    job_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    last_error TEXT NOT NULL,
    PRIMARY KEY (tenant_id, job_id)
) WITHOUT ROWID;
CREATE INDEX job_ready ON job (tenant_id, state, run_at);

CREATE TABLE message (
    tenant_id BIGINT NOT NULL,
    message_id BLOB NOT NULL,
    channel TEXT NOT NULL,
    key_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (tenant_id, message_id)
) WITHOUT ROWID;

CREATE TABLE file (
    tenant_id BIGINT NOT NULL,
    file_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    media TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, file_id)
) WITHOUT ROWID;
CREATE INDEX file_key ON file (tenant_id, key_id);
