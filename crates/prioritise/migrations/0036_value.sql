-- Projection "value": files that a unit answered in a month, by service, and those that kept their promise.
CREATE TABLE value_case (
    tenant_id BIGINT NOT NULL,
    unit TEXT NOT NULL,
    service TEXT NOT NULL,
    month TEXT NOT NULL,
    finished BIGINT NOT NULL,
    on_time BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit, service, month)
) WITHOUT ROWID;
