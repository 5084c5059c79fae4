-- listen/complaints. What the reporter wrote and who they are lie sealed under the report's own key,
-- apart from each other; "desk" says whose inbox shows it: a unit's code, COORDINATOR or INSPECTORATE.

CREATE TABLE complaint (
    tenant_id BIGINT NOT NULL,
    complaint_id BLOB NOT NULL,
    number TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    asked_in TEXT NOT NULL,
    class TEXT NOT NULL,
    category TEXT NOT NULL,
    about TEXT NOT NULL,
    handler TEXT NOT NULL,
    desk TEXT NOT NULL,
    named TEXT NOT NULL,
    kept_from TEXT NOT NULL,
    anonymous BIGINT NOT NULL,
    secret BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    ending TEXT NOT NULL,
    ended_at BIGINT,
    kelurahan TEXT NOT NULL,
    channel TEXT NOT NULL,
    sealed BLOB NOT NULL,
    reporter BLOB NOT NULL,
    clocks TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    waits_since BIGINT,
    proposed_late BIGINT NOT NULL,
    reopened BIGINT NOT NULL,
    missed BIGINT NOT NULL,
    rating BIGINT,
    escalated_at BIGINT,
    joined_into BLOB,
    PRIMARY KEY (tenant_id, complaint_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX complaint_number ON complaint (tenant_id, number);
CREATE INDEX complaint_secret ON complaint (tenant_id, secret_hash);
CREATE INDEX complaint_desk ON complaint (tenant_id, desk, stage, due_at, complaint_id);
CREATE INDEX complaint_joined ON complaint (tenant_id, joined_into);
CREATE INDEX complaint_ended ON complaint (tenant_id, ended_at);

-- What everyone may read: the text without names, and the office's public words.
CREATE TABLE complaint_public (
    tenant_id BIGINT NOT NULL,
    complaint_id BLOB NOT NULL,
    number TEXT NOT NULL,
    category TEXT NOT NULL,
    kelurahan TEXT NOT NULL,
    unit TEXT NOT NULL,
    open BIGINT NOT NULL,
    supporters BIGINT NOT NULL,
    text TEXT NOT NULL,
    reply TEXT NOT NULL,
    position TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, complaint_id)
) WITHOUT ROWID;
CREATE INDEX complaint_public_newest ON complaint_public (tenant_id, published_at, complaint_id);
CREATE UNIQUE INDEX complaint_public_number ON complaint_public (tenant_id, number);

-- Open reports lying beside each other by place and kind, so that those like a new one are read in one
-- stretch however many there are.
CREATE TABLE complaint_alike (
    tenant_id BIGINT NOT NULL,
    kelurahan TEXT NOT NULL,
    category TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    complaint_id BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (tenant_id, kelurahan, category, published_at, complaint_id)
) WITHOUT ROWID;
CREATE INDEX complaint_alike_report ON complaint_alike (tenant_id, complaint_id);

-- Programs that may hand in reports by Open311; only the hash of a key is kept.
CREATE TABLE complaint_api_key (
    tenant_id BIGINT NOT NULL,
    key_hash BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, key_hash)
) WITHOUT ROWID;

-- Reports that came from elsewhere, so that none comes twice.
CREATE TABLE complaint_origin (
    tenant_id BIGINT NOT NULL,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    complaint_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, source, external_id)
) WITHOUT ROWID;

-- When the reporter was told that a word of theirs is awaited, by the fact that says so. Delivered: the
-- message was sent.
CREATE TABLE complaint_notice (
    tenant_id BIGINT NOT NULL,
    complaint_id BLOB NOT NULL,
    seq BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    message_id BLOB,
    delivered_at BIGINT,
    PRIMARY KEY (tenant_id, complaint_id, seq)
) WITHOUT ROWID;

-- A report on its way, found by a code that only its writer has.
CREATE TABLE complaint_draft (
    tenant_id BIGINT NOT NULL,
    code_hash BLOB NOT NULL,
    complaint_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    revision BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code_hash)
) WITHOUT ROWID;
CREATE INDEX complaint_draft_changed ON complaint_draft (tenant_id, changed_at);

-- A hidden name is shown to one inspector when another agrees.
CREATE TABLE complaint_opening (
    tenant_id BIGINT NOT NULL,
    complaint_id BLOB NOT NULL,
    asked_by BLOB NOT NULL,
    asked_at BIGINT NOT NULL,
    decided_by BLOB,
    agreed BIGINT,
    PRIMARY KEY (tenant_id, complaint_id, asked_by)
) WITHOUT ROWID;
