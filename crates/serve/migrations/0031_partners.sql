-- Partners under contract. state: proposed, contracted, refused, ended. terms is what was agreed, as
-- JSON; it is public once contracted.
CREATE TABLE partner (
    tenant_id BIGINT NOT NULL,
    partner_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    state TEXT NOT NULL,
    terms TEXT NOT NULL,
    user_id BLOB NOT NULL,
    proposed_by BLOB NOT NULL,
    proposed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, partner_id)
) WITHOUT ROWID;
CREATE INDEX partner_unit ON partner (tenant_id, unit_code, proposed_at);
CREATE INDEX partner_user ON partner (tenant_id, user_id);

-- Steps of files that were handed to a partner. state: open, done, back. due_since is when the step
-- could be done first; why is the reason for taking it back; rating is 0 without one.
CREATE TABLE partner_task (
    tenant_id BIGINT NOT NULL,
    task_id BLOB NOT NULL,
    partner_id BLOB NOT NULL,
    application_id BLOB NOT NULL,
    service TEXT NOT NULL,
    step TEXT NOT NULL,
    state TEXT NOT NULL,
    why TEXT NOT NULL,
    due_since BIGINT NOT NULL,
    handed_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    clock_id BLOB NOT NULL,
    rating BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, task_id)
) WITHOUT ROWID;
CREATE INDEX partner_task_partner ON partner_task (tenant_id, partner_id, handed_at);
CREATE INDEX partner_task_application ON partner_task (tenant_id, application_id);
CREATE INDEX partner_task_clock ON partner_task (tenant_id, clock_id);

-- Projection "partner_own": the same steps of files as they went without a partner, from kinds, times
-- and clocks alone.
CREATE TABLE partner_own (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    began_at BIGINT NOT NULL,
    step TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    ended_at BIGINT,
    handed BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, began_at)
) WITHOUT ROWID;
CREATE INDEX partner_own_step ON partner_own (tenant_id, unit_code, step, began_at);
