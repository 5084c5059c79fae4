-- improve: rates of returned files by officer (a projection), trainings, and coaching.

-- Projection "competence": what must be remembered of a file until it ends. complete: whether nothing was
-- missing when it was handed in. officer_id: who verified it, in month; returned: how often it went back
-- to its citizen after that.
CREATE TABLE competence_file (
    tenant_id BIGINT NOT NULL,
    application_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    complete BIGINT NOT NULL,
    submitted_at BIGINT NOT NULL,
    officer_id BLOB,
    month TEXT NOT NULL,
    returned BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, application_id)
) WITHOUT ROWID;

-- Of the same projection: files by what they were. returned: those that went back; again: more than once.
CREATE TABLE competence_count (
    tenant_id BIGINT NOT NULL,
    month TEXT NOT NULL,
    unit_code TEXT NOT NULL,
    officer_id BLOB NOT NULL,
    service TEXT NOT NULL,
    channel TEXT NOT NULL,
    complete BIGINT NOT NULL,
    n BIGINT NOT NULL,
    returned BIGINT NOT NULL,
    again BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, month, unit_code, officer_id, service, channel, complete)
) WITHOUT ROWID;
CREATE INDEX competence_unit ON competence_count (tenant_id, unit_code, month);

CREATE TABLE training (
    tenant_id BIGINT NOT NULL,
    training_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    topic TEXT NOT NULL,
    day TEXT NOT NULL,
    seats BIGINT NOT NULL,
    held BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, training_id)
) WITHOUT ROWID;
CREATE INDEX training_unit ON training (tenant_id, unit_code, day);

-- Who took part.
CREATE TABLE training_seat (
    tenant_id BIGINT NOT NULL,
    training_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, training_id, user_id)
) WITHOUT ROWID;
CREATE INDEX training_seat_user ON training_seat (tenant_id, user_id);

-- One for each officer who ever asked for a coach; is_open while they want one.
CREATE TABLE coaching (
    tenant_id BIGINT NOT NULL,
    coaching_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    is_open BIGINT NOT NULL,
    since BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, coaching_id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX coaching_user ON coaching (tenant_id, user_id);
CREATE INDEX coaching_unit ON coaching (tenant_id, unit_code, is_open);

-- sealed: what was written, under the coaching's own key.
CREATE TABLE coaching_note (
    tenant_id BIGINT NOT NULL,
    coaching_id BLOB NOT NULL,
    number BIGINT NOT NULL,
    by_coach BIGINT NOT NULL,
    at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (tenant_id, coaching_id, number)
) WITHOUT ROWID;
