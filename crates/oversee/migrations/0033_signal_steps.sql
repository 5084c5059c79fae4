-- oversee: how long each step of a file took (a projection), for the signal of a group's slower step.

-- Projection "signal_steps": from when on a file is with its office without the step that follows.
CREATE TABLE signal_since (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

-- The same projection: a step that was done, from when it could begin; of one done again, the first.
CREATE TABLE signal_step (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    step TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, step)
) WITHOUT ROWID;
