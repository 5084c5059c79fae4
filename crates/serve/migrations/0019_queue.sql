-- serve/queue: people at counters. Nothing here names a person but what is sealed.

-- How the counters of a unit work.
CREATE TABLE counter_setting (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    counters BIGINT NOT NULL,
    slot_minutes BIGINT NOT NULL,
    people_per_slot BIGINT NOT NULL,
    walk_in_percent BIGINT NOT NULL,
    verified BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code)
) WITHOUT ROWID;

-- The last number given and how many first calls there were on a day. Whoever calls locks this row.
CREATE TABLE queue_day (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    last_number BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, day)
) WITHOUT ROWID;

-- state: waiting, called, served, left. hour is the local hour in which it was taken.
CREATE TABLE ticket (
    tenant_id BIGINT NOT NULL,
    ticket_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    day TEXT NOT NULL,
    hour BIGINT NOT NULL,
    number BIGINT NOT NULL,
    label TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    group_code TEXT NOT NULL,
    place_at BIGINT NOT NULL,
    slot_at BIGINT,
    handed_to BIGINT NOT NULL,
    counter BIGINT NOT NULL,
    calls BIGINT NOT NULL,
    call_no BIGINT NOT NULL,
    lane TEXT NOT NULL,
    taken_at BIGINT NOT NULL,
    first_called_at BIGINT,
    called_at BIGINT,
    ended_at BIGINT,
    told_at BIGINT,
    language TEXT NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
) WITHOUT ROWID;
CREATE INDEX ticket_day ON ticket (tenant_id, unit_code, day, state);
CREATE INDEX ticket_secret ON ticket (tenant_id, secret_hash);

-- A telephone waits once in a unit on a day: the row is claimed with the ticket.
CREATE TABLE ticket_person (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    person BLOB NOT NULL,
    ticket_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, day, person)
) WITHOUT ROWID;
CREATE INDEX ticket_person_ticket ON ticket_person (tenant_id, ticket_id);

-- The slots of a day, as they were when its first seat was taken. They do not change after that.
CREATE TABLE slot_day (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    slot_minutes BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, day)
) WITHOUT ROWID;

-- A seat of a slot. Its key is the promise that nobody is booked twice.
CREATE TABLE appointment_seat (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    appointment_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, day, starts_at, seat)
) WITHOUT ROWID;

-- A person has one live appointment for a service: the row is claimed with it.
CREATE TABLE appointment_person (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    person BLOB NOT NULL,
    appointment_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, service, person)
) WITHOUT ROWID;
CREATE INDEX appointment_person_of ON appointment_person (tenant_id, appointment_id);

-- state: booked, arrived, missed, cancelled.
CREATE TABLE appointment (
    tenant_id BIGINT NOT NULL,
    appointment_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    number TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    group_code TEXT NOT NULL,
    day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    seat BIGINT NOT NULL,
    booked_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, appointment_id)
) WITHOUT ROWID;
CREATE INDEX appointment_secret ON appointment (tenant_id, secret_hash);
CREATE INDEX appointment_number ON appointment (tenant_id, number);
CREATE INDEX appointment_day ON appointment (tenant_id, unit_code, day, starts_at);
