-- improve: what is put before the head of the city, and what was decided.

-- state: proposed, taken, reviewed or dropped. sealed: the finding, its evidence and its options under
-- the decision's own key. taken and reviewed: what was decided and what it changed, as JSON.
CREATE TABLE decision (
    tenant_id BIGINT NOT NULL,
    decision_id BLOB NOT NULL,
    source TEXT NOT NULL,
    reference TEXT NOT NULL,
    state TEXT NOT NULL,
    sealed BLOB NOT NULL,
    due_day TEXT NOT NULL,
    missed BIGINT NOT NULL,
    postponed TEXT NOT NULL,
    clocks TEXT NOT NULL,
    taken TEXT NOT NULL,
    taken_at BIGINT,
    reviewed TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, decision_id)
) WITHOUT ROWID;
CREATE INDEX decision_state ON decision (tenant_id, state, decision_id);
