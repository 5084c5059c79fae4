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

-- The plan of a year's budget; adopted is the digest of the scenario that holds, empty before.
CREATE TABLE plan (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    note TEXT NOT NULL,
    version BIGINT NOT NULL,
    frozen BIGINT NOT NULL,
    scores BIGINT NOT NULL,
    adopted TEXT NOT NULL,
    begun_by BLOB,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX plan_year ON plan (tenant_id, budget_year);

-- A version of a plan's criteria as JSON; voided is why its scores count no more, empty while they do.
CREATE TABLE plan_criteria (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    criteria TEXT NOT NULL,
    digest TEXT NOT NULL,
    weights_from TEXT NOT NULL,
    judges BIGINT NOT NULL,
    ratio BIGINT NOT NULL,
    voided TEXT NOT NULL,
    frozen_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, version)
) WITHOUT ROWID;

-- An activity of a plan, as JSON in the form of its fact.
CREATE TABLE plan_activity (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    code TEXT NOT NULL,
    place BIGINT NOT NULL,
    activity TEXT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, code)
) WITHOUT ROWID;

-- What one account gave an activity by a version of the criteria.
CREATE TABLE plan_score (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    scorer BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    marks TEXT NOT NULL,
    salt TEXT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, version, code, scorer)
) WITHOUT ROWID;
CREATE UNIQUE INDEX plan_score_user ON plan_score (tenant_id, plan_id, version, code, user_id);

-- What was agreed on where two lay too far apart.
CREATE TABLE plan_agreed (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    code TEXT NOT NULL,
    marks TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, version, code)
) WITHOUT ROWID;

-- A scenario: its two files, and what follows from them; both empty until it is computed.
CREATE TABLE plan_scenario (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    digest TEXT NOT NULL,
    version BIGINT NOT NULL,
    title TEXT NOT NULL,
    budget BIGINT NOT NULL,
    frozen_weights BIGINT NOT NULL,
    plan_file TEXT NOT NULL,
    table_file TEXT NOT NULL,
    solved TEXT NOT NULL,
    failure TEXT NOT NULL,
    kept_by BLOB,
    kept_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, digest)
) WITHOUT ROWID;

-- Projection "plan_accepted": proposals, and whether the deliberation of the city accepted them.
CREATE TABLE plan_accepted (
    tenant_id BIGINT NOT NULL,
    proposal_id BLOB NOT NULL,
    number TEXT NOT NULL,
    budget_year BIGINT NOT NULL,
    title TEXT NOT NULL,
    kelurahan TEXT NOT NULL,
    cost BIGINT,
    accepted BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, proposal_id)
) WITHOUT ROWID;

-- A ballot of citizens; items as JSON; votes_file is the published file of votes, empty until it is counted.
CREATE TABLE ballot (
    tenant_id BIGINT NOT NULL,
    ballot_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    title TEXT NOT NULL,
    budget BIGINT NOT NULL,
    last_day TEXT NOT NULL,
    items TEXT NOT NULL,
    votes_file TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ballot_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ballot_year ON ballot (tenant_id, budget_year);

-- A telephone number, by its keyed hash, that asked to be let in. No vote stands beside it.
CREATE TABLE ballot_caller (
    tenant_id BIGINT NOT NULL,
    ballot_id BLOB NOT NULL,
    phone BLOB NOT NULL,
    subject_id BLOB NOT NULL,
    code BLOB NOT NULL,
    tries BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    admitted BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, ballot_id, phone)
) WITHOUT ROWID;

-- Hashes of tokens that may still vote.
CREATE TABLE ballot_token (
    tenant_id BIGINT NOT NULL,
    ballot_id BLOB NOT NULL,
    token BLOB NOT NULL,
    PRIMARY KEY (tenant_id, ballot_id, token)
) WITHOUT ROWID;

-- Votes, sealed under the key of the ballot, by the digest that the ledger shows.
CREATE TABLE ballot_vote (
    tenant_id BIGINT NOT NULL,
    ballot_id BLOB NOT NULL,
    digest TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, ballot_id, digest)
) WITHOUT ROWID;
