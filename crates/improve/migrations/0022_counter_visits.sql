-- improve: who came to which counters when (a projection), for the people that a promised wait needs.

-- Projection "counter_visits": one ticket, as far as facts tell without being opened. day and hour are
-- local; called_at is the last call; ended_at is set for those who were served.
CREATE TABLE counter_visit (
    tenant_id BIGINT NOT NULL,
    ticket_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    hour BIGINT NOT NULL,
    called_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (tenant_id, ticket_id)
) WITHOUT ROWID;
CREATE INDEX counter_visit_unit ON counter_visit (tenant_id, unit_code, day);
