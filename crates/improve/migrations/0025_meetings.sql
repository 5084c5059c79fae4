-- Meetings of heads: what was called, who came, what was said, and what was promised.

-- units: codes as JSON; none means all. sealed: what it is
-- about, where, and its agenda from the moment on at which it is held.
CREATE TABLE meeting (
    tenant_id BIGINT NOT NULL,
    meeting_id BLOB NOT NULL,
    kind TEXT NOT NULL,
    stage TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    units TEXT NOT NULL,
    caller_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, meeting_id)
) WITHOUT ROWID;
CREATE INDEX meeting_start ON meeting (tenant_id, starts_at, meeting_id);

-- Who was asked, for which unit (empty for the city), and came or not. in_month: such as 2026-11.
CREATE TABLE meeting_attendance (
    tenant_id BIGINT NOT NULL,
    meeting_id BLOB NOT NULL,
    user_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    present BIGINT NOT NULL,
    in_month TEXT NOT NULL,
    PRIMARY KEY (tenant_id, meeting_id, user_id, unit)
) WITHOUT ROWID;
CREATE INDEX meeting_attendance_month ON meeting_attendance (tenant_id, in_month, unit);

CREATE TABLE meeting_note (
    tenant_id BIGINT NOT NULL,
    meeting_id BLOB NOT NULL,
    place BIGINT NOT NULL,
    item BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, meeting_id, place)
) WITHOUT ROWID;

-- clock_id: the clock that runs or ran out; none once the unit says that it is done. first_due_at and
-- in_month: as it was promised first, so that a later date does not polish the figures.
CREATE TABLE meeting_promise (
    tenant_id BIGINT NOT NULL,
    promise_id BLOB NOT NULL,
    meeting_id BLOB NOT NULL,
    unit TEXT NOT NULL,
    head_id BLOB,
    state TEXT NOT NULL,
    missed BIGINT NOT NULL,
    lapsed BIGINT NOT NULL,
    clock_id BLOB,
    due_at BIGINT NOT NULL,
    first_due_at BIGINT NOT NULL,
    in_month TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    done_at BIGINT,
    sealed BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, promise_id)
) WITHOUT ROWID;
CREATE INDEX meeting_promise_meeting ON meeting_promise (tenant_id, meeting_id, promise_id);
CREATE INDEX meeting_promise_open ON meeting_promise (tenant_id, state, due_at);
CREATE INDEX meeting_promise_month ON meeting_promise (tenant_id, in_month, unit);

-- Whom a mail reminded of a date, once.
CREATE TABLE meeting_reminder (
    tenant_id BIGINT NOT NULL,
    promise_id BLOB NOT NULL,
    due_at BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, promise_id, due_at, user_id)
) WITHOUT ROWID;
