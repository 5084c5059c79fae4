-- serve/representatives: mandates, and the register of who acts for others.

-- One mandate, for one application. Who gave it to whom stands in sealed, under its own key; the
-- receiver is found again by the keyed hash of the NIK alone.
CREATE TABLE mandate (
    tenant_id BIGINT NOT NULL,
    mandate_id BLOB NOT NULL,
    application_id BLOB NOT NULL,
    state TEXT NOT NULL,
    receiver_lookup BLOB NOT NULL,
    profession TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    valid_until TEXT NOT NULL,
    typed_by BLOB,
    clock_id BLOB,
    due_at BIGINT,
    given_at BIGINT NOT NULL,
    answered_at BIGINT,
    silent BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, mandate_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX mandate_application ON mandate (tenant_id, application_id);
CREATE UNIQUE INDEX mandate_code ON mandate (tenant_id, code_hash);
CREATE INDEX mandate_receiver ON mandate (tenant_id, receiver_lookup, given_at);
CREATE INDEX mandate_state ON mandate (tenant_id, state, answered_at);

-- Professions that act for others without limit, and who is barred from acting for others.
CREATE TABLE representative (
    tenant_id BIGINT NOT NULL,
    representative_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    nik_lookup BLOB NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    written_by BLOB NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, representative_id)
) WITHOUT ROWID;
CREATE INDEX representative_nik ON representative (tenant_id, nik_lookup);
