# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub is set up by a command, by an account that is no superuser, and again when there is a newer one."""

import argparse
import contextlib
import json
import os
import re
import subprocess
import sys

import psycopg
import pytest

from checkin.command_line import hub_commands
from checkin.core.entries import BODY_LIMIT
from checkin.core.message import SyncError, UserError
from checkin.core.sync.sealed_entry import LONGEST_WORD
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.storage.outbox import Outbox
from checkin.sync import hub_admin
from checkin.sync.exchange import Exchange
from checkin.sync.hub_address import HubAddress
from checkin.sync.hub_admin import HubAdmin
from checkin.sync.peer import START, DeskRevokedError, Heartbeat
from checkin.sync.postgres_peer import PostgresPeer
from tests.builders import KEY, MORNING, a_programme
from tests.sync.desks import some_entries

GUIDE = resources().parent / "docs" / "desks-together.md"


@pytest.fixture
def database(cluster):
    cluster.make_database("fresh")
    yield "fresh"
    cluster.drop_database("fresh")


@pytest.fixture
def event_file(tmp_path):
    path = tmp_path / "rencontre.checkin"
    with contextlib.closing(EventFile.create(path, KEY)) as event:
        event.plan(a_programme(), at=MORNING, desk="d")
    return path


def checkin(*arguments, **environment):
    command = [sys.executable, "-m", "checkin", *map(str, arguments), "--language", "en"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def test_from_nothing_to_two_desks_by_two_commands(cluster, database, event_file):
    url = cluster.url(database)
    made = checkin("hub-init", url, "--event", event_file, "--desks", 2)
    assert made.returncode == 0
    assert made.stderr.startswith("The shared server is ready.\n")
    (one, first), (two, second) = (line.split("\t") for line in made.stdout.splitlines())
    assert (one, two) == ("Desk 1", "Desk 2")
    assert re.fullmatch(rf"postgresql://checkin_\w+:\w+@localhost:{cluster.port}/fresh", first)
    with (
        contextlib.closing(EventFile.open(event_file)) as event,
        contextlib.closing(PostgresPeer(first, KEY.event)) as peer,
    ):
        sent = Exchange(Outbox(event.db, event.journal), peer, lambda: MORNING).run_round().sent
    admitted = checkin("hub-desk", url, "Accueil 3", "--address", f"127.0.0.2:{cluster.port}")
    assert admitted.stdout.strip().endswith(f"@127.0.0.2:{cluster.port}/fresh")
    third = admitted.stdout.strip().split("\t")[1]
    for address in (second, third):
        with contextlib.closing(PostgresPeer(address, KEY.event)) as peer:
            assert len(peer.pull(START).entries) == sent > 5
    assert checkin("hub-desk", url, "Accueil 3", "--revoke").returncode == 0
    with contextlib.closing(PostgresPeer(third, KEY.event)) as peer, pytest.raises(SyncError, match="removed from"):
        peer.pull(START)


def test_which_desks_there_are_is_listed_and_a_name_of_the_list_is_revoked(cluster, database, event_file):
    url = cluster.url(database)
    made = checkin("hub-init", url, "--event", event_file, "--desks", 2)
    first, second = (line.split("\t")[1] for line in made.stdout.splitlines())
    with contextlib.closing(PostgresPeer(second, KEY.event)) as peer:
        peer.exchange_heartbeats(Heartbeat("a", "Porte B", MORNING, 0))
    listed = [json.loads(line) for line in checkin("hub-desk", url, "--list").stdout.splitlines()]
    assert [(d["name"], d["desk"], d["may_purge"]) for d in listed] == [
        ("Desk 1", "", True),
        ("Desk 2", "Porte B", False),
    ]
    assert [d["role"] for d in listed] == [HubAddress.read(address).who for address in (first, second)]
    assert listed[0]["seconds_ago"] is None
    assert listed[1]["seconds_ago"] < 60
    assert checkin("hub-desk", url, listed[1]["name"], "--revoke", "--forget").returncode == 0
    assert len(checkin("hub-desk", url, "--list").stdout.splitlines()) == 1
    with contextlib.closing(PostgresPeer(second, KEY.event)) as peer, pytest.raises(DeskRevokedError):
        peer.pull(START)
    assert "Which desk" in checkin("hub-desk", url).stderr


def test_a_password_need_not_be_on_the_command_line(cluster, database):
    url = cluster.url(database, who="organiser")
    assert checkin("hub-init", url, PGPASSWORD="secret").returncode == 0
    refused = checkin("hub-init", url, PGPASSWORD="wrong")
    assert refused.returncode == 3
    assert "this desk’s password" in refused.stderr
    assert refused.stdout == ""


def test_again_is_an_upgrade_and_keeps_everything(hub):
    peer = hub.peer("Accueil")
    peer.push(some_entries(3))
    before = hub.rows("SELECT * FROM checkin.entry ORDER BY place")
    with hub.hub() as opened:
        opened.prepare()
        opened.add_event(hub.event)
    assert hub.rows("SELECT * FROM checkin.entry ORDER BY place") == before
    assert len(peer.pull(START).entries) == 3


def test_its_log_may_be_divided_by_event_as_the_documentation_says(hub):
    peer = hub.peer("Accueil")
    peer.push(some_entries(3))
    (recipe,) = re.findall(r"```sql\n(  BEGIN;.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    with psycopg.connect(hub.cluster.url(hub.database), autocommit=True) as organiser:
        organiser.execute(recipe)
    with hub.hub() as opened:
        opened.prepare()
    peer.push(some_entries(5))
    assert len(peer.pull(START).entries) == 5
    assert [place for place, _ in hub.places()] == [1, 2, 3, 4, 5]
    assert hub.rows("SELECT relkind FROM pg_class WHERE oid = 'checkin.entry'::regclass") == [("p",)]


def test_an_event_is_held_once_and_its_notices_stay_as_they_were(hub):
    with hub.hub() as opened:
        opened.add_event(hub.event, notifies=False)
        opened.add_event(hub.event)
    assert hub.rows("SELECT id, notifies FROM checkin.event") == [(hub.event, False)]


def test_which_event_must_be_said_where_there_are_several(hub):
    with hub.hub() as opened:
        assert opened.only_event() == hub.event
        opened.add_event("another")
        with pytest.raises(UserError, match="say which one"):
            opened.only_event()


def test_what_is_not_there_is_told(hub):
    with hub.hub() as opened:
        with pytest.raises(UserError, match="no desk “Sud”"):
            opened.revoke(hub.event, "Sud")
        with pytest.raises(UserError, match="does not have this event"):
            opened.admit("unheard-of", "Sud")


def test_an_account_that_may_not_make_roles_is_told_so_and_nothing_is_left(cluster, database):
    with cluster.superuser("postgres") as connection:
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'secret'")
    with contextlib.closing(HubAdmin(HubAddress.read(cluster.url(database, who="guest:secret")))) as hub:
        with pytest.raises(UserError, match="CREATEROLE"):
            hub.prepare()
        with pytest.raises(UserError, match=r"CREATEROLE|hub-init"):
            hub.add_event("event")
    with cluster.superuser(database) as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'checkin'").fetchall() == []
        connection.execute("DROP ROLE guest")


def test_an_account_that_may_not_manage_a_hub_is_told_so_and_what_to_use(hub):
    with hub.cluster.superuser("postgres") as connection:
        connection.execute("CREATE ROLE stranger LOGIN CREATEROLE PASSWORD 'secret'")
    hub.address("Accueil")
    address = HubAddress.read(hub.cluster.url(hub.database, who="stranger:secret"))
    with contextlib.closing(HubAdmin(address)) as opened, pytest.raises(UserError, match="the same one each time"):
        opened.prepare()
    with hub.cluster.superuser("postgres") as connection:
        connection.execute("DROP ROLE stranger")


def test_a_database_that_cannot_hold_every_letter_is_refused(cluster):
    with cluster.superuser("postgres") as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        connection.execute("GRANT CREATE ON DATABASE latin TO organiser")
    with (
        contextlib.closing(HubAdmin(HubAddress.read(cluster.url("latin")))) as hub,
        pytest.raises(UserError, match="UTF8"),
    ):
        hub.prepare()
    cluster.drop_database("latin")


def test_a_server_that_is_no_hub_is_told(cluster, database):
    address = cluster.url(database)
    with contextlib.closing(PostgresPeer(address, "event")) as peer, pytest.raises(SyncError, match="not set up"):
        peer.pull(START)
    with contextlib.closing(PostgresPeer(address + "x", "event")) as peer, pytest.raises(SyncError, match="not set up"):
        peer.pull(START)


def test_the_limits_are_those_of_the_journal():
    sql = (resources() / "sql" / "hub.sql").read_text()
    assert {int(n) for n in re.findall(r"octet_length\(.*?body\) <= (\d+)", sql)} == {BODY_LIMIT}
    assert {int(n) for n in re.findall(r"[^_]length\(.*?(?:<=|AND) (\d+)", sql)} == {LONGEST_WORD}


def test_every_function_pins_its_search_path(hub):
    pinned = hub.rows("SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'checkin'::regnamespace")
    assert {name: config for name, config in pinned if config[0] != "search_path=pg_catalog, pg_temp"} == {}
    assert len(pinned) == 12


def test_a_role_is_limited_in_what_it_can_hold_up(hub):
    with psycopg.connect(hub.address()) as session:
        assert session.execute("SHOW statement_timeout").fetchone() == ("15s",)
        assert session.execute("SHOW tcp_user_timeout").fetchone()[0] in ("8s", "8000", "0")
        assert session.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user").fetchone() == (5,)


def test_hub_init_names_what_holds_up_the_server(hub, monkeypatch, capsys):
    """A session of no desk, which it may not end itself."""
    monkeypatch.setattr(hub_commands, "QUEUE_SHARE", 0.0)
    monkeypatch.setattr(hub_admin, "LONGEST", "0 seconds")
    parser = argparse.ArgumentParser()
    hub_commands.hub_init_arguments(parser)
    chosen = parser.parse_args([hub.cluster.as_superuser(hub.database)])
    with hub.cluster.superuser("postgres") as other:
        other.execute("BEGIN")
        (process,) = other.execute("SELECT pg_backend_pid()").fetchone()
        assert hub_commands.run_hub_init(chosen) == 0
    told = capsys.readouterr().err
    assert "queue of notices is 0 % full" in told
    assert f"{process} (postgres, postgres)" in told
    assert "prepared" not in told
