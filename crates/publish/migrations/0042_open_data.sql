-- publish/open_data: releases of the city's data, as they were given. `released_at` is nothing where a period was
-- skipped; `content` is the payload of the fact.

CREATE TABLE open_data (
    tenant_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    open_data_id BLOB NOT NULL,
    due TEXT NOT NULL,
    released_at BIGINT,
    content TEXT NOT NULL,
    PRIMARY KEY (tenant_id, period)
) WITHOUT ROWID;

-- A file of a release; nothing changes or deletes it.
CREATE TABLE open_data_file (
    tenant_id BIGINT NOT NULL,
    period TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (tenant_id, period, name)
) WITHOUT ROWID;

-- Projection: what is known of a file from kinds, roles and clocks. `answered` is the month of its answer.
CREATE TABLE open_data_case (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    represented BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    answered TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

CREATE INDEX open_data_case_answered ON open_data_case (tenant_id, answered);

-- Projection: files by month, unit, service and channel.
CREATE TABLE open_data_count (
    tenant_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    complete BIGINT NOT NULL,
    own BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month, unit_code, service, channel)
) WITHOUT ROWID;
