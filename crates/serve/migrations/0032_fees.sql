-- Fees of applications: one at most, exactly the amount that the published standard names. state:
-- due, asked (the head is asked to waive it), paid, waived, refunded. What was paid and why it was
-- waived lies sealed in the facts; here is what sums are made of.
CREATE TABLE fee (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    class TEXT NOT NULL,
    amount BIGINT NOT NULL,
    state TEXT NOT NULL,
    charged_at BIGINT NOT NULL,
    settled_at BIGINT,
    refunded_at BIGINT,
    asked_by BLOB,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;
CREATE INDEX fee_unit ON fee (tenant_id, unit_code, charged_at);
CREATE INDEX fee_settled ON fee (tenant_id, unit_code, settled_at);

-- Lines of the bank or of QRIS that were used. A reference is used once in the whole city.
CREATE TABLE fee_payment (
    tenant_id BIGINT NOT NULL,
    reference TEXT NOT NULL,
    application_id BLOB NOT NULL,
    way TEXT NOT NULL,
    paid_on TEXT NOT NULL,
    PRIMARY KEY (tenant_id, reference)
) WITHOUT ROWID;
CREATE INDEX fee_payment_application ON fee_payment (tenant_id, application_id);
