-- Keyed pseudonyms of the people in a matter, under the matter's own key: for analysis, which needs
-- to know who is the same and never who anybody is.
CREATE TABLE case_link (
    tenant_id BIGINT NOT NULL,
    subject_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, subject_id)
) WITHOUT ROWID;
