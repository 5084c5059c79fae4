-- The public log. Positions are the platform's; this is what was signed over them.

-- Who may sign: the holder of the highest epoch.
CREATE TABLE log_publisher (
    tenant_id BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    PRIMARY KEY (tenant_id)
) WITHOUT ROWID;

-- One root for one size, written before it is signed. Files are a cache of this.
CREATE TABLE log_checkpoint (
    tenant_id BIGINT NOT NULL,
    size BIGINT NOT NULL,
    root BLOB NOT NULL,
    epoch BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, size)
) WITHOUT ROWID;

-- What outsiders have signed.
CREATE TABLE log_cosignature (
    tenant_id BIGINT NOT NULL,
    size BIGINT NOT NULL,
    witness TEXT NOT NULL,
    line TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, size, witness)
) WITHOUT ROWID;

-- Entries of the published log whose facts this database has lost (`bening log recover`).
CREATE TABLE log_lost (
    tenant_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    entry BLOB NOT NULL,
    PRIMARY KEY (tenant_id, position)
) WITHOUT ROWID;
