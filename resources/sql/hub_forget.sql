-- SPDX-License-Identifier: GPL-3.0-or-later
-- A purge at a hub (docs/adr/0031, 0043), run after hub.sql: what a desk made anonymous takes the place of what was told
-- here, and only says less. Ids, places and the chain over the ids stay, so every cursor does. Old versions of a row are
-- gone from the disk after VACUUM FULL checkin.entry, which is the administrator's; so are copies of the database.

SET LOCAL ROLE checkin_owner;

-- Whether everything that is said in p_new was said in p_old, or is empty.
CREATE OR REPLACE FUNCTION checkin.says_less(p_old jsonb, p_new jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_path_query(p_new, 'strict $.**') AS n
    WHERE jsonb_typeof(n) NOT IN ('object', 'array') AND n <> '""'
      AND NOT EXISTS (SELECT FROM jsonb_path_query(p_old, 'strict $.**') AS o WHERE o = n)
  ) AND NOT EXISTS (
    SELECT FROM jsonb_path_query(p_new, 'strict $.** ? (@.type() == "object").keyvalue().key') AS n
    WHERE n #>> '{}' !~ '^custom:[0-9]+$'
      AND NOT EXISTS (
        SELECT FROM jsonb_path_query(p_old, 'strict $.** ? (@.type() == "object").keyvalue().key') AS o WHERE o = n
      )
  )
$$;

-- Whether p_new is the key of the conflict p_old without people: two walk-ins as they are called now, or, of the same two
-- corrections, a number in place of what a column was called.
CREATE OR REPLACE FUNCTION checkin.is_key_left(p_old text, p_new text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(
    CASE split_part(p_old, ':', 1)
      WHEN 'same_walk_in' THEN
        p_new ~ '^same_walk_in:anonymous:(into:)?[0-9a-f]{32}:anonymous:(into:)?[0-9a-f]{32}$'
      WHEN 'corrected_twice' THEN
        p_new ~ '^corrected_twice:[0-9a-f]{32}:[0-9a-f]{32}:custom:[0-9]*$' AND left(p_old, 82) = left(p_new, 82)
    END,
    false)
$$;

-- Whether the body p_new is p_old without people: fields are left out or say less, and a number stands for a name.
CREATE OR REPLACE FUNCTION checkin.is_remainder(p_old text, p_new text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before jsonb;
BEGIN
  before := p_old;
  RETURN NOT EXISTS (
    SELECT FROM json_each(p_new::json) AS n(name, value)
    WHERE NOT CASE
      WHEN n.name = 'withdrawn' THEN n.value::text = 'true'
      WHEN n.name = 'last_name' THEN n.value #>> '{}' ~ '^#[0-9a-f]{8}$'
      WHEN n.name = 'into' THEN n.value #>> '{}' ~ '^(anonymous:(into:)?[0-9a-f]{32})?$'
      WHEN before -> n.name = n.value::jsonb THEN true
      WHEN n.name = 'conflict' THEN checkin.is_key_left(before ->> 'conflict', n.value #>> '{}')
      ELSE before ? n.name AND checkin.says_less(before -> n.name, n.value::jsonb)
    END
  );
EXCEPTION WHEN data_exception THEN  -- texts are kept as they came: this one is no JSON to PostgreSQL
  RETURN p_new = '{}';
END $$;

-- Whether a purge takes people out of entries of this kind, as core/purge says it; kinds that are not known
-- here may have people, too.
CREATE OR REPLACE FUNCTION checkin.is_about_people(p_kind text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p_kind <> ALL (ARRAY[
    'event_described', 'category_planned', 'session_planned', 'control_point_planned', 'column_planned',
    'badge_template_saved', 'badge_template_withdrawn', 'badge_picture_kept', 'clock_measured', 'privacy_described',
    'event_purged', 'rehearsal_begun', 'tickets_described', 'ticket_template_saved', 'ticket_template_withdrawn',
    'ticketing_described', 'ticketing_joined', 'ticketing_left', 'product_planned', 'check_in_list_planned',
    'question_planned'
  ])
$$;

-- Only entries about people, before a purge that is in this log, and none that is anonymous already; what would say
-- something new is emptied instead. Returns how many were changed. CK004: there is no such purge here.
CREATE OR REPLACE FUNCTION checkin.forget(
  p_event text, p_purge uuid, p_ids uuid[], p_subjects text[], p_bodies text[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here integer := checkin.mine(p_event);
  changed integer;
BEGIN
  IF NOT EXISTS (SELECT FROM checkin.entry p WHERE p.event = here AND p.id = p_purge AND p.kind = 'event_purged') THEN
    RAISE EXCEPTION 'nothing that was purged here' USING ERRCODE = 'CK004';
  ELSIF cardinality(p_ids) > 1000 THEN
    RAISE EXCEPTION 'too many at once' USING ERRCODE = 'CK002';
  END IF;
  UPDATE checkin.entry k SET
      subject = CASE WHEN n.subject ~ '^anonymous:(into:)?[0-9a-f]{32}$' THEN n.subject ELSE '' END,
      body = CASE WHEN checkin.is_remainder(k.body, n.body) THEN n.body ELSE '{}' END
    FROM unnest(p_ids, p_subjects, p_bodies) AS n(id, subject, body)
    WHERE k.event = here AND k.id = n.id AND k.id < p_purge AND k.subject NOT LIKE 'anonymous:%'
      AND checkin.is_about_people(k.kind)
      AND (k.subject, k.body) IS DISTINCT FROM (n.subject, n.body);
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA checkin FROM public;
GRANT EXECUTE ON FUNCTION checkin.forget TO checkin_desk;

RESET ROLE;
