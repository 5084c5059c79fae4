-- improve: what happened to files (a projection), trials of better ways of working, and staff.

-- Projection "process_events": one file of a citizen, as far as facts tell without being opened.
-- pauses: spans in which the citizen had the file, as JSON. bucket: 0 to 255, evenly spread.
CREATE TABLE process_case (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    service TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    channel TEXT NOT NULL,
    bucket BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    ready_at BIGINT,
    due_at BIGINT,
    done_at BIGINT,
    on_time BIGINT NOT NULL,
    pauses TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
CREATE INDEX process_case_service ON process_case (tenant_id, service, ready_at, application_id);

-- Of the same projection: what was done with it. at is empty while the work runs; actor is a number
-- of its own, 0 for nobody.
CREATE TABLE process_event (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    activity TEXT NOT NULL,
    started_at BIGINT,
    at BIGINT,
    actor BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, seq)
) WITHOUT ROWID;

-- Of the same projection: the numbers under which accounts stand in events. They never leave the
-- house.
CREATE TABLE process_actor (
    tenant_id BIGINT NOT NULL,
    officer_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, officer_id)
) WITHOUT ROWID;

-- Of the same projection: what is offered, from published standards.
CREATE TABLE process_service (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service)
) WITHOUT ROWID;

-- How a service is worked on when the city is founded: version 1 of its process.
CREATE TABLE process_step (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    place BIGINT NOT NULL,
    step TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service, place)
) WITHOUT ROWID;

-- A better way of working: proposed, running, evaluated, kept, undone or dropped. design: what the
-- lot was and what it gave, from its start on; effect: what it changed, once it is known.
CREATE TABLE trial (
    tenant_id BIGINT NOT NULL,
    trial_id BLOB NOT NULL,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    changes TEXT NOT NULL,
    units TEXT NOT NULL,
    first_day TEXT NOT NULL,
    why TEXT NOT NULL,
    proposer_id BLOB NOT NULL,
    proposed_at BIGINT NOT NULL,
    design TEXT NOT NULL,
    effect TEXT NOT NULL,
    reason TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, trial_id)
) WITHOUT ROWID;
CREATE INDEX trial_service ON trial (tenant_id, service, trial_id);

-- How many people a unit has for its services, as its head says.
CREATE TABLE unit_staff (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    people BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code)
) WITHOUT ROWID;
