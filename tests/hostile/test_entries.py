# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an entry says, each desk still opens, scans, exchanges, exports, checks and forgets.

Told by a desk of this version it is held to limits (`may_be_told`); an earlier one may have taken in whatever SQLite
calls JSON.
"""

import contextlib
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.core.entries import Kind, next_id
from checkin.core.errors import UserError
from checkin.core.exports.columns import wish
from checkin.core.supervisor import Authority
from checkin.core.together.sealed import Sealed, may_be_told, seal
from checkin.desk.badges.templates import own_templates
from checkin.desk.checking import examine, rebuild
from checkin.desk.desk import Desk
from checkin.desk.evening.accounts import of_journal
from checkin.desk.event_file import EventFile
from checkin.desk.exports.attendance import export_attendance
from checkin.desk.live_board import LiveBoard
from checkin.desk.supervision import Supervision
from checkin.language import say
from checkin.storage import purge
from checkin.storage.outbox import Outbox
from checkin.sync.exchange import Exchange
from checkin.sync.folder import FolderPeer
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock
from tests.sync.desks import ticking

ONE = an_attendee(1)
SOON = next_id(None, 4_000_000_000 * 10**9, bytes(8))
AT = "2023-07-04T08:30:00+02:00"

FIELDS = [
    "control_point",
    "people",
    "offset",
    "how",
    "over",
    "reason",
    "why",
    "written_at",
    "targets",
    "together",
    "instead",
    "title",
    "name",
    "starts",
    "ends",
    "opens",
    "closes",
    "day",
    "timezone",
    "capacity",
    "waiting",
    "session",
    "categories",
    "mode",
    "requires",
    "asks_for",
    "reentry",
    "is_booked",
    "role",
    "organisation",
    "first_name",
    "last_name",
    "sessions",
    "custom",
    "places",
    "status",
    "presence",
    "email",
    "ticket_code",
    "changes",
    "new",
    "into",
    "merged",
    "conflict",
    "settled",
    "settlement",
    "start",
    "end",
    "source",
    "as",
    "key",
    "id",
    "text",
    "by",
    "import",
    "gone",
    "listed",
    "copy",
    "template",
    "badge",
    "pictures",
    "picture",
    "part",
    "of",
    "data",
    "values",
    "moved_to",
    "beside",
    "replaces",
    "strokes",
    "occasion",
    "supervisor",
    "pin",
    "salt",
    "hash",
    "n",
    "r",
    "p",
    "verdict",
    "read",
    "code",
    "until",
    "controller",
    "by_itself",
    "added",
    "changed",
]
WILD = [
    "null",
    "true",
    "-1",
    "0",
    "1.5",
    "9223372036854775807",
    "1" + "0" * 30,
    "1" + "0" * 400,
    "1e308",
    "-1e999",
    '""',
    '"x"',
    '"accueil"',
    '"' + "x" * 6_000 + '"',
    '"\\u0000"',
    '"\\ud800"',
    '"\\u202e"',
    '"0001-01-01T00:00:00+14:00"',
    '"9999-12-31T23:59:59-14:00"',
    '"9999-12-31"',
    "[]",
    "{}",
    "[" * 300 + "]" * 300,
    '{"a":' * 300 + "1" + "}" * 300,
    '[null,5,"x",{}]',
    '[["a"],["b","c"],[]]',
    '{"":{"":""},"last_name":["",{}],"status":[1,2],"custom:x":[[],"y"],"ticket_code":[null,null]}',
    f'"{ONE.id}"',
    f'["{"0a" * 16}"]',
    f'"{"0a" * 32}"',
    "1",
    "131072",
]
members = st.lists(
    st.tuples(st.sampled_from(FIELDS), st.sampled_from(WILD)), min_size=1, max_size=6, unique_by=lambda m: m[0]
)
bodies = st.one_of(
    members.map(lambda said: "{" + ",".join(f'"{name}":{value}' for name, value in said) + "}"),
    st.sampled_from([value for value in WILD if value[0] in "[{"]),
)
entries = st.builds(
    lambda kind, subject, body, desk, n: Sealed(
        (int.from_bytes(SOON, "big") + n).to_bytes(16, "big"), str(kind), subject, desk, AT, body
    ),
    st.sampled_from(sorted(set(Kind) - {Kind.EVENT_PURGED, Kind.REHEARSAL_BEGUN})),
    st.sampled_from([ONE.id, "", "atelier-b", "accueil", "x" * 256, "anonymous:x"]),
    bodies,
    st.sampled_from(["Ailleurs", "", "\u202e", "d" * 256]),
    st.integers(0, 10**6),
)


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
    of_journal(event)
    assert not [words for words, _ in examine(event).problems if "damaged" in words.text]
    LiveBoard(event).read(MORNING)
    with contextlib.suppress(UserError):
        Supervision(event, desk).check("4071")
    for name in ("a.xlsx", "a.json", "a.csv"):
        export_attendance(event, folder / name, say, wish())
    share = folder / "share"
    shutil.rmtree(share, ignore_errors=True)
    share.mkdir()
    for _ in range(2):
        Exchange(Outbox(event.db, event.journal), FolderPeer(share, KEY.secret), ticking()).round()


def put_in(event, told):
    """As a version that looked at nothing took it in."""
    rows = {e.id: (e.id, e.kind, e.subject, e.desk, e.at, e.body) for e in told}
    with event.writing():
        event.db.conn.executemany(
            "INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", list(rows.values())
        )
        event.journal.rebuild()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(entries, min_size=1, max_size=8))
def test_what_another_desk_tells_stops_nobody(prepared, told):
    with a_copy(prepared) as event:
        Outbox(event.db, event.journal).absorb([seal(entry.fields()) for entry in told])
        used(event)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(entries, min_size=1, max_size=8))
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
        told.append(Sealed(entry_id, str(kind), (ONE.id, "", "atelier-b")[number % 3], "Ailleurs", AT, body))
    return told


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.EVENT_PURGED, Kind.REHEARSAL_BEGUN}))
def test_of_every_kind_each_wild_value_in_each_field_stops_nobody(prepared, kind):
    """All values of one field at a time would be thousands of days: each value in all fields at once is one."""
    with a_copy(prepared) as event:
        put_in(event, of_kind(kind))
        used(event)
        rebuild(event)


@pytest.mark.parametrize("kind", sorted(set(Kind) - {Kind.EVENT_PURGED, Kind.REHEARSAL_BEGUN}))
def test_an_event_that_holds_them_can_still_forget_everybody(prepared, kind):
    with a_copy(prepared) as event:
        put_in(event, of_kind(kind))
        with event.writing():
            event.journal.append(Kind.EVENT_PURGED, "", {}, at=MORNING, desk="Accueil 1")
            event.journal.empty()
        purge.clean(event.db)
        names = [person.last_name for person, _ in event.attendees.all()]
        assert all(name.startswith("#") for name in names)
        assert b"Le Goff" not in event.path.read_bytes()


INVENTED = {"name": "Nobody", "salt": "0b" * 16, "hash": "00" * 32, "n": 2**15, "r": 8, "p": 1}


@pytest.mark.parametrize("cost", [{}, {"n": 2**17, "r": 1}, {"n": 2**16, "r": 1, "p": 4}, {"n": 2**14}, {"n": 1}])
def test_a_supervisor_invented_by_another_desk_is_in_the_way_of_no_pin(prepared, cost):
    with a_copy(prepared) as event:
        supervision = Supervision(event, Desk(event, FakeClock(MORNING), "Accueil 1"))
        supervision.name("Ana", "4071", Authority("Accueil 1", "First supervisor"))
        body = json.dumps(INVENTED | cost)
        told = Sealed(SOON, str(Kind.SUPERVISOR_NAMED), "supervisor:1", "Ailleurs", AT, body)
        Outbox(event.db, event.journal).absorb([seal(told.fields())])
        assert len(supervision.supervisors()) == 2
        assert supervision.check("4071").name == "Ana"


def test_the_same_bodies_are_told_as_far_as_any_desk_can_bear_them():
    told = [Sealed(SOON, "new_kind", "", "", AT, f'{{"a":{value}}}') for value in WILD]
    borne = [json.loads(entry.body)["a"] for entry in told if may_be_told(entry)]
    assert 2**63 - 1 in borne
    assert not any(isinstance(value, int) and value > 2**63 for value in borne)
