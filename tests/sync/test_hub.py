# SPDX-License-Identifier: GPL-3.0-or-later
"""A hub is set up by a command, by an account that is no superuser, and again when there is a newer one."""

import contextlib
import os
import re
import subprocess
import sys

import psycopg
import pytest

from checkin.core.entries import BODY_LIMIT
from checkin.core.errors import SyncError, UserError
from checkin.core.sealed import LONGEST_WORD
from checkin.desk.event_file import EventFile
from checkin.paths import resources
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.hub import Hub
from checkin.sync.hub_address import HubAddress
from checkin.sync.peer import START
from checkin.sync.postgres import PostgresPeer
from tests.builders import KEY, MORNING, a_programme
from tests.sync.desks import some_entries


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
    assert (made.returncode, made.stderr) == (0, "The shared server is prepared.\n")
    first, second = made.stdout.split()
    assert re.fullmatch(rf"postgresql://checkin_\w+:\w+@localhost:{cluster.port}/fresh", first)
    with (
        contextlib.closing(EventFile.open(event_file)) as event,
        contextlib.closing(PostgresPeer(first, KEY.event)) as peer,
    ):
        sent = Exchange(Outbox(event.db, event.journal), peer, lambda: MORNING).round().sent
    admitted = checkin("hub-desk", url, "Accueil 3", "--address", f"127.0.0.2:{cluster.port}")
    assert admitted.stdout.strip().endswith(f"@127.0.0.2:{cluster.port}/fresh")
    for address in (second, admitted.stdout.strip()):
        with contextlib.closing(PostgresPeer(address, KEY.event)) as peer:
            assert len(peer.pull(START).entries) == sent > 5
    assert checkin("hub-desk", url, "Accueil 3", "--revoke").returncode == 0
    with (
        contextlib.closing(PostgresPeer(admitted.stdout.strip(), KEY.event)) as peer,
        pytest.raises(SyncError, match="taken off"),
    ):
        peer.pull(START)


def test_a_password_need_not_be_on_the_command_line(cluster, database):
    url = cluster.url(database, who="organiser")
    assert checkin("hub-init", url, PGPASSWORD="secret").returncode == 0
    refused = checkin("hub-init", url, PGPASSWORD="wrong")
    assert refused.returncode == 3
    assert "by this password" in refused.stderr
    assert refused.stdout == ""


def test_again_is_an_upgrade_and_keeps_everything(hub):
    peer = hub.peer("Accueil")
    peer.push(some_entries(3))
    before = hub.rows("SELECT * FROM checkin.entry ORDER BY place")
    with hub.hub() as opened:
        opened.prepare()
        opened.hold(hub.event)
    assert hub.rows("SELECT * FROM checkin.entry ORDER BY place") == before
    assert len(peer.pull(START).entries) == 3


def test_an_event_is_held_once_and_its_notices_stay_as_they_were(hub):
    with hub.hub() as opened:
        opened.hold(hub.event, notifies=False)
        opened.hold(hub.event)
    assert hub.rows("SELECT id, notifies FROM checkin.event") == [(hub.event, False)]


def test_which_event_must_be_said_where_there_are_several(hub):
    with hub.hub() as opened:
        assert opened.only_event() == hub.event
        opened.hold("another")
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
    with contextlib.closing(Hub(HubAddress.read(cluster.url(database, who="guest:secret")))) as hub:
        with pytest.raises(UserError, match="CREATEROLE"):
            hub.prepare()
        with pytest.raises(UserError, match=r"CREATEROLE|hub-init"):
            hub.hold("event")
    with cluster.superuser(database) as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'checkin'").fetchall() == []
        connection.execute("DROP ROLE guest")


def test_a_database_that_cannot_hold_every_letter_is_refused(cluster):
    with cluster.superuser("postgres") as connection:
        connection.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
        connection.execute("GRANT CREATE ON DATABASE latin TO organiser")
    with contextlib.closing(Hub(HubAddress.read(cluster.url("latin")))) as hub, pytest.raises(UserError, match="UTF8"):
        hub.prepare()
    cluster.drop_database("latin")


def test_a_server_that_is_no_hub_is_told(cluster, database):
    address = cluster.url(database)
    with contextlib.closing(PostgresPeer(address, "event")) as peer, pytest.raises(SyncError, match="not prepared"):
        peer.pull(START)
    with (
        contextlib.closing(PostgresPeer(address + "x", "event")) as peer,
        pytest.raises(SyncError, match="not prepared"),
    ):
        peer.pull(START)


def test_the_limits_are_those_of_the_journal():
    sql = (resources() / "sql" / "hub.sql").read_text()
    assert {int(n) for n in re.findall(r"octet_length\(.*?body\) <= (\d+)", sql)} == {BODY_LIMIT}
    assert {int(n) for n in re.findall(r"[^_]length\(.*?(?:<=|AND) (\d+)", sql)} == {LONGEST_WORD}


def test_every_function_pins_its_search_path(hub):
    pinned = hub.rows("SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'checkin'::regnamespace")
    assert {name: config for name, config in pinned if config != ["search_path=pg_catalog, pg_temp"]} == {}
    assert len(pinned) == 5


def test_a_role_is_limited_in_what_it_can_hold_up(hub):
    with psycopg.connect(hub.address()) as session:
        assert session.execute("SHOW statement_timeout").fetchone() == ("15s",)
        assert session.execute("SHOW tcp_user_timeout").fetchone()[0] in ("8s", "8000", "0")
        assert session.execute("SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user").fetchone() == (10,)
