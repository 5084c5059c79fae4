-- oversee/commitment and oversee/rounds. What was declared lies sealed under the account's key; NIK and
-- KK of relatives are kept beside it as keyed hashes, for the guard of cases.

CREATE TABLE integrity_pact (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    year BIGINT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, year)
) WITHOUT ROWID;

CREATE TABLE declared_interest (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    interest_id BLOB NOT NULL,
    year BIGINT NOT NULL,
    relation TEXT NOT NULL,
    unit TEXT NOT NULL,
    nik BLOB NOT NULL,
    kk BLOB NOT NULL,
    sealed BLOB NOT NULL,
    declared_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, interest_id)
) WITHOUT ROWID;

CREATE TABLE commitment_reminder (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    year BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, year)
) WITHOUT ROWID;

CREATE TABLE commitment_share (
    tenant_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    counted_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month)
) WITHOUT ROWID;

CREATE TABLE supervision_round (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    missed BIGINT NOT NULL,
    findings BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    clocks TEXT NOT NULL,
    seq BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    planned_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (tenant_id, round_id)
) WITHOUT ROWID;
CREATE INDEX supervision_round_unit ON supervision_round (tenant_id, unit, done_at);
CREATE INDEX supervision_round_due ON supervision_round (tenant_id, due_at, round_id);
