-- serve/applications: drafts, applications and their documents, and two projections of the journal.

-- A form on its way. The server finds it by the hash of the draft code and can read it only with
-- the key of the application it will become.
CREATE TABLE draft (
    tenant_id BIGINT NOT NULL,
    code_hash BLOB NOT NULL,
    application_id BLOB NOT NULL,
    service TEXT NOT NULL,
    standard_version BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code_hash)
) WITHOUT ROWID;
CREATE INDEX draft_changed ON draft (tenant_id, changed_at);

CREATE TABLE application (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    number TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    service TEXT NOT NULL,
    standard_version BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    unit_id BLOB NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    channel TEXT NOT NULL,
    applicant TEXT NOT NULL,
    priority BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    nik_lookup BLOB NOT NULL,
    phone_lookup BLOB NOT NULL,
    ticket BLOB,
    officer_id BLOB,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    completed_at BIGINT,
    due_at BIGINT,
    pauses TEXT NOT NULL,
    check_clock BLOB,
    promise_clock BLOB,
    missed_at BIGINT,
    deemed_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX application_number ON application (tenant_id, number);
CREATE UNIQUE INDEX application_ticket ON application (tenant_id, ticket);
-- stage is the tab of the work queue that the file stands under; ended files leave it.
CREATE INDEX application_stage ON application (tenant_id, unit_code, stage, due_at, application_id);
CREATE INDEX application_officer ON application (tenant_id, officer_id, stage, due_at);
CREATE INDEX application_nik ON application (tenant_id, nik_lookup);
CREATE INDEX application_phone ON application (tenant_id, phone_lookup);

CREATE TABLE application_document (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    code TEXT NOT NULL,
    state TEXT NOT NULL,
    file_id BLOB,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id, code)
) WITHOUT ROWID;

-- Projection "queue": every place ever taken, and those that still wait.
CREATE TABLE queue_entry (
    tenant_id BIGINT NOT NULL,
    ticket BLOB NOT NULL,
    queue TEXT NOT NULL,
    priority BIGINT NOT NULL,
    position BIGINT NOT NULL,
    picked_position BIGINT,
    PRIMARY KEY (tenant_id, ticket)
) WITHOUT ROWID;

CREATE TABLE queue_waiting (
    tenant_id BIGINT NOT NULL,
    queue TEXT NOT NULL,
    priority BIGINT NOT NULL,
    position BIGINT NOT NULL,
    ticket BLOB NOT NULL,
    PRIMARY KEY (tenant_id, queue, priority, position)
) WITHOUT ROWID;

CREATE TABLE queue_overtaking (
    tenant_id BIGINT NOT NULL,
    queue TEXT NOT NULL,
    picked_position BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    position BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, queue, picked_position)
) WITHOUT ROWID;

-- Projection "practice": how many files of a service ended in a month, and how many on time.
CREATE TABLE practice (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    month TEXT NOT NULL,
    finished BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, service, month)
) WITHOUT ROWID;
