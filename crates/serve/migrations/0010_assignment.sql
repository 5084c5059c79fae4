-- serve/assignment: for which steps an officer is drawn, from whom, and what came of it.

-- Steps with discretion, from the city's own file.
CREATE TABLE discretionary_step (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    step TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service)
) WITHOUT ROWID;

-- Every pool that was published; seq is that of its fact.
CREATE TABLE pool (
    tenant_id BIGINT NOT NULL,
    queue TEXT NOT NULL,
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, queue, seq)
) WITHOUT ROWID;

-- Whose a pseudonym is. It never leaves the house.
CREATE TABLE officer_pseudonym (
    tenant_id BIGINT NOT NULL,
    pseudonym TEXT NOT NULL,
    user_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, pseudonym)
) WITHOUT ROWID;

-- A file for which an officer is drawn. state: waiting, drawn, nobody, ended.
CREATE TABLE draw (
    tenant_id BIGINT NOT NULL,
    ticket BLOB NOT NULL,
    application_id BLOB NOT NULL,
    queue TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    state TEXT NOT NULL,
    officer_id BLOB,
    pseudonym TEXT NOT NULL,
    fact TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    drawn_at BIGINT,
    PRIMARY KEY (tenant_id, ticket)
) WITHOUT ROWID;
CREATE INDEX draw_application ON draw (tenant_id, application_id);
CREATE INDEX draw_state ON draw (tenant_id, state, queue);
CREATE INDEX draw_unit ON draw (tenant_id, unit_code, entered_at);
CREATE INDEX draw_queue ON draw (tenant_id, queue, officer_id);

-- Days on which nothing is drawn for an officer.
CREATE TABLE officer_absence (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    PRIMARY KEY (tenant_id, user_id, from_day, until_day)
) WITHOUT ROWID;

-- What an officer may not have: an application by its id, or a person by the hash of the NIK.
CREATE TABLE officer_conflict (
    tenant_id BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    about BLOB NOT NULL,
    PRIMARY KEY (tenant_id, user_id, about)
) WITHOUT ROWID;

-- Draws that a superior overrode.
CREATE TABLE draw_override (
    tenant_id BIGINT NOT NULL,
    ticket BLOB NOT NULL,
    at BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, ticket, at)
) WITHOUT ROWID;
CREATE INDEX draw_override_unit ON draw_override (tenant_id, unit_code, at);
