-- oversee/audit: who opened personal data and did what is sensitive. A reader of the journal keeps it,
-- so it can be dropped and made again.

CREATE TABLE audit_entry (
    tenant_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor BLOB NOT NULL,
    role TEXT NOT NULL,
    unit BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, position)
) WITHOUT ROWID;
CREATE INDEX audit_entry_at ON audit_entry (tenant_id, at, position);
CREATE INDEX audit_entry_actor ON audit_entry (tenant_id, actor, at, position);
CREATE INDEX audit_entry_unit ON audit_entry (tenant_id, unit, at, position);
CREATE INDEX audit_entry_kind ON audit_entry (tenant_id, kind, at, position);
