-- The enacted budget of a year; proposed is the version that waits for a second person, as JSON, empty while
-- none waits; version is 0 before the first one holds.
CREATE TABLE budget (
    tenant_id BIGINT NOT NULL,
    budget_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    proposed TEXT NOT NULL,
    proposed_by BLOB,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, budget_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX budget_of_year ON budget (tenant_id, budget_year);

-- A version that was enacted, with all of its lines as JSON.
CREATE TABLE budget_version (
    tenant_id BIGINT NOT NULL,
    budget_id BLOB NOT NULL,
    version BIGINT NOT NULL,
    reference TEXT NOT NULL,
    note TEXT NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY (tenant_id, budget_id, version)
) WITHOUT ROWID;

-- What one month brought of an activity of a unit: rupiah, and how much of the work stands, in thousandths.
CREATE TABLE budget_realised (
    tenant_id BIGINT NOT NULL,
    budget_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    code TEXT NOT NULL,
    month BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, budget_id, unit, code, month)
) WITHOUT ROWID;

-- Projection "execution": plans by their budget, and whether one holds.
CREATE TABLE order_plan (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    adopted BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id)
) WITHOUT ROWID;

-- The same: an activity of a plan; its place and whether it was chosen once the plan holds. Needs as JSON.
CREATE TABLE order_activity (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    cost BIGINT NOT NULL,
    needs TEXT NOT NULL,
    proposal TEXT NOT NULL,
    place BIGINT NOT NULL,
    chosen BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id, code)
) WITHOUT ROWID;

-- The same: a contract, and what its things cost beside their standard prices, as far as there are any.
CREATE TABLE order_contract (
    tenant_id BIGINT NOT NULL,
    contract_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    unit TEXT NOT NULL,
    code TEXT NOT NULL,
    number TEXT NOT NULL,
    awarded_on TEXT NOT NULL,
    value BIGINT NOT NULL,
    compared BIGINT NOT NULL,
    standard BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, contract_id)
) WITHOUT ROWID;
