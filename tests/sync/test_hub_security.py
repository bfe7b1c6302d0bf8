# SPDX-License-Identifier: GPL-3.0-or-later
"""What a desk's role may not do on a hub, one by one. The role and its password are all that a lost laptop has."""

import contextlib
import socket
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from psycopg import errors

from checkin.core.entries import EntryKind, next_id
from checkin.core.message import SyncError
from checkin.core.purge import IMPERSONAL_KINDS
from checkin.storage.sqlite_library import fetch_rows
from checkin.sync.hub_connection import statement_error
from checkin.sync.peer import (
    START,
    Cursor,
    CursorLostError,
    DeskRevokedError,
    Heartbeat,
    HubRefusedError,
    SyncRejectedError,
)
from checkin.sync.postgres_peer import PostgresPeer
from tests.sync.at_work import until
from tests.sync.desks import SyncDesk, some_entries
from tests.sync.pg import ADMINISTRATOR

AT = datetime(2023, 7, 4, 8, 30, tzinfo=UTC)
NOW = time.time()


@pytest.fixture
def far(hub):
    """What a desk on another computer has: its address."""
    return hub.address("far", f"{hub.cluster.host}:{hub.cluster.port}")


@pytest.fixture
def session(far):
    with psycopg.connect(far, autocommit=True) as opened:
        yield opened


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM checkin.entry",
        "INSERT INTO checkin.entry (event, place, id, kind, subject, desk, at, body, chain, via) "
        "VALUES (1, 9, gen_random_uuid(), 'k', '', '', '', '{}', '', 'somebody')",
        "UPDATE checkin.entry SET body = '{}'",
        "DELETE FROM checkin.entry",
        "TRUNCATE checkin.entry",
        "SELECT * FROM checkin.member",
        "INSERT INTO checkin.member VALUES (1, 'me', session_user)",
        "UPDATE checkin.event SET last = 0",
        "SELECT * FROM checkin.presence",
        "SELECT checkin.mine('x')",
        "CREATE TABLE checkin.mine (a int)",
        "CREATE FUNCTION checkin.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER FUNCTION checkin.mine(text) OWNER TO CURRENT_USER",
        "SET ROLE checkin_owner",
        f"SET ROLE {ADMINISTRATOR}",
        "CREATE ROLE other",
    ],
)
def test_what_a_desk_may_not_do(session, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        session.execute(statement)


def test_a_desk_may_execute_five_functions_and_nothing_else(session):
    ours = "pronamespace = 'checkin'::regnamespace AND has_function_privilege(oid, 'execute')"
    may = session.execute(f"SELECT proname FROM pg_proc WHERE {ours} ORDER BY 1").fetchall()
    assert may == [("announce",), ("forget",), ("greet",), ("pull",), ("push",)]


def an_id(*, days=0.0):
    """Of so many days from now, the same each time."""
    return next_id(None, round((NOW + days * 86_400) * 1e9), bytes(8))


def purge_after(entry):
    return replace(entry, id=an_id(), kind="event_purged", subject="", body="{}")


def test_a_desk_purges_only_if_the_organiser_said_so(hub):
    """It alone cannot be undone: whoever finds a laptop must not be able to empty every desk."""
    (entry,) = some_entries()
    purge = purge_after(entry)
    with hub.hub() as opened:
        first, second, third = (opened.admit(hub.event, name) for name in ("1", "2", "3"))
        third = opened.admit(hub.event, "3", may_purge=True)
        assert [desk.may_purge for desk in opened.desks(hub.event)] == [True, False, True]
    for address, may in ((second, False), (third, True), (second, True), (first, True)):
        peer = hub.peer_at(address, hub.event)
        with (
            contextlib.nullcontext()
            if may
            else pytest.raises(SyncRejectedError, match="cannot erase personal data on the other")
        ):
            peer.push([entry, purge])
        with (
            contextlib.nullcontext()
            if may
            else pytest.raises(SyncRejectedError, match="cannot erase personal data on the other")
        ):
            peer.forget(purge.id, [entry])
    assert len(hub.places()) == 2


def refused(peer, entry, match):
    with pytest.raises(SyncRejectedError, match=match):
        peer.push([entry])


DECIDES = [
    '{"until":"2020-01-01","by_itself":{"allowed_by":"Ana","why":"..."}}',
    '{"by_itself":null}',
    '{"by_itsel\\u0066":{"allowed_by":"Ana","why":"..."}}',
    '{"a":1,"a":2,"by_itself":1}',
    '{"by_itself":1,"a":"\\u0000"}',
    '{"by_itself":1,"a":1e999999}',
    '{"by_itself":1,',
    '["by_itself"]',
]


@pytest.mark.parametrize("body", DECIDES)
def test_a_desk_that_may_not_purge_cannot_decide_that_it_goes_on_by_itself(hub, body):
    with hub.hub() as opened:
        first, second = (hub.peer_at(opened.admit(hub.event, name), hub.event) for name in ("1", "2"))
    decided = replace(some_entries()[0], kind="privacy_described", subject="", body=body)
    refused(second, decided, "nor decide when")
    described = replace(decided, id=an_id(), body='{"until":"2020-01-01","purpose":"by_itself"}')
    second.push([described])
    first.push([decided])
    second.push([decided])  # it is there
    assert len(hub.places()) == 2


def test_an_entry_of_more_than_a_day_ahead_is_refused_alone_and_taken_when_its_time_comes(hub):
    now = [datetime.now(UTC)]
    desk = SyncDesk("Accueil 1", lambda: now[0], bytes)
    desk.check_in("P")
    now[0] += timedelta(days=1, hours=1)  # a clock that was set wrong
    for number in range(13):
        desk.check_in(f"P{number}")
    exchange = desk.exchange(hub.peer())
    exchange.run_round()
    assert len(hub.places()) == 1
    assert exchange.waiting == 13
    assert {why for (why,) in fetch_rows(desk.db, "SELECT why FROM refused")} == {str(statement_error("22CK1"))}
    exchange.run_round()
    assert len(hub.places()) == 1
    with hub.cluster.superuser(hub.database) as connection:  # a day later, as to the hub
        (made,) = connection.execute("SELECT pg_get_functiondef('checkin.push'::regproc)").fetchone()
        connection.execute(made.replace("'1 day'", "'2 days'"))
    for _ in range(2):  # the rest of those it was about to try again, then all
        exchange.run_round()
    assert exchange.waiting == 0
    assert len(hub.places()) == 14


def test_an_hour_ahead_is_no_reason(hub):
    (entry,) = some_entries()
    hub.peer().push([replace(entry, id=an_id(days=0.9))])
    refused(hub.peer(), replace(entry, id=an_id(days=1.1)), "more than a day after its own clock")
    refused(hub.peer(), replace(entry, id=an_id(days=60_000)), "more than a day after its own clock")
    assert len(hub.places()) == 1


def test_a_hub_forgets_exactly_the_kinds_that_a_purge_takes_people_out_of(hub):
    kinds = [*EntryKind, "of_a_newer_version"]
    with hub.cluster.superuser(hub.database) as connection:
        asked = "SELECT k, checkin.is_about_people(k) FROM unnest(%s::text[]) AS k"
        found = dict(connection.execute(asked, [kinds]).fetchall())
    assert found == {kind: kind not in IMPERSONAL_KINDS for kind in kinds}


@pytest.mark.parametrize("kind", sorted(IMPERSONAL_KINDS))
def test_after_a_purge_the_programme_cannot_be_emptied(hub, kind):
    if kind == EntryKind.EVENT_PURGED:
        return
    peer, entry = hub.peer(), replace(some_entries()[0], kind=kind, subject="", body='{"title":"Ouverture"}')
    peer.push([entry, purge_after(entry)])
    peer.forget(an_id(), [replace(entry, body="{}")])
    assert hub.rows("SELECT body FROM checkin.entry ORDER BY place LIMIT 1") == [(entry.body,)]


@pytest.mark.parametrize(
    ("subject", "body", "kept"),
    [
        ("Forged", '{"first_name":"Forged"}', ("", "{}")),
        (f"anonymous:{'a' * 32}", '{"last_name":"Forged"}', (f"anonymous:{'a' * 32}", "{}")),
        ("", '{"category":"Forged","category":"presse"}', ("", "{}")),
        ("", '{"sessions":["a","Forged"]}', ("", "{}")),
        ("", '{"changes":{"Forged":""}}', ("", "{}")),
        ("", '{"category":', ("", "{}")),
        (
            "",
            '{"sessions":["b"],"changes":{"custom:0":["",""]}}',
            ("", '{"sessions":["b"],"changes":{"custom:0":["",""]}}'),
        ),
    ],
)
def test_who_forgets_at_a_hub_can_only_take_away(hub, subject, body, kept):
    told = '{"first_name":"Odile","category":"presse","sessions":["a","b"],"changes":{"custom:age":["3","4"]}}'
    entry = replace(some_entries()[0], body=told)
    peer = hub.peer()
    peer.push([entry, replace(entry, id=bytes(16), kind="category_planned"), purge_after(entry)])
    peer.forget(
        purge_after(entry).id, [replace(entry, id=id, subject=subject, body=body) for id in (entry.id, bytes(16))]
    )
    assert hub.rows("SELECT subject, body FROM checkin.entry ORDER BY place") == [
        kept,
        (entry.subject, told),
        ("", "{}"),
    ]


def test_the_functions_use_nothing_that_a_desk_could_put_in_their_way(session, hub):
    """A table of one's own, named like theirs, on one's own search path."""
    session.execute("CREATE TEMP TABLE entry (event int, place bigint, id uuid, chain bytea)")
    session.execute("CREATE TEMP TABLE member (event int, role name)")
    session.execute("SET search_path = pg_temp, checkin, public")
    assert session.execute("SELECT count(*) FROM checkin.pull(%s, 0, '')", [hub.event]).fetchone() == (0,)


def test_another_event_of_the_same_hub_is_closed(hub, far):
    with hub.hub() as opened:
        opened.add_event("another-event")
        opened.admit("another-event", "Accueil")
    peer = PostgresPeer(far, "another-event")
    for verb in (
        lambda: peer.pull(START),
        lambda: peer.push(some_entries()),
        lambda: peer.exchange_heartbeats(Heartbeat("a", "Accueil", AT, 0)),
    ):
        peer._back_off.succeeded()
        with pytest.raises(HubRefusedError, match="removed from"):
            verb()
    assert hub.rows("SELECT count(*) FROM checkin.entry") == [(0,)]


def test_who_brought_an_entry_is_written_down_by_the_server(hub):
    """Whatever desk an entry says it is of."""
    one, other = hub.peer("one"), hub.peer("other")
    one.push(some_entries())
    other.push(some_entries(2))
    written = hub.rows("SELECT name, desk FROM checkin.entry JOIN checkin.member ON via = role ORDER BY place")
    assert written == [("one", "Accueil"), ("other", "Accueil")]


def test_a_cursor_of_another_log_is_refused(hub):
    peer = hub.peer()
    peer.push(some_entries(3))
    cursor = peer.pull(START).cursor
    assert peer.pull(cursor).cursor == cursor
    for stale in (Cursor(3, bytes(32)), Cursor(2, cursor.chain), Cursor(4, cursor.chain), Cursor(10**12, b"")):
        with pytest.raises(CursorLostError):
            peer.pull(stale)


def test_a_wrong_password_is_told_and_not_tried_every_second(hub, far):
    now = [100.0]
    peer = PostgresPeer(far.replace("@", "x@"), hub.event, lambda: now[0], lambda: 1.0)
    with pytest.raises(HubRefusedError, match="this desk’s password") as told:
        peer.pull(START)
    assert told.value.__cause__ is None  # nothing of the library's text, which may quote the address
    hub_log = (hub.cluster.folder / "log").read_text().count("password authentication failed")
    now[0] += 2
    with pytest.raises(HubRefusedError, match="this desk’s password"):
        peer.pull(START)
    assert (hub.cluster.folder / "log").read_text().count("password authentication failed") == hub_log


def test_the_password_is_nowhere_in_the_servers_log_or_its_catalogue(hub, far):
    password = far.split(":")[2].split("@")[0]
    assert password not in (hub.cluster.folder / "log").read_text()
    assert hub.rows("SELECT count(*) FROM pg_authid WHERE rolpassword NOT LIKE 'SCRAM-SHA-256$%'") == [(0,)]


def test_a_server_that_has_no_tls_is_told_nothing(hub):
    """One that answers N to the question for TLS, as PostgreSQL does without a certificate."""
    heard = []
    with socket.create_server(("127.0.0.2", 0)) as server:
        thread = threading.Thread(target=_answer_no, args=(server, heard))
        thread.start()
        address = f"postgresql://desk:secret@127.0.0.2:{server.getsockname()[1]}/hub"
        with pytest.raises(HubRefusedError, match="does not encrypt"):
            PostgresPeer(address, hub.event).pull(START)
        thread.join()
    assert heard == [bytes.fromhex("0000000804d2162f")]  # the question alone: no name, no password


def _answer_no(server, heard):
    connection, _ = server.accept()
    with connection:
        heard.append(connection.recv(1000))
        connection.sendall(b"N")
        if rest := connection.recv(1000):
            heard.append(rest)


def test_a_desk_that_wants_no_tls_is_not_let_in(hub, far):
    with pytest.raises(HubRefusedError, match="does not encrypt"):
        PostgresPeer(far + "?sslmode=disable", hub.event).pull(START)


def test_a_certificate_for_another_name_is_refused(hub, far):
    """It is for localhost; the desk was told 127.0.0.2."""
    with pytest.raises(HubRefusedError, match="could not prove"):
        PostgresPeer(f"{far}?sslrootcert={hub.cluster.certificate}", hub.event).pull(START)
    near = hub.address("near", f"localhost:{hub.cluster.port}")
    proved = PostgresPeer(f"{near}?sslmode=verify-full&sslrootcert={hub.cluster.certificate}", hub.event)
    assert proved.pull(START).cursor == START
    proved.close()


def test_without_a_certificate_a_server_that_does_not_know_the_password_is_no_hub(hub, far):
    """One that lets everybody in, as a man in the middle would: it cannot prove that it knows this desk."""
    with hub.cluster.who_may("hostssl all all all trust\n"), pytest.raises(HubRefusedError, match="could not prove"):
        PostgresPeer(far, hub.event).pull(START)


def test_a_desk_that_is_revoked_is_out_at_once_and_stays_out(hub):
    lost, other = hub.peer("lost"), hub.peer("other")
    lost.push(some_entries())
    with hub.hub() as opened:
        opened.revoke(hub.event, "lost")
    until(lambda: hub.rows("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'checkin'") == [(0,)])
    with pytest.raises(SyncError):
        lost.push(some_entries(2))
    until(lambda: not lost._back_off.left)
    with pytest.raises(HubRefusedError, match="removed from"):
        lost.pull(START)
    assert len(other.pull(START).entries) == 1
    again = hub.peer("lost")
    assert len(again.pull(START).entries) == 1


def test_a_lost_desk_is_told_to_forget_and_hears_nothing_else(hub):
    lost = hub.peer("lost")
    lost.push(some_entries())
    with hub.hub() as opened:
        opened.revoke(hub.event, "lost", erases=True)
        assert opened.desks(hub.event) == []
    until(lambda: _fails(lost))
    verbs = (
        lambda: lost.pull(START),
        lambda: lost.push(some_entries(2)),
        lambda: lost.exchange_heartbeats(Heartbeat("a", "Accueil", AT, 0)),
        lambda: lost.forget(bytes(16), some_entries()),
    )
    for verb in verbs:
        until(lambda verb=verb: _is_told_to_forget(lost, verb))
    assert len(hub.places()) == 1
    with hub.hub() as opened:  # the laptop that replaces it, by the same name
        assert len(hub.peer_at(opened.admit(hub.event, "lost"), hub.event).pull(START).entries) == 1


def _is_told_to_forget(lost, verb):
    """A busy server may still count the connection of the verb before, and refuse one more."""
    lost._back_off.succeeded()
    try:
        verb()
    except DeskRevokedError as told:
        return "its copy to be erased" in str(told)
    except SyncError:
        return False
    raise AssertionError("a lost desk was served")


def test_a_new_address_makes_the_old_one_worthless(hub):
    old = hub.peer("Accueil")
    old.push(some_entries())
    new = hub.peer("Accueil")
    until(lambda: _fails(old))
    until(lambda: not old._back_off.left)
    with pytest.raises(HubRefusedError, match="this desk’s password"):
        old.pull(START)
    assert len(new.pull(START).entries) == 1


def _fails(peer):
    try:
        peer.pull(START)
    except SyncError:
        return True
    return False


@pytest.mark.parametrize(
    "poison",
    [
        {"body": '{"a":"\\u0000"}'},
        {"body": "\0"},
        {"kind": "\ud800"},
        {"body": "x" * 8_193},
        {"body": "x" * 10_000_000},
        {"kind": ""},
        {"kind": "k" * 257},
        {"subject": "s" * 257},
    ],
)
def test_an_entry_that_the_hub_cannot_keep_holds_up_no_other(hub, poison):
    """NaN and letters that are escaped are texts to it: kept as they are, and looked at by every desk."""
    sound = some_entries(3)
    bad = [sound[0], type(sound[1])(**{**_as_dict(sound[1]), **poison}), sound[2]]
    peer = hub.peer()
    kept = "\\u0000" in poison.get("body", "")
    if kept:
        peer.push(bad)
    else:
        with pytest.raises(SyncRejectedError):
            peer.push(bad)
        assert hub.places() == []  # all or none
        peer.push([sound[0], sound[2]])
    assert [entry.id for entry in peer.pull(START).entries if entry] == [sound[0].id, sound[2].id]


def _as_dict(entry):
    return {name: getattr(entry, name) for name in ("id", "kind", "subject", "desk", "at", "body")}


def test_what_an_entry_says_is_not_in_the_servers_log(hub):
    peer = hub.peer()
    bad = type(some_entries()[0])(
        **{**_as_dict(some_entries()[0]), "body": '{"name":"Éléonore Le Goff"}' + " " * 9_000}
    )
    with pytest.raises(SyncRejectedError):
        peer.push([bad])
    assert "Éléonore" not in (hub.cluster.folder / "log").read_text()


def test_letters_arrive_as_they_were_written(hub):
    body = '{"a" : "\\u00e9é\u2028\\\\\\" ﷽ 🎉",  "b":1.0, "b":1e400}'
    odd = type(some_entries()[0])(**{**_as_dict(some_entries()[0]), "body": body, "at": "2023-07-04T08:30:00.10+02:00"})
    peer = hub.peer()
    peer.push([odd])
    assert hub.rows("SELECT body, at FROM checkin.entry") == [(odd.body, odd.at)]
