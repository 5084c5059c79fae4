-- serve/representatives: mandates whose last day is over, and one row by which two applications under
-- mandates to one person wait for each other.

-- The receiver's secret of before, as its SHA-256, opens a page of farewell and nothing else.
CREATE TABLE mandate_over (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    secret_hash BLOB NOT NULL,
    claimed_at BIGINT,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

CREATE TABLE mandate_turn (
    tenant_id BIGINT NOT NULL,
    receiver_lookup BLOB NOT NULL,
    turn BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, receiver_lookup)
) WITHOUT ROWID;
CREATE INDEX mandate_until ON mandate (tenant_id, state, valid_until);
