-- publish/outreach: campaigns that tell people how services work, their short links, and visits.

-- state is draft, running, ended, evaluated or dropped. kelurahan, services, channels, lot and effect are
-- JSON; due_at is by when it is to be evaluated.
CREATE TABLE campaign (
    tenant_id BIGINT NOT NULL,
    campaign_id BLOB NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    message TEXT NOT NULL,
    words_id TEXT NOT NULL,
    words_en TEXT NOT NULL,
    kelurahan TEXT NOT NULL,
    services TEXT NOT NULL,
    audience TEXT NOT NULL,
    channels TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    by_lot BIGINT NOT NULL,
    lot TEXT NOT NULL,
    drafter_id BLOB NOT NULL,
    drafted_at BIGINT NOT NULL,
    ended_on TEXT NOT NULL,
    due_at BIGINT,
    lapsed BIGINT NOT NULL,
    effect TEXT NOT NULL,
    reason TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, campaign_id)
) WITHOUT ROWID;

-- A short link of a channel. target is a code of a service, or empty for the page of reports. last_at is when
-- it was last counted.
CREATE TABLE campaign_link (
    tenant_id BIGINT NOT NULL,
    code TEXT NOT NULL,
    campaign_id BLOB NOT NULL,
    medium TEXT NOT NULL,
    target TEXT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code)
) WITHOUT ROWID;
CREATE UNIQUE INDEX campaign_link_once ON campaign_link (tenant_id, campaign_id, medium, target);

-- How often the links of a channel were followed on a day. told is 1 once the fact of that day is written.
CREATE TABLE campaign_reach (
    tenant_id BIGINT NOT NULL,
    campaign_id BLOB NOT NULL,
    day TEXT NOT NULL,
    medium TEXT NOT NULL,
    count BIGINT NOT NULL,
    told BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, campaign_id, day, medium)
) WITHOUT ROWID;

-- A visit. state is planned, done, missed or cancelled.
CREATE TABLE outreach_visit (
    tenant_id BIGINT NOT NULL,
    visit_id BLOB NOT NULL,
    campaign_id BLOB,
    on_day TEXT NOT NULL,
    at_time TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    kelurahan TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    goes TEXT NOT NULL,
    state TEXT NOT NULL,
    people BIGINT NOT NULL,
    reason TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, visit_id)
) WITHOUT ROWID;
CREATE INDEX outreach_visit_day ON outreach_visit (tenant_id, on_day);

-- Projection "outreach_catalogue": the standards as published.
CREATE TABLE outreach_service (
    tenant_id BIGINT NOT NULL,
    service TEXT NOT NULL,
    version BIGINT NOT NULL,
    valid_from TEXT NOT NULL,
    standard TEXT NOT NULL,
    PRIMARY KEY (tenant_id, service, version)
) WITHOUT ROWID;

-- Projection "outreach_files": who applied for themselves, by the unit that owes the promise.
CREATE TABLE outreach_file (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    day TEXT NOT NULL,
    represented BIGINT NOT NULL,
    mandated BIGINT NOT NULL,
    service TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
CREATE INDEX outreach_file_day ON outreach_file (tenant_id, day);

-- Projection "outreach_files": gifts and complaints by unit and day.
CREATE TABLE outreach_count (
    tenant_id BIGINT NOT NULL,
    measure TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, measure, unit_code, day)
) WITHOUT ROWID;
