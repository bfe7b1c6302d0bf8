# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an entry says, each desk still opens, scans, exchanges, exports, checks and forgets.

Told by a desk of this version it is held to limits (`is_shareable`); an earlier one may have taken in whatever SQLite
calls JSON.
"""

import contextlib
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings

from checkin.core.entries import EntryKind
from checkin.core.export_columns import export_options
from checkin.core.message import UserError
from checkin.core.supervisor import Authority
from checkin.core.sync.sealed_entry import SealedEntry, is_shareable, read_sealed
from checkin.services.attendance.attendance_evidence import day_report_from_journal
from checkin.services.badges.badge_templates import own_templates
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.file_check import check_file, rebuild
from checkin.services.live_queries import LiveQueries
from checkin.services.privacy import event_purge
from checkin.services.supervision import Supervision
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder_peer import FolderPeer
from checkin.translation import translate
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.hostile.entries import AT, FIELDS, KINDS, ONE, SOON, TIMES, WILD, entries
from tests.sync.desks import ticking


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    path = tmp_path_factory.mktemp("hostile") / "event.checkin"
    event = EventFile.create(path, KEY)
    event.plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(event, MORNING, *map(an_attendee, range(1, 4)))
    event.close()
    return path


@contextlib.contextmanager
def a_copy(path):
    copy = path.with_name("copy.checkin")
    shutil.copy(path, copy)
    with contextlib.closing(EventFile.open(copy)) as event:
        yield event


def used(event):
    """A little of everything that a desk does in a day."""
    folder = event.path.parent
    desk = Desk(event, FakeClock(MORNING), "Accueil 1")
    desk.reload()
    for number in (1, 2):
        assert desk.scan(an_attendee(number).ticket_code).reason
    assert desk.conflicts.count() == len(desk.conflicts.open())
    own_templates(event)
    day_report_from_journal(event)
    assert not [words for words, _ in check_file(event).problems if "damaged" in words.text]
    LiveQueries(event).read(MORNING)
    with contextlib.suppress(UserError):
        Supervision(event, desk).check("4071")
    for name in ("a.xlsx", "a.json", "a.csv"):
        export_attendance(event, folder / name, translate, export_options())
    share = folder / "share"
    shutil.rmtree(share, ignore_errors=True)
    share.mkdir()
    for _ in range(2):
        Exchange(Outbox(event.db, event.journal), FolderPeer(share, KEY.secret), ticking()).run_round()


def put_in(event, told):
    """As a version that looked at nothing took it in."""
    rows = {e.id: (e.id, e.kind, e.subject, e.desk, e.at, e.body) for e in told}
    with event.transaction():
        event.db.conn.executemany(
            "INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", list(rows.values())
        )
        event.journal.rebuild()


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(entries)
def test_what_another_desk_tells_stops_nobody(prepared, told):
    with a_copy(prepared) as event:
        Outbox(event.db, event.journal).absorb([read_sealed(entry.fields()) for entry in told])
        used(event)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(entries)
def test_what_an_earlier_version_took_in_stops_nobody(prepared, told):
    with a_copy(prepared) as event:
        put_in(event, told)
        used(event)


def of_kind(kind):
    """Each wild value in all fields at once."""
    told = []
    for number, value in enumerate(WILD):
        fields = FIELDS if len(value) < 100 else FIELDS[:1]
        body = "{" + ",".join(f'"{name}":{value}' for name in fields) + "}"
        entry_id = (int.from_bytes(SOON, "big") + number).to_bytes(16, "big")
        told.append(SealedEntry(entry_id, str(kind), (ONE.id, "", "atelier-b")[number % 3], "Ailleurs", AT, body))
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_of_every_kind_each_wild_value_in_each_field_stops_nobody(prepared, kind):
    """All values of one field at a time would be thousands of days: each value in all fields at once is one."""
    with a_copy(prepared) as event:
        put_in(event, of_kind(kind))
        used(event)
        rebuild(event)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_that_holds_them_can_still_forget_everybody(prepared, kind):
    with a_copy(prepared) as event:
        put_in(event, of_kind(kind))
        event_purge.purge(event, Authority("Accueil 1", "over"), at=MORNING, desk="Accueil 1")
        names = [person.last_name for person, _ in event.attendees.all()]
        assert all(name.startswith("#") for name in names)
        assert b"Le Goff" not in event.path.read_bytes()


INVENTED = {"name": "Nobody", "salt": "0b" * 16, "key": "00" * 32, "n": 2**15, "r": 8, "p": 1}


@pytest.mark.parametrize("cost", [{}, {"n": 2**17, "r": 1}, {"n": 2**16, "r": 1, "p": 4}, {"n": 2**14}, {"n": 1}])
def test_a_supervisor_invented_before_seals_is_in_the_way_of_no_pin(prepared, cost):
    with a_copy(prepared) as event:
        supervision = Supervision(event, Desk(event, FakeClock(MORNING), "Accueil 1"))
        supervision.name("Ana", "4071", Authority("Accueil 1", "First supervisor"))
        body = json.dumps(INVENTED | cost)
        told = SealedEntry(SOON, str(EntryKind.SUPERVISOR_NAMED), "supervisor:1", "Ailleurs", AT, body)
        put_in(event, [told])
        assert len(supervision.supervisors()) == 2
        assert supervision.check("4071").name == "Ana"


def test_the_same_bodies_are_told_as_far_as_any_desk_can_bear_them():
    told = [SealedEntry(SOON, "new_kind", "", "", AT, f'{{"a":{value}}}') for value in WILD]
    borne = [json.loads(entry.body)["a"] for entry in told if is_shareable(entry)]
    assert 2**63 - 1 in borne
    assert not any(isinstance(value, int) and value > 2**63 for value in borne)


@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize("body", [{"control_point": "accueil", "people": 10**30}, {"offset": 1e308}])
def test_an_arrival_or_a_clock_beyond_all_bounds_that_stands_in_the_file_stops_nobody(prepared, at, body):
    """With an id after the greatest, and a visit that was read from it."""
    kind, subject = (EntryKind.CLOCK_MEASURED, "") if "offset" in body else (EntryKind.CHECKED_IN, ONE.id)
    last = b"\xff" * 6 + b"\x7f\xff\xbf" + b"\xff" * 7
    with a_copy(prepared) as event:
        row = (last, kind, subject, "Ailleurs", at, json.dumps(body))
        event.db.conn.execute("INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", row)
        if subject:
            visit = ("accueil", subject, at, -(10**13), "Ailleurs", "code", "", 1, None, 1)
            event.db.conn.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", visit)
        used(event)
