-- improve: what offices are like: audits of their buildings, and how full their waiting rooms are.

-- Projection "waiting_rooms": one ticket from the instant at which it was taken to its first call or to
-- the moment at which its holder left. day is local.
CREATE TABLE waiting_visit (
    tenant_id BIGINT NOT NULL,
    ticket_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    hour BIGINT NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT,
    PRIMARY KEY (tenant_id, ticket_id)
) WITHOUT ROWID;
CREATE INDEX waiting_visit_unit ON waiting_visit (tenant_id, unit_code, day);

-- The same by hour of arrival: how many came, how many of them were called, and how long these waited
-- together, in microseconds.
CREATE TABLE waiting_hour (
    tenant_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    hour BIGINT NOT NULL,
    came BIGINT NOT NULL,
    called BIGINT NOT NULL,
    waited BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, day, unit_code, hour)
) WITHOUT ROWID;

-- One look at one thing of an office; the one with the highest seq counts. note lies under the key of
-- the office, measured is in thousandths.
CREATE TABLE facility_audit (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    item TEXT NOT NULL,
    seq BIGINT NOT NULL,
    present BIGINT NOT NULL,
    condition_code BIGINT NOT NULL,
    measured BIGINT,
    cost BIGINT,
    price_code TEXT NOT NULL,
    note BLOB NOT NULL,
    photo BLOB,
    audited_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, item, seq)
) WITHOUT ROWID;

-- A week of a waiting room that was counted, named by its Monday. standing: minutes in which somebody
-- waited without a seat, added over people.
CREATE TABLE facility_week (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    week TEXT NOT NULL,
    peak BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    standing BIGINT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, week)
) WITHOUT ROWID;
