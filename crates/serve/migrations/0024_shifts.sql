-- serve/shifts: who sits at which counter in a half of a day, and shifts that officers swap.

-- part: morning, afternoon. An officer sits at one counter at a time.
CREATE TABLE counter_shift (
    tenant_id BIGINT NOT NULL,
    unit_code TEXT NOT NULL,
    day TEXT NOT NULL,
    part TEXT NOT NULL,
    counter BIGINT NOT NULL,
    user_id BLOB NOT NULL,
    PRIMARY KEY (tenant_id, unit_code, day, part, counter)
) WITHOUT ROWID;
CREATE UNIQUE INDEX counter_shift_user ON counter_shift (tenant_id, user_id, day, part);

-- state: asked, accepted, declined, withdrawn. Both slots are of this unit.
CREATE TABLE shift_swap (
    tenant_id BIGINT NOT NULL,
    swap_id BLOB NOT NULL,
    unit_code TEXT NOT NULL,
    state TEXT NOT NULL,
    asker_id BLOB NOT NULL,
    give_day TEXT NOT NULL,
    give_part TEXT NOT NULL,
    give_counter BIGINT NOT NULL,
    colleague_id BLOB NOT NULL,
    take_day TEXT NOT NULL,
    take_part TEXT NOT NULL,
    take_counter BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, swap_id)
) WITHOUT ROWID;
CREATE INDEX shift_swap_unit ON shift_swap (tenant_id, unit_code, asked_at);
