-- prioritise: contracts with firms, and files of them that wait for a look before they are taken.

-- above is by how many thousandths the things that have a standard price cost more than by it; none without
-- such a thing. items is JSON of kernel::facts::spending::Bought.
CREATE TABLE contract (
    tenant_id BIGINT NOT NULL,
    contract_id BLOB NOT NULL,
    number TEXT NOT NULL,
    budget_year BIGINT NOT NULL,
    activity TEXT NOT NULL,
    unit TEXT NOT NULL,
    title TEXT NOT NULL,
    supplier TEXT NOT NULL,
    supplier_id TEXT NOT NULL,
    category TEXT NOT NULL,
    class TEXT NOT NULL,
    method TEXT NOT NULL,
    emergency BIGINT NOT NULL,
    bids BIGINT,
    estimate BIGINT,
    value BIGINT NOT NULL,
    awarded_on TEXT NOT NULL,
    above BIGINT,
    items TEXT NOT NULL,
    PRIMARY KEY (tenant_id, contract_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX contract_number ON contract (tenant_id, number);
CREATE INDEX contract_day ON contract (tenant_id, budget_year, awarded_on, contract_id);

-- A file between its upload and the press that takes it.
CREATE TABLE contract_file (
    tenant_id BIGINT NOT NULL,
    file_id BLOB NOT NULL,
    body TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, file_id)
) WITHOUT ROWID;
CREATE INDEX contract_file_age ON contract_file (tenant_id, sent_at);
