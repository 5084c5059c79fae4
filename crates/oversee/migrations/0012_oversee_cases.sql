-- oversee/cases. What a case says lies sealed under its own key; whom it is about is kept beside it as
-- a keyed hash. Prohibition and sanction are written when the case is final.

CREATE TABLE oversight_case (
    tenant_id BIGINT NOT NULL,
    case_id BLOB NOT NULL,
    number TEXT NOT NULL,
    unit TEXT NOT NULL,
    phase TEXT NOT NULL,
    person BLOB NOT NULL,
    prohibition TEXT NOT NULL,
    sanction TEXT NOT NULL,
    sealed BLOB NOT NULL,
    clocks TEXT NOT NULL,
    seq BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    final_at BIGINT,
    PRIMARY KEY (tenant_id, case_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX oversight_case_number ON oversight_case (tenant_id, number);
CREATE INDEX oversight_case_opened ON oversight_case (tenant_id, opened_at, case_id);
CREATE INDEX oversight_case_person ON oversight_case (tenant_id, person);
CREATE INDEX oversight_case_final ON oversight_case (tenant_id, prohibition, final_at);
