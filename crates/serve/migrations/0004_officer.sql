-- serve/applications: what the work queue and the superior's mail need.

-- Files that were answered today, by unit.
CREATE INDEX application_ended ON application (tenant_id, unit_code, ended_at);

-- Who was told that a promise was missed. A job may run twice; a row here keeps the second mail
-- from being written.
CREATE TABLE superior_told (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, user_id)
) WITHOUT ROWID;
