-- The steps of a year's budget; clocks as JSON, as in platform::running.
CREATE TABLE budget_calendar (
    tenant_id BIGINT NOT NULL,
    calendar_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    clocks TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, calendar_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX budget_calendar_year ON budget_calendar (tenant_id, budget_year);

-- One step: its last day and the day on which it was done, both empty while there is none.
CREATE TABLE budget_step (
    tenant_id BIGINT NOT NULL,
    calendar_id BLOB NOT NULL,
    place BIGINT NOT NULL,
    step TEXT NOT NULL,
    due TEXT NOT NULL,
    done_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (tenant_id, calendar_id, place)
) WITHOUT ROWID;
