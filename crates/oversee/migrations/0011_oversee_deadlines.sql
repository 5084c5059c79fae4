-- oversee/deadlines. deadline_watch is a projection: every clock of the journal, with the moment at
-- which it was first missed. What went up is a table of its own, which is never rebuilt.

CREATE TABLE deadline_watch (
    tenant_id BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    rule TEXT NOT NULL,
    owner TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    due_at BIGINT,
    missed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (tenant_id, clock_id)
) WITHOUT ROWID;
CREATE INDEX deadline_watch_open ON deadline_watch (tenant_id, ended_at, due_at);
CREATE INDEX deadline_watch_owner ON deadline_watch (tenant_id, owner, ended_at);
CREATE INDEX deadline_watch_missed ON deadline_watch (tenant_id, missed_at);

-- The unique key of an escalation is its primary key: never twice for one clock and level.
CREATE TABLE deadline_escalation (
    tenant_id BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    level BIGINT NOT NULL,
    escalated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, clock_id, level)
) WITHOUT ROWID;

-- When to look at a missed clock again; 0 when nothing can follow.
CREATE TABLE deadline_next (
    tenant_id BIGINT NOT NULL,
    clock_id BLOB NOT NULL,
    look_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, clock_id)
) WITHOUT ROWID;

CREATE TABLE superior_duty (
    tenant_id BIGINT NOT NULL,
    duty_id BLOB NOT NULL,
    source_id BLOB NOT NULL,
    because TEXT NOT NULL,
    unit TEXT NOT NULL,
    state TEXT NOT NULL,
    missed BIGINT NOT NULL,
    clocks TEXT NOT NULL,
    seq BIGINT NOT NULL,
    assigned_at BIGINT NOT NULL,
    done_at BIGINT,
    PRIMARY KEY (tenant_id, duty_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX superior_duty_source ON superior_duty (tenant_id, source_id, unit);
CREATE INDEX superior_duty_unit ON superior_duty (tenant_id, unit, state, assigned_at);

-- How far the journal was read for duties.
CREATE TABLE superior_duty_read (
    tenant_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, name)
) WITHOUT ROWID;
