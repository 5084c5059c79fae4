-- listen/gratuities. Who was given what by whom lies sealed under the report's own key; the giver is
-- kept beside it as a keyed hash, so that what one giver gave in twelve months can be summed.

CREATE TABLE gift (
    tenant_id BIGINT NOT NULL,
    gift_id BLOB NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    unit TEXT NOT NULL,
    officer_id BLOB NOT NULL,
    giver BLOB NOT NULL,
    given_on TEXT NOT NULL,
    value BIGINT NOT NULL,
    exempt TEXT NOT NULL,
    why TEXT NOT NULL,
    late BIGINT NOT NULL,
    state_property BIGINT NOT NULL,
    property_of TEXT NOT NULL,
    sealed BLOB NOT NULL,
    clocks TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    reported_at BIGINT NOT NULL,
    thanked_at BIGINT,
    PRIMARY KEY (tenant_id, gift_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX gift_number ON gift (tenant_id, number);
CREATE INDEX gift_officer ON gift (tenant_id, officer_id, giver, given_on);
CREATE INDEX gift_state ON gift (tenant_id, state, due_at, gift_id);
CREATE INDEX gift_reported ON gift (tenant_id, reported_at, gift_id);
