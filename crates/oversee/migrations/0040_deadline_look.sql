-- A missed clock waits to be looked at from the moment at which the projection sees the miss, so that a
-- look finds what waits by its time and never goes through what was missed in all the years before.

CREATE INDEX deadline_next_look ON deadline_next (tenant_id, look_at);

INSERT INTO deadline_next (tenant_id, clock_id, look_at)
SELECT w.tenant_id, w.clock_id, w.missed_at FROM deadline_watch w
WHERE w.missed_at IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM deadline_next n WHERE n.tenant_id = w.tenant_id AND n.clock_id = w.clock_id
);
