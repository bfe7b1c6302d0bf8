-- SPDX-License-Identifier: GPL-3.0-or-later
-- A hub: the logs that desks exchange through (docs/adr/0025). `checkin hub-init` runs it in one transaction, again to
-- bring an older hub up to date. PostgreSQL 15 or newer, no extension, no superuser: CREATEROLE, and CREATE in the database.
--
-- A desk's role may execute push, announce, pull, greet and (hub_forget.sql) forget, and nothing else: tables, other
-- functions and other events are closed. It appends and reads; what is there it cannot change, but for the people that a
-- purge takes out.

DO $$
DECLARE
  is_super boolean := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'checkin_owner') THEN
    CREATE ROLE checkin_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'checkin_desk') THEN
    CREATE ROLE checkin_desk NOLOGIN;
  END IF;
  IF NOT is_super THEN
    EXECUTE pg_catalog.format('GRANT checkin_owner TO %I', current_user);  -- from 16 on, who makes a role is not in it
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'checkin') THEN
    CREATE SCHEMA checkin AUTHORIZATION checkin_owner;
  END IF;
END $$;

SET LOCAL lock_timeout = '20s';  -- a desk that holds something up is told of, not waited for
SET LOCAL ROLE checkin_owner;

-- One row an event; `id` is its public id. `last` and `chain` are the end of its log.
CREATE TABLE IF NOT EXISTS checkin.event (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE CHECK (id ~ '^[A-Za-z0-9_-]{1,48}$'),
  last bigint NOT NULL DEFAULT 0,
  chain bytea NOT NULL DEFAULT '',
  notifies boolean NOT NULL DEFAULT true
) WITH (fillfactor = 20);

-- `may_purge`: whose purge counts here. It alone cannot be undone, so a lost laptop must not be able to bring it.
CREATE TABLE IF NOT EXISTS checkin.member (
  event integer NOT NULL REFERENCES checkin.event,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 256),
  role name NOT NULL,
  may_purge boolean NOT NULL DEFAULT false,
  PRIMARY KEY (event, name),
  UNIQUE (role, event)
);

-- Desks that were taken off and are asked to forget the people in their copy. They may still connect, to be told so.
CREATE TABLE IF NOT EXISTS checkin.lost (
  event integer NOT NULL REFERENCES checkin.event,
  role name NOT NULL,
  PRIMARY KEY (role, event)
);

-- The texts are those the desk stored, letter by letter; nobody here reads them. `via` is who brought them.
CREATE TABLE IF NOT EXISTS checkin.entry (
  event integer NOT NULL,
  place bigint NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 256),
  subject text NOT NULL CHECK (length(subject) <= 256),
  desk text NOT NULL CHECK (length(desk) <= 256),
  at text NOT NULL CHECK (length(at) <= 256),
  body text NOT NULL CHECK (octet_length(body) <= 8192),
  chain bytea NOT NULL,
  via name NOT NULL,
  received timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (event, place),
  UNIQUE (event, id)
);

-- Who was here lately. Only shown, so it need not outlive a crash. A role speaks for itself alone.
CREATE UNLOGGED TABLE IF NOT EXISTS checkin.presence (
  event integer NOT NULL,
  identity text NOT NULL CHECK (length(identity) <= 256),
  desk text NOT NULL CHECK (length(desk) <= 256),
  at text NOT NULL CHECK (length(at) <= 256),
  waiting bigint NOT NULL,
  ahead double precision NOT NULL,
  role name NOT NULL,
  heard timestamptz NOT NULL,
  PRIMARY KEY (event, role, identity)
);

-- The number of an event in which whoever is connected has a part.
CREATE OR REPLACE FUNCTION checkin.mine(p_event text) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_number integer;
BEGIN
  SELECT e.number INTO found_number FROM checkin.event e JOIN checkin.member m ON m.event = e.number
    WHERE e.id = p_event AND m.role = session_user;
  IF found_number IS NULL AND EXISTS (
    SELECT FROM checkin.lost l JOIN checkin.event e ON e.number = l.event WHERE e.id = p_event AND l.role = session_user
  ) THEN
    RAISE EXCEPTION 'no part in this event any more, and asked to forget' USING ERRCODE = 'CK005';
  ELSIF found_number IS NULL THEN
    RAISE EXCEPTION 'no part in this event' USING ERRCODE = 'CK003';
  END IF;
  RETURN found_number;
END $$;

-- push and pull ask the log in ways that only one index answers: a desk that connects before the list is there keeps the
-- plans for an empty table, and would otherwise read the whole log at each arrival.

-- The list of what only a desk that may purge may bring (member.may_purge): every desk obeys it, and nothing undoes it.
-- A body that cannot be read here counts as one that decides.
CREATE OR REPLACE FUNCTION checkin.needs_may_purge(p_kind text, p_body text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN CASE p_kind
    WHEN 'event_purged' THEN true
    WHEN 'privacy_described' THEN 'by_itself' IN (SELECT json_object_keys(p_body::json))
    ELSE false
  END;
EXCEPTION WHEN OTHERS THEN
  RETURN true;
END $$;

-- Puts entries at the end of the log; those that are there are passed over. All or none. Returns how many were new. It
-- gives no notice (announce does): a notice may fail or wait at the commit, and would take the push with it.
-- CK002 and 22CK1 (from a time that is not yet): for one entry, the desk goes on without it. CK004: a desk that may not.
CREATE OR REPLACE FUNCTION checkin.push(
  p_event text, p_ids uuid[], p_kinds text[], p_subjects text[], p_desks text[], p_ats text[], p_bodies text[]
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '4s' AS $$
DECLARE
  here integer := checkin.mine(p_event);
  log checkin.event;
  fresh record;
  chain bytea;
  taken integer := 0;
  -- The first id (UUIDv7) of a day from now.
  too_late uuid := rpad(lpad(to_hex((extract(epoch FROM clock_timestamp() + interval '1 day') * 1000)::bigint), 12, '0'),
    32, '0')::uuid;
BEGIN
  -- Looked at before, although the table would refuse them: its error would write what is in them into the server's log.
  IF cardinality(p_ids) > 1000 OR EXISTS (
    SELECT FROM unnest(p_ids, p_kinds, p_subjects, p_desks, p_ats, p_bodies) AS e(id, kind, subject, desk, at, body)
    WHERE (e.id IS NOT NULL AND length(e.kind) BETWEEN 1 AND 256 AND length(e.subject) <= 256
      AND length(e.desk) <= 256 AND length(e.at) <= 256 AND octet_length(e.body) <= 8192) IS NOT TRUE
  ) THEN
    RAISE EXCEPTION 'an entry that cannot be kept' USING ERRCODE = 'CK002';
  END IF;
  IF EXISTS (
    SELECT FROM unnest(p_ids) AS e(id)
    WHERE e.id >= too_late AND NOT EXISTS (SELECT FROM checkin.entry k WHERE k.event = here AND k.id = e.id)
  ) THEN
    RAISE EXCEPTION 'an entry of a time that is not yet' USING ERRCODE = '22CK1';
  END IF;
  IF EXISTS (
    SELECT FROM unnest(p_ids, p_kinds, p_bodies) AS e(id, kind, body)
    WHERE checkin.needs_may_purge(e.kind, e.body)
      AND NOT EXISTS (SELECT FROM checkin.entry k WHERE k.event = here AND k.id = e.id)
  ) AND NOT EXISTS (SELECT FROM checkin.member m WHERE m.event = here AND m.role = session_user AND m.may_purge) THEN
    RAISE EXCEPTION 'a purge by a desk that may not' USING ERRCODE = 'CK004';
  END IF;
  -- Until the commit nobody else of this event gets a place: the order of places is the order in which they are seen. A
  -- row that no role of a desk can touch, so that a desk can hold up its own event at most, and by a push alone.
  SELECT * INTO log FROM checkin.event WHERE number = here FOR NO KEY UPDATE;
  FOR fresh IN
    SELECT * FROM unnest(p_ids, p_kinds, p_subjects, p_desks, p_ats, p_bodies)
      WITH ORDINALITY AS e(id, kind, subject, desk, at, body, turn)
    ORDER BY turn
  LOOP
    chain := sha256(log.chain || uuid_send(fresh.id));
    INSERT INTO checkin.entry (event, place, id, kind, subject, desk, at, body, chain, via)
      VALUES (here, log.last + 1, fresh.id, fresh.kind, fresh.subject, fresh.desk, fresh.at, fresh.body, chain, session_user)
      ON CONFLICT (event, id) DO NOTHING;
    IF FOUND THEN
      log.last := log.last + 1;
      log.chain := chain;
      taken := taken + 1;
    END IF;
  END LOOP;
  IF taken > 0 THEN
    UPDATE checkin.event SET last = log.last, chain = log.chain WHERE number = here;
  END IF;
  RETURN taken;
END $$;

-- Tells the desks that listen that something was pushed: after that commit, in a transaction of its own, which holds
-- nothing that a push waits for and may fail. Desks look every second in any case.
CREATE OR REPLACE FUNCTION checkin.announce(p_event text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here integer := checkin.mine(p_event);
BEGIN
  IF (SELECT e.notifies FROM checkin.event e WHERE e.number = here) THEN
    PERFORM pg_notify('checkin_' || p_event, '');  -- empty: anybody may listen
  END IF;
END $$;

-- At most 200 entries that follow a cursor, with the cursor after each. CK001: the cursor is not on this log.
CREATE OR REPLACE FUNCTION checkin.pull(p_event text, p_place bigint, p_chain bytea)
RETURNS TABLE (place bigint, chain bytea, id uuid, kind text, subject text, desk text, at text, body text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here integer := checkin.mine(p_event);
  known record;
BEGIN
  SELECT e.place, e.chain INTO known FROM checkin.entry e
    WHERE e.event = here AND e.place >= p_place ORDER BY e.place LIMIT 1;
  IF p_place > 0 AND (known.place = p_place AND known.chain = p_chain) IS NOT TRUE THEN
    RAISE EXCEPTION 'the cursor is not on this log' USING ERRCODE = 'CK001';
  END IF;
  RETURN QUERY
    SELECT e.place, e.chain, e.id, e.kind, e.subject, e.desk, e.at, e.body FROM checkin.entry e
    WHERE e.event = here AND e.place > p_place ORDER BY e.place LIMIT 200;
END $$;

-- Ends the sessions of desks, of any event and database of this server, whose transaction is older than p_longest: no
-- desk has such a one, and a role sets its own time-outs aside. It holds up its event, or the queue of notices of the whole
-- server. Only sessions of roles that checkin_owner is in (hub-init and hub-desk see to it). Returns how many.
CREATE OR REPLACE FUNCTION checkin.end_stale(p_longest interval) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(pg_terminate_backend(a.pid))::integer FROM pg_stat_activity a
  WHERE a.xact_start < clock_timestamp() - p_longest AND a.pid <> pg_backend_pid() AND pg_has_role(a.usesysid, 'USAGE')
    AND EXISTS (SELECT FROM pg_auth_members m WHERE m.member = a.usesysid AND m.roleid = 'checkin_desk'::regrole)
$$;

-- Says who is here; tells who else was within a day. Ages and clocks are compared with the server's.
CREATE OR REPLACE FUNCTION checkin.greet(p_event text, p_identity text, p_desk text, p_at text, p_waiting bigint)
RETURNS TABLE (identity text, desk text, at text, waiting bigint, age double precision, ahead double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  here integer := checkin.mine(p_event);
  moment timestamptz := clock_timestamp();
BEGIN
  IF (p_at ~ '^\d{4}-\d{2}-\d{2}[T ][0-9:.]{5,15}(Z|[+-][0-9:.]{2,15})?$'
    AND length(p_identity) <= 256 AND length(p_desk) <= 256) IS NOT TRUE THEN
    RAISE EXCEPTION 'no greeting of a desk' USING ERRCODE = 'CK002';
  END IF;
  PERFORM checkin.end_stale('30 seconds');  -- every desk greets every few seconds: they watch over one another
  INSERT INTO checkin.presence AS p
    VALUES (here, p_identity, p_desk, p_at, p_waiting, extract(epoch FROM p_at::timestamptz - moment), session_user, moment)
    ON CONFLICT ON CONSTRAINT presence_pkey DO UPDATE SET (desk, at, waiting, ahead, heard) =
      (excluded.desk, excluded.at, excluded.waiting, excluded.ahead, excluded.heard);
  DELETE FROM checkin.presence p WHERE p.event = here AND p.heard < moment - interval '1 day';
  DELETE FROM checkin.presence p WHERE p.event = here AND p.role = session_user AND p.identity NOT IN (
    SELECT n.identity FROM checkin.presence n WHERE n.event = here AND n.role = session_user ORDER BY n.heard DESC LIMIT 20
  );
  RETURN QUERY
    SELECT p.identity, p.desk, p.at, p.waiting, extract(epoch FROM moment - p.heard)::double precision, p.ahead
    FROM checkin.presence p WHERE p.event = here;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA checkin FROM public;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA checkin FROM public;
GRANT USAGE ON SCHEMA checkin TO checkin_desk;
GRANT EXECUTE ON FUNCTION checkin.push, checkin.announce, checkin.pull, checkin.greet TO checkin_desk;

RESET ROLE;

-- What PostgreSQL lets everybody do and no desk needs, taken from everybody where that is ours to say: in a database that
-- is Checkin's alone, temporary tables by its owner; large objects, locks by number and
-- writing to pg_wal by a superuser, who also lets hub-init and hub-desk limit what a desk's query may put on the disk.
DO $$
DECLARE
  is_super boolean := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
  owner oid := (SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database());
  needless regprocedure;
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname NOT IN ('checkin', 'information_schema') AND n.nspname !~ '^pg_'
  ) THEN
    RETURN;
  END IF;
  IF is_super OR pg_has_role(owner, 'MEMBER') THEN
    EXECUTE pg_catalog.format('REVOKE TEMPORARY ON DATABASE %I FROM public', current_database());
  END IF;
  IF is_super THEN
    GRANT SET ON PARAMETER temp_file_limit TO checkin_owner;
    FOR needless IN
      SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
        AND (proname ~ '^lo_' OR proname IN ('loread', 'lowrite') OR proname ~ '^pg_((try_)?advisory_|logical_emit_)')
    LOOP
      EXECUTE pg_catalog.format('REVOKE EXECUTE ON FUNCTION %s FROM public', needless);
    END LOOP;
  END IF;
END $$;
