-- prioritise: what people, offices and the council ask the city to pay for, and what deliberations said.

-- One deliberation (musrenbang). stage is kelurahan, district or city; area is the code of the kelurahan or
-- kecamatan, empty for the city.
CREATE TABLE forum (
    tenant_id BIGINT NOT NULL,
    forum_id BLOB NOT NULL,
    budget_year BIGINT NOT NULL,
    stage TEXT NOT NULL,
    area TEXT NOT NULL,
    held_on TEXT NOT NULL,
    place TEXT NOT NULL,
    men BIGINT NOT NULL,
    women BIGINT NOT NULL,
    disabled BIGINT NOT NULL,
    rw BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, forum_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX forum_once ON forum (tenant_id, budget_year, stage, area);

-- state is made, accepted, returned or merged; stage is the last deliberation that spoke, empty before.
-- volume is in thousandths; price and cost are those of the standard, asked is what whoever asks said.
-- repair is unit/item of the audit from which it was made.
CREATE TABLE proposal (
    tenant_id BIGINT NOT NULL,
    proposal_id BLOB NOT NULL,
    number TEXT NOT NULL,
    budget_year BIGINT NOT NULL,
    title TEXT NOT NULL,
    what TEXT NOT NULL,
    kelurahan TEXT NOT NULL,
    place TEXT NOT NULL,
    origin TEXT NOT NULL,
    proposer TEXT NOT NULL,
    volume BIGINT NOT NULL,
    measure TEXT NOT NULL,
    price_code TEXT NOT NULL,
    price BIGINT,
    cost BIGINT,
    asked BIGINT,
    office TEXT NOT NULL,
    activity TEXT NOT NULL,
    repair TEXT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    merged_into BLOB,
    supporters BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, proposal_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX proposal_number ON proposal (tenant_id, number);
CREATE INDEX proposal_place ON proposal (tenant_id, budget_year, kelurahan, state);
CREATE INDEX proposal_merged ON proposal (tenant_id, merged_into);

-- What a deliberation said about a proposal: its place in the order, or why it was sent back.
CREATE TABLE proposal_verdict (
    tenant_id BIGINT NOT NULL,
    proposal_id BLOB NOT NULL,
    forum_id BLOB NOT NULL,
    stage TEXT NOT NULL,
    place_in_order BIGINT,
    reason TEXT NOT NULL,
    PRIMARY KEY (tenant_id, proposal_id, forum_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX proposal_order ON proposal_verdict (tenant_id, forum_id, place_in_order);

-- One browser that supports a proposal; token is the hash of what its cookie holds.
CREATE TABLE proposal_support (
    tenant_id BIGINT NOT NULL,
    proposal_id BLOB NOT NULL,
    token BLOB NOT NULL,
    PRIMARY KEY (tenant_id, proposal_id, token)
) WITHOUT ROWID;

-- Projection "proposal_evidence": repairs that were costed and not mended since.
CREATE TABLE evidence_repair (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    item TEXT NOT NULL,
    cost BIGINT NOT NULL,
    price_code TEXT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, item)
) WITHOUT ROWID;

-- Projection "proposal_evidence": weeks in which more people waited than there are seats.
CREATE TABLE evidence_crowd (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    week TEXT NOT NULL,
    peak BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, week)
) WITHOUT ROWID;
