-- listen/surveys: questionnaires, rounds, invitations, answers. No table says whose an answer is, and
-- no table with answers says when they came.

CREATE TABLE survey_questionnaire (
    tenant_id BIGINT NOT NULL,
    questionnaire_id BLOB NOT NULL,
    code TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    revision BIGINT NOT NULL,
    edited_by BLOB,
    frozen_at BIGINT,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (tenant_id, questionnaire_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX survey_questionnaire_version ON survey_questionnaire (tenant_id, code, version);

CREATE TABLE survey_round (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    questionnaire_id BLOB NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    closes TEXT NOT NULL,
    state TEXT NOT NULL,
    seq BIGINT NOT NULL,
    planned_by BLOB,
    opened_on TEXT NOT NULL,
    lost BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, round_id)
) WITHOUT ROWID;

CREATE TABLE survey_stratum (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    population BIGINT NOT NULL,
    drawn BIGINT NOT NULL,
    public_key BLOB NOT NULL,
    sealed_key BLOB NOT NULL,
    PRIMARY KEY (tenant_id, round_id, unit)
) WITHOUT ROWID;

-- Projection "survey_frame": applications that were finished, and whether their own applicant applied.
CREATE TABLE survey_frame (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    represented BIGINT NOT NULL,
    unit TEXT NOT NULL,
    finished_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
CREATE INDEX survey_frame_finished ON survey_frame (tenant_id, finished_on, unit);

-- told: 0 nobody told yet, 1 invited, 2 reminded. taken: the one token or code was handed out.
CREATE TABLE survey_invitation (
    tenant_id BIGINT NOT NULL,
    invitation_id BLOB NOT NULL,
    round_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    application_id BLOB NOT NULL,
    told BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, invitation_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX survey_invitation_application ON survey_invitation (tenant_id, application_id, round_id);
CREATE INDEX survey_invitation_round ON survey_invitation (tenant_id, round_id, told);

-- One-time codes, found by their hash. "sealed" goes when the code is handed out; the row goes when it
-- is used. kind: code for browsers without scripts, paper for envelopes.
CREATE TABLE survey_code (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    sealed BLOB,
    PRIMARY KEY (tenant_id, round_id, code_hash)
) WITHOUT ROWID;

CREATE TABLE survey_spent (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    token_hash BLOB NOT NULL,
    PRIMARY KEY (tenant_id, round_id, token_hash)
) WITHOUT ROWID;

-- Answers of a batch, unreadable without the batch's key, which is a file and dies with the batch.
CREATE TABLE survey_box (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    batch BLOB NOT NULL,
    item_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, round_id, batch, item_id)
) WITHOUT ROWID;

CREATE TABLE survey_answer (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    answer_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    mode TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, round_id, answer_id)
) WITHOUT ROWID;

-- The first of two keyings of a paper; it goes with the second.
CREATE TABLE survey_paper (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    code_hash BLOB NOT NULL,
    keyed_by BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, round_id, code_hash)
) WITHOUT ROWID;

CREATE TABLE survey_result (
    tenant_id BIGINT NOT NULL,
    round_id BLOB NOT NULL,
    body TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (tenant_id, round_id)
) WITHOUT ROWID;

-- What others measured before the city did it itself.
CREATE TABLE survey_history (
    tenant_id BIGINT NOT NULL,
    family TEXT NOT NULL,
    year BIGINT NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    verified BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, family, year)
) WITHOUT ROWID;
