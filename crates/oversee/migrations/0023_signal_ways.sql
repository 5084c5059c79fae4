-- oversee: how files went (a projection), for the signals of vanished returns and of steps left out.

-- Projection "signal_ways": returns are all of a file, also those before it was complete; steps are
-- codes in their alphabet with spaces between; joined says whether, after a return, someone else than
-- who applies brought documents; returns_later counts the returns since then.
CREATE TABLE signal_way (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    steps TEXT NOT NULL,
    returns BIGINT NOT NULL,
    joined BIGINT NOT NULL,
    returns_later BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
