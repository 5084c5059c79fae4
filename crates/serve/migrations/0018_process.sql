-- serve/process: the work steps of services, and what trials change about them.

-- Version 1 of the way in which a service is worked on, from the city's own file.
CREATE TABLE work_step (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    place BIGINT NOT NULL,
    step TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service, version, place)
) WITHOUT ROWID;

-- Projection "work_changes": what trials change, by unit. outcome: open, kept, undone.
CREATE TABLE work_change (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    trial_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    version BIGINT NOT NULL,
    changes TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service, trial_id, unit_code)
) WITHOUT ROWID;
