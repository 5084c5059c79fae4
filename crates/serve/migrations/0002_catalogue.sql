-- The service catalogue: standards in versions, and the public promises of units.

-- A service over all its versions; seq is the number of its last fact.
CREATE TABLE service (
    tenant_id BIGINT NOT NULL,
    service_id BLOB NOT NULL,
    code TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, service_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX service_code ON service (tenant_id, code);

-- One version of a standard. body is the whole standard as JSON, digest its SHA-256.
CREATE TABLE standard (
    tenant_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    ended_on TEXT,
    body TEXT NOT NULL,
    digest BLOB NOT NULL,
    editors TEXT NOT NULL,
    approved_by BLOB,
    note TEXT NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code, version)
) WITHOUT ROWID;
CREATE INDEX standard_state ON standard (tenant_id, state, valid_from);

CREATE TABLE maklumat (
    tenant_id BIGINT NOT NULL,
    maklumat_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    drafted_by BLOB NOT NULL,
    signed_by BLOB,
    signed_on TEXT,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, maklumat_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX maklumat_version ON maklumat (tenant_id, unit_code, version);
