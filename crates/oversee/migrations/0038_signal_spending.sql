-- oversee: what signals look at of the city's spending (a projection of clear facts), and which of it runs have
-- looked at.

-- Projection "signal_spending": contracts in legal order, each as its fact says it.
CREATE TABLE signal_contract (
    tenant_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (tenant_id, position)
) WITHOUT ROWID;

-- The same projection: activities of the enacted budget.
CREATE TABLE signal_line (
    tenant_id BIGINT NOT NULL,
    budget_year BIGINT NOT NULL,
    code TEXT NOT NULL,
    unit TEXT NOT NULL,
    account TEXT NOT NULL,
    planned TEXT NOT NULL,
    PRIMARY KEY (tenant_id, budget_year, code)
) WITHOUT ROWID;

-- The same projection: what each month brought; done is in thousandths of the work.
CREATE TABLE signal_paid (
    tenant_id BIGINT NOT NULL,
    budget_year BIGINT NOT NULL,
    code TEXT NOT NULL,
    month BIGINT NOT NULL,
    paid BIGINT NOT NULL,
    done BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, budget_year, code, month)
) WITHOUT ROWID;

-- The same projection: the year of each plan, and the order that was adopted.
CREATE TABLE signal_plan (
    tenant_id BIGINT NOT NULL,
    plan_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, plan_id)
) WITHOUT ROWID;
CREATE TABLE signal_place (
    tenant_id BIGINT NOT NULL,
    budget_year BIGINT NOT NULL,
    code TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, budget_year, code)
) WITHOUT ROWID;

-- Up to which contract, and up to which budget, a run and all before it have looked.
CREATE TABLE signal_spending_run (
    tenant_id BIGINT NOT NULL,
    run BIGINT NOT NULL,
    position BIGINT NOT NULL,
    overtaken BIGINT NOT NULL,
    december BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, run)
) WITHOUT ROWID;
