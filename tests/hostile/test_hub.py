# SPDX-License-Identifier: GPL-3.0-or-later
"""At a hub a desk, or whoever has found its laptop, holds up no other event, and speaks for no other desk."""

import contextlib
import math
import os
import subprocess
import time
import tracemalloc
from datetime import UTC, datetime
from itertools import repeat

import psycopg
import pytest
from psycopg import errors

from checkin.core.entries import next_id
from checkin.core.message import SyncError
from checkin.sync import hub_connection
from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_admin import CONNECTIONS, QUEUE_SHARE, HubAdmin
from checkin.sync.hub_connection import _with_patience
from checkin.sync.peer import START, Heartbeat, wait_for_news
from checkin.sync.postgres_peer import NOTICED_ROUNDS, PAGE, POLL_S, WITHOUT_NOTICES_S
from tests.patience import PATIENCE_S
from tests.sync.at_work import until
from tests.sync.desks import SyncDesk, some_entries, ticking

AT = datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
OTHER = "another-event"
OLD_PRESENCE = """
DROP TABLE checkin.presence;
CREATE UNLOGGED TABLE checkin.presence (
  event integer NOT NULL, identity text NOT NULL CHECK (length(identity) <= 256),
  desk text NOT NULL CHECK (length(desk) <= 256), at text NOT NULL CHECK (length(at) <= 256), waiting bigint NOT NULL,
  ahead double precision NOT NULL, role name NOT NULL, heard timestamptz NOT NULL, PRIMARY KEY (event, identity)
);
ALTER TABLE checkin.presence OWNER TO checkin_owner;
INSERT INTO checkin.presence VALUES (1, 'id1', 'Accueil 1', '2023-07-04T08:30:00+00:00', 0, 0, 'x', now());
"""


@pytest.fixture
def intruder(hub):
    """A connection as a desk of another event has it, that waits for nothing and is ended by nothing."""
    with hub.hub() as opened:
        opened.add_event(OTHER)
        address = opened.admit(OTHER, "Accueil 1")
    with contextlib.closing(psycopg.connect(address, autocommit=True)) as session:
        for name in ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"):
            session.execute(f"SET {name} = 0")
        yield session


@pytest.fixture
def insider(hub):
    """The same, as a desk of this event."""
    with contextlib.closing(psycopg.connect(hub.address("insider"), autocommit=True)) as session:
        session.execute("SET idle_in_transaction_session_timeout = 0")
        session.execute("SET statement_timeout = 0")
        yield session


def pushed(session, event):
    arrays = "'{}'::uuid[], '{}'::text[], '{}'::text[], '{}'::text[], '{}'::text[], '{}'::text[]"
    session.execute(f"SELECT checkin.push(%s, {arrays})", [event])


def test_a_desk_of_another_event_holds_nobody_up(hub, intruder):
    peer = hub.peer()
    intruder.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"checkin/{hub.event}"])
    intruder.execute("BEGIN")
    pushed(intruder, OTHER)
    peer.push(some_entries(3))  # held up it would say so
    assert len(peer.pull(START).entries) == 3


def test_a_desk_that_holds_up_its_own_event_is_told_of_and_nothing_waits_for_ever(hub, insider):
    peer, entries = hub.peer(), some_entries(3)
    insider.execute("BEGIN")
    pushed(insider, hub.event)
    with pytest.raises(SyncError, match="Another desk is blocking"):
        peer.push(entries)
    peer._back_off.succeeded()
    assert peer.pull(START).entries == ()
    insider.execute("COMMIT")
    peer._back_off.succeeded()
    peer.push(entries)
    assert len(peer.pull(START).entries) == 3


def test_the_organiser_is_not_held_up_and_can_take_that_desk_off(hub, insider):
    peer = hub.peer()
    insider.execute("BEGIN")
    pushed(insider, hub.event)
    with hub.hub() as opened:
        opened.admit(hub.event, "one more")
        opened.revoke(hub.event, "insider")
    peer.push(some_entries())
    assert len(peer.pull(START).entries) == 1


def test_hub_init_waits_for_no_desk_for_ever(hub, insider, monkeypatch):
    insider.execute("BEGIN")
    insider.execute("SELECT * FROM checkin.pull(%s, 0, '')", [hub.event])
    with hub.hub() as opened:
        opened._open.execute("SET lock_timeout = '500ms'")
        began = time.monotonic()
        with contextlib.suppress(SyncError):
            opened.prepare()
        assert time.monotonic() - began < PATIENCE_S


def test_a_desk_speaks_for_no_other(hub):
    one, other = hub.peer("one"), hub.peer("other")
    one.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
    other.exchange_heartbeats(Heartbeat("id1", "Forged", AT, 9, is_goodbye=True))
    assert {heard.greeting.desk for heard in one.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))} == {
        "Accueil 1",
        "Forged",
    }


def test_a_desk_that_greets_under_a_thousand_names_leaves_a_few(hub):
    one, other = hub.peer("one"), hub.peer("other")
    one.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
    for number in range(60):
        other.exchange_heartbeats(Heartbeat(f"x{number}", f"Forged {number}", AT, 0))
    heard = {each.greeting.desk for each in one.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))}
    assert "Accueil 1" in heard
    assert len(heard) <= 21


@pytest.mark.parametrize("at", ["infinity", "-infinity", "now", "epoch", "yesterday", "4713-01-01 BC", "", "x" * 300])
def test_a_greeting_that_no_clock_gives_is_refused_and_the_others_are_heard(hub, insider, at):
    peer = hub.peer()
    with pytest.raises(errors.Error):
        insider.execute("SELECT checkin.greet(%s, 'x', 'Forged', %s, 0)", [hub.event, at])
    (heard,) = peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
    assert math.isfinite(heard.offset)


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_a_greeting_of_a_year_of_no_clock_is_passed_over(hub, insider, at):
    peer = hub.peer()
    insider.execute("SELECT checkin.greet(%s, 'x', %s, %s, 0)", [hub.event, "F\n", at])
    (heard,) = peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
    assert heard.greeting.desk == "Accueil 1"


def test_a_hub_of_the_version_before_is_brought_up_to_date_while_desks_are_connected(hub):
    peer = hub.peer("one")
    peer.push(some_entries(3))
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute(OLD_PRESENCE)
    with hub.hub() as opened:
        opened.prepare()
        opened.prepare()
    assert [heard.greeting.desk for heard in peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))] == [
        "Accueil 1"
    ]
    assert len(peer.pull(START).entries) == 3


NEEDLESS = [
    "CREATE TEMP TABLE a (b int)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_xact_lock(1, 2)",
]


@pytest.mark.parametrize("statement", NEEDLESS)
def test_what_no_desk_needs_is_taken_away_by_a_superuser(hub, statement):
    address = hub.address("near")
    with contextlib.closing(_as_superuser(hub)) as opened:
        assert opened.has_excess_rights()
        opened.prepare()
        assert not opened.has_excess_rights()
    with psycopg.connect(address, autocommit=True) as session, pytest.raises(errors.InsufficientPrivilege):
        session.execute(statement)
    hub.peer().push(some_entries())


def test_what_a_desk_sorts_on_the_servers_disk_is_limited_where_a_superuser_said_so(hub):
    with contextlib.closing(_as_superuser(hub)) as opened:
        opened.prepare()
    with psycopg.connect(hub.address("near"), autocommit=True) as session:
        session.execute("SET statement_timeout = 0")
        with pytest.raises(errors.InsufficientPrivilege):
            session.execute("SET temp_file_limit = -1")
        assert session.execute("SHOW temp_file_limit").fetchone() == ("256MB",)


def test_a_database_that_others_use_is_left_as_it_is(hub):
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute("CREATE TABLE public.accounts (a int)")
    with contextlib.closing(_as_superuser(hub)) as opened:
        opened.prepare()
        assert opened.has_excess_rights()


def test_the_owner_of_the_database_takes_temporary_tables_away(hub):
    with hub.cluster.superuser("postgres") as connection:
        connection.execute(f"ALTER DATABASE {hub.database} OWNER TO organiser")
    with hub.hub() as opened:
        opened.prepare()
    address = hub.address("near")
    with psycopg.connect(address, autocommit=True) as session, pytest.raises(errors.InsufficientPrivilege):
        session.execute("CREATE TEMP TABLE a (b int)")


def test_a_role_has_few_connections(hub):
    address = hub.address("near")
    with contextlib.ExitStack() as stack:
        for _ in range(CONNECTIONS):
            stack.enter_context(psycopg.connect(address))
        with pytest.raises(psycopg.OperationalError, match="too many connections"):
            psycopg.connect(address)


def test_what_a_role_has_set_itself_ends_when_the_hub_is_brought_up_to_date(hub):
    address = hub.address("near")
    with psycopg.connect(address, autocommit=True) as session:
        (role,) = session.execute("SELECT current_user").fetchone()
        session.execute(f"ALTER ROLE {role} SET statement_timeout = 0")
        session.execute(f"ALTER ROLE {role} SET default_transaction_read_only = on")
    with hub.hub() as opened:
        opened.prepare()
    with psycopg.connect(address, autocommit=True) as session:
        assert session.execute("SHOW statement_timeout").fetchone() == ("15s",)
        assert session.execute("SHOW default_transaction_read_only").fetchone() == ("off",)


# Notices, which no right keeps anybody from


def notify_on(session, size):
    while True:
        session.execute("SELECT pg_notify('noise', repeat('x', %s))", [size])


@contextlib.contextmanager
def full_queue(hub, intruder, *peers):
    """A desk of another event listens and stays in a transaction, another one has notified until the server can take no
    more: its queue of notices cannot be written, and the beginning cannot be read. `peers` listened before.
    """
    folder = hub.cluster.data / "pg_notify"
    away = folder.with_name("pg_notify_away")
    intruder.execute("LISTEN held")
    intruder.execute("BEGIN")
    intruder.execute("SELECT 1")
    with psycopg.connect(hub.address("noisy"), autocommit=True) as noisy:
        noisy.execute("SELECT pg_notify('noise', n || repeat('x', 7900)) FROM generate_series(1, 60) AS n")
        for peer in peers:
            peer.pull(START)  # its session is past that now
        folder.rename(away)
        for size in (7_900, 1):
            with pytest.raises(errors.Error):
                notify_on(noisy, size)
    try:
        yield
    finally:
        away.rename(folder)
        intruder.execute("ROLLBACK")
        intruder.execute("UNLISTEN *")


def test_a_full_queue_of_notices_stops_no_push(hub, intruder):
    peer, other = hub.peer("one"), hub.peer("other")
    assert peer.pull(START).entries == other.pull(START).entries == ()
    with full_queue(hub, intruder, peer, other):
        peer.push(some_entries(3))
        peer.push(some_entries(4))
        assert len(other.pull(START).entries) == 4
        assert peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))


def test_a_desk_that_connects_while_the_queue_of_notices_is_full_works(hub, intruder):
    """The server cannot let it listen either: that, too, is only a help."""
    now = [100.0]
    peer, other = hub.peer("one", now=lambda: now[0]), hub.peer("other")
    with full_queue(hub, intruder):
        peer.push(some_entries(3))
        assert len(other.pull(START).entries) == 3
        assert len(peer.pull(START).entries) == 3
        assert not peer.has_news()
        now[0] += POLL_S
        assert peer.has_news()


def test_after_a_full_queue_notices_are_used_again(hub, intruder):
    now = [100.0]
    reader, writer = hub.peer("one", now=lambda: now[0]), hub.peer("other")
    with full_queue(hub, intruder):
        reader.pull(START)
    now[0] += WITHOUT_NOTICES_S
    reader.pull(START)
    writer.push(some_entries())
    assert wait_for_news([reader], PATIENCE_S)


def test_notices_of_another_event_make_no_desk_spin(hub, intruder):
    now = [100.0]
    peer, rounds = hub.peer(now=lambda: now[0]), 0
    peer.pull(START)
    for _ in range(NOTICED_ROUNDS):
        intruder.execute("SELECT pg_notify(%s, '')", [f"checkin_{hub.event}"])
        rounds += wait_for_news([peer], PATIENCE_S)
    assert rounds == NOTICED_ROUNDS
    intruder.execute("SELECT pg_notify(%s, '')", [f"checkin_{hub.event}"])
    assert not wait_for_news([peer], 0.05)
    assert peer.news_socket is None
    now[0] += POLL_S
    assert peer.has_news()


def flood(session, event):
    counted = "SELECT count(pg_notify(%s, n || repeat('x', 7900))) FROM generate_series(1, 5000) AS n"
    session.execute(counted, [f"checkin_{event}"])


def test_a_flood_of_notices_is_left_and_entries_are_exchanged(hub, intruder):
    now = [100.0]
    peer = hub.peer(now=lambda: now[0])
    peer.pull(START)
    flood(intruder, hub.event)
    hub.peer().push(some_entries(3))
    assert len(peer.pull(START).entries) == 3
    until(lambda: peer.has_news() or peer.news_socket is not None)
    flood(intruder, hub.event)
    assert not wait_for_news([peer], 0.05)  # it does not listen
    now[0] += WITHOUT_NOTICES_S
    assert len(peer.pull(START).entries) == 3
    hub.peer().push(some_entries(4))
    assert wait_for_news([peer], PATIENCE_S)


# What is held


def with_patience_of(hub, longest):
    """The hub, as impatient as said."""
    with hub.cluster.superuser(hub.database) as connection:
        (greet,) = connection.execute("SELECT pg_get_functiondef('checkin.greet'::regproc)").fetchone()
        assert "'30 seconds'" in greet
        connection.execute(greet.replace("'30 seconds'", longest))


@pytest.mark.parametrize("who", ["intruder", "insider"])
def test_a_transaction_that_no_desk_has_is_ended_by_the_greeting_of_any_desk(hub, who, request):
    session, peer = request.getfixturevalue(who), hub.peer()
    session.execute("LISTEN held")
    session.execute("BEGIN")
    pushed(session, hub.event if who == "insider" else OTHER)
    me = Heartbeat("id1", "Accueil 1", AT, 0)
    peer.exchange_heartbeats(me)
    assert session.execute("SELECT 1").fetchone() == (1,), "it is young yet"
    with_patience_of(hub, "'0 seconds'")
    peer.exchange_heartbeats(me)
    with pytest.raises(psycopg.OperationalError):
        session.execute("SELECT 1")
    peer.push(some_entries())
    assert len(hub.peer().pull(START).entries) == 1


def test_only_sessions_of_desks_are_ended(hub):
    peer = hub.peer()
    with hub.cluster.superuser(hub.database) as other, psycopg.connect(hub.cluster.url(hub.database)) as organiser:
        for session in (other, organiser):
            session.execute("BEGIN")
            session.execute("SELECT 1")
        with_patience_of(hub, "'0 seconds'")
        peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
        for session in (other, organiser):
            assert session.execute("SELECT 1").fetchone() == (1,)


@pytest.fixture
def prepares(hub):
    """A server that keeps prepared transactions, as an administrator may have set it."""
    _prepared_transactions(hub.cluster, "10")
    yield
    _prepared_transactions(hub.cluster, "0")


def _prepared_transactions(cluster, most):
    with cluster.superuser("postgres") as connection:
        connection.execute(f"ALTER SYSTEM SET max_prepared_transactions = {most}")
        connection.execute("CHECKPOINT")  # so that none is made again at the start, which would not fit
    cluster.kill()
    cluster.start()


@pytest.mark.usefixtures("prepares")
@pytest.mark.parametrize("is_revoked", [False, True])
def test_a_prepared_transaction_of_a_desk_ends_with_its_removal_or_with_hub_init(hub, is_revoked):
    address, peer = hub.address("insider"), hub.peer()
    with psycopg.connect(address, autocommit=True) as insider:
        insider.execute("BEGIN")
        pushed(insider, hub.event)
        insider.execute("PREPARE TRANSACTION 'held'")
    with pytest.raises(SyncError, match="Another desk is blocking"):
        peer.push(some_entries())
    with hub.hub() as opened:
        assert opened.has_prepared_transactions()
        if is_revoked:
            opened.revoke(hub.event, "insider")
        else:
            opened.prepare()
    peer._back_off.succeeded()
    peer.push(some_entries())
    assert len(hub.places()) == 1


def test_hub_init_says_how_full_the_queue_of_notices_is(hub):
    with hub.hub() as opened:
        usage, _ = opened.notice_queue()
        assert usage < QUEUE_SHARE
        assert not opened.has_prepared_transactions()


def _as_superuser(hub):
    with hub.cluster.superuser("postgres") as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'root_of_tests'").fetchone():
            connection.execute("CREATE ROLE root_of_tests SUPERUSER LOGIN PASSWORD 'secret'")
    return HubAdmin(HubAddress.read(hub.cluster.url(hub.database, who="root_of_tests:secret")))


def test_what_was_purged_is_gone_from_the_log_of_changes_too(hub):
    peer = hub.peer()
    entries = some_entries(1)
    body = '{"note":"WOLFGANG-SECRET"}'
    purge = entries[0].__class__(next_id(None, time.time_ns(), bytes(8)), "event_purged", "", "d", entries[0].at, "{}")
    peer.push([entries[0].__class__(*(*_fields(entries[0])[:-1], body)), purge])
    peer.forget(purge.id, [entries[0].__class__(*(*_fields(entries[0])[:-1], "{}"))])
    assert _stands(hub, "WOLFGANG-SECRET")
    with hub.hub() as opened:
        assert not opened.clean()
    assert _stands(hub, "WOLFGANG-SECRET", "pg_wal"), "an organiser may not"
    with hub.cluster.superuser(hub.database) as connection:
        before = connection.execute("SHOW wal_recycle").fetchone()
    with contextlib.closing(_as_superuser(hub)) as opened:
        assert opened.clean()
    assert not _stands(hub, "WOLFGANG-SECRET")
    with hub.cluster.superuser(hub.database) as connection:
        assert connection.execute("SHOW wal_recycle").fetchone() == before
    assert len(peer.pull(START).entries) == 2


def _fields(entry):
    return entry.id, entry.kind, entry.subject, entry.desk, entry.at, entry.body


def _stands(hub, text, under=""):
    """Whether a text is in the files of the server."""
    found = subprocess.run(["grep", "-rlaq", text, hub.cluster.data / under], check=False)
    return found.returncode == 0


# A server that answers what no hub does

PULL = (
    "FUNCTION checkin.pull(p_event text, p_place bigint, p_chain bytea) RETURNS TABLE "
    "(place bigint, chain bytea, id uuid, kind text, subject text, desk text, at text, body text) LANGUAGE sql AS $$ "
    "SELECT {place}, {chain}, gen_random_uuid(), 'a', 'b', 'c', 'd', {body} FROM generate_series(1, {rows}) AS n $$"
)
GREET = (
    "FUNCTION checkin.greet(p_event text, p_identity text, p_desk text, p_at text, p_waiting bigint) RETURNS TABLE "
    "(identity text, desk text, at text, waiting bigint, age double precision, ahead double precision) LANGUAGE sql "
    "AS $$ VALUES ({values}), (p_identity, p_desk, p_at, 0, 0, 0) $$"
)


def answers_otherwise(hub, function, name):
    with hub.cluster.superuser(hub.database) as connection:
        connection.execute(f"DROP FUNCTION checkin.{name}")
        connection.execute(f"CREATE {function}")
        connection.execute(f"GRANT EXECUTE ON FUNCTION checkin.{name} TO public")


@pytest.mark.parametrize(
    ("rows", "body"),
    [(PAGE + 1, "'e'"), (300_000, "'e'"), (100_000, "repeat('e', 2000)"), (40, "repeat('e', 9000000)")],
)
def test_an_answer_without_end_is_read_no_further(hub, rows, body):
    peer = hub.peer()
    answers_otherwise(hub, PULL.format(place="n", chain="''::bytea", body=body, rows=rows), "pull")
    tracemalloc.start()
    try:
        with pytest.raises(SyncError, match="unexpected answer"):
            peer.pull(START)
        assert tracemalloc.get_traced_memory()[1] < 200 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("place", ["NULL::bigint", "p_place", "-5::bigint"])
def test_a_page_that_leads_nowhere_is_told(hub, place):
    peer = hub.peer()
    answers_otherwise(hub, PULL.format(place=place, chain="''::bytea", body="'e'", rows=1), "pull")
    with pytest.raises(SyncError, match="unexpected answer"):
        peer.pull(START)


@pytest.mark.parametrize("chain", ["NULL::bytea", "convert_to(repeat('x', 1000), 'UTF8')"])
def test_a_page_with_a_proof_of_another_kind_is_told(hub, chain):
    peer = hub.peer()
    answers_otherwise(hub, PULL.format(place="1::bigint", chain=chain, body="'e'", rows=1), "pull")
    with pytest.raises(SyncError, match="unexpected answer"):
        peer.pull(START)


def test_pages_without_end_that_no_desk_can_read_keep_it_from_sending_nothing(hub):
    desk = SyncDesk("A", ticking(), os.urandom)
    entry = desk.check_in("alice")
    endless = PULL.format(place="p_place + n", chain="sha256(p_chain)", body="'e'", rows=PAGE)
    answers_otherwise(hub, endless, "pull")
    desk.exchange(hub.peer()).run_round()
    with hub.cluster.superuser(hub.database) as connection:
        assert connection.execute("SELECT replace(id::text, '-', '') FROM checkin.entry").fetchall() == [
            (entry.id.hex(),)
        ]


IMPOSSIBLE = [
    "NULL::text, NULL, NULL, NULL::bigint, NULL::float8, NULL::float8",
    "'x', 'F', '2023-07-04T08:30:00+00:00', 0, NULL, 0",
    "'x', 'F', '2023-07-04T08:30:00+00:00', NULL, 0, 0",
    "NULL, 'F', '2023-07-04T08:30:00+00:00', 0, 0, 0",
]


@pytest.mark.parametrize("values", IMPOSSIBLE)
def test_a_greeting_of_nothing_is_passed_over(hub, values):
    peer = hub.peer()
    answers_otherwise(hub, GREET.format(values=values), "greet")
    assert [h.greeting.desk for h in peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))] == ["Accueil 1"]


@pytest.mark.parametrize("ahead", ["NaN", "Infinity", "-Infinity", "1e300"])
def test_a_clock_that_no_computer_has_is_not_measured(hub, ahead):
    peer = hub.peer()
    values = f"'x', 'F', '2023-07-04T08:30:00+00:00', 0, 'NaN'::float8, '{ahead}'::float8"
    answers_otherwise(hub, GREET.format(values=values), "greet")
    forged, own = peer.exchange_heartbeats(Heartbeat("id1", "Accueil 1", AT, 0))
    assert forged.offset is None
    assert forged.age == 0
    assert own.offset == 0


def test_an_answer_that_comes_a_letter_at_a_time_is_given_up(monkeypatch):
    def letters():
        while True:
            yield "more"

    monkeypatch.setattr(hub_connection, "ANSWER_S", 0.05)
    answer = _with_patience(letters(), PATIENCE_S)
    next(answer)
    with pytest.raises(psycopg.OperationalError):
        all(map(answer.send, repeat("a letter came")))
