-- oversee/signals: which officer was asked about which signal, under a keyed hash of the account. What is
-- asked lies sealed in the signal.

CREATE TABLE signal_question (
    tenant_id BIGINT NOT NULL,
    officer BLOB NOT NULL,
    signal_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, officer, signal_id)
) WITHOUT ROWID;
