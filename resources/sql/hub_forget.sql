-- SPDX-License-Identifier: GPL-3.0-or-later
-- A purge at a hub (docs/adr/0031), run after hub.sql: what a desk made anonymous takes the place of what was told here.
-- Ids, places and the chain over the ids stay, so every cursor does. Old versions of a row are gone from the disk after
-- VACUUM FULL checkin.entry, which is the administrator's; so are copies of the database.

SET LOCAL ROLE checkin_owner;

-- Only entries before a purge that is in this log, and none that is anonymous already. Returns how many were changed.
CREATE OR REPLACE FUNCTION checkin.forget(
  p_event text, p_purge uuid, p_ids uuid[], p_subjects text[], p_bodies text[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here integer := checkin.mine(p_event);
  changed integer;
BEGIN
  IF cardinality(p_ids) > 1000 OR EXISTS (
    SELECT FROM unnest(p_ids, p_subjects, p_bodies) AS e(id, subject, body)
    WHERE (e.id IS NOT NULL AND length(e.subject) <= 256 AND octet_length(e.body) <= 8192) IS NOT TRUE
  ) OR NOT EXISTS (
    SELECT FROM checkin.entry p WHERE p.event = here AND p.id = p_purge AND p.kind = 'event_purged'
  ) THEN
    RAISE EXCEPTION 'nothing that was purged here' USING ERRCODE = 'CK002';
  END IF;
  UPDATE checkin.entry k SET subject = n.subject, body = n.body
    FROM unnest(p_ids, p_subjects, p_bodies) AS n(id, subject, body)
    WHERE k.event = here AND k.id = n.id AND k.id < p_purge AND k.subject NOT LIKE 'anonymous:%'
      AND (k.subject, k.body) IS DISTINCT FROM (n.subject, n.body);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

REVOKE ALL ON FUNCTION checkin.forget FROM public;
GRANT EXECUTE ON FUNCTION checkin.forget TO checkin_desk;

RESET ROLE;
