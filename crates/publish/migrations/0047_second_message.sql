-- publish/outreach: a second message of a campaign, as JSON with the lot that decides who hears it. Its short links
-- and counts are rows of the same tables, whose medium then ends in -b.

ALTER TABLE campaign ADD COLUMN second TEXT NOT NULL DEFAULT 'null';
