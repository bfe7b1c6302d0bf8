# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever an entry from elsewhere says, it stops no desk. It bears the event's seal, but its program may have made a
mistake; or an earlier version has taken it in.
"""

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import Kind, next_id
from checkin.core.exports.columns import wish
from checkin.core.together.sealed import Sealed, seal
from checkin.desk.checking import examine
from checkin.desk.desk import Desk
from checkin.desk.event_file import EventFile
from checkin.desk.exports.attendance import export_attendance
from checkin.desk.live_board import LiveBoard
from checkin.language import say
from checkin.storage.outbox import Outbox
from tests.builders import KEY, MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.fakes import FakeClock

ONE = an_attendee(1)
MORNING_TEXT, FIRST_YEAR, LAST_YEAR = (
    "2023-07-04T08:30:00+02:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
)
TIMES = (MORNING_TEXT, FIRST_YEAR, LAST_YEAR, "1970-01-01T00:00:00+00:00", "2199-12-31T09:00:00-14:00")
DAYS = ("0001-01-01", "9999-12-31", "2199-12-31", "2023-07-04T08:30:00")
TEXTS = ("", "accueil", "atelier-b", ONE.id, "x", *DAYS, *TIMES)
values = st.recursive(
    st.sampled_from([None, True, -1, 0, 1, 98, 10**30, 1e308, -1e308, *TEXTS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(TEXTS), inner, max_size=2),
    max_leaves=4,
)
AT_A_DOOR = ("control_point", "people", "offset", "how", "over", "reason", "why", "written_at", "targets", "together")
PLANNED = ("title", "name", "starts", "ends", "opens", "closes", "day", "timezone", "capacity", "waiting", "session")
PLANNED_MORE = ("categories", "mode", "requires", "asks_for", "reentry", "is_booked", "role", "organisation")
OF_A_PERSON = ("first_name", "last_name", "sessions", "custom", "places", "status", "presence", "email", "ticket_code")
OTHERS = (
    "changes",
    "new",
    "into",
    "merged",
    "conflict",
    "settled",
    "start",
    "end",
    "source",
    "as",
    "key",
    "id",
    "text",
)
OF_A_LIST = ("by", "import", "gone", "listed", "copy", "template", "values", "moved_to")


def said(*names):
    return st.dictionaries(st.sampled_from(names), values, max_size=5)


changes = st.dictionaries(
    st.sampled_from([*OF_A_PERSON, "custom:x", "organisation"]), st.lists(values, min_size=2, max_size=2), max_size=3
)
OF_THE_EVENT = [kind for kind in Kind if kind.endswith("_planned") or kind == Kind.EVENT_DESCRIBED]
# A purge and a rehearsal are meant to end the desk's work as it was.
OF_PEOPLE = sorted(set(Kind) - {*OF_THE_EVENT, Kind.EVENT_PURGED, Kind.REHEARSAL_BEGUN})
facts = st.one_of(
    st.tuples(st.sampled_from(OF_PEOPLE), said(*AT_A_DOOR)),
    st.tuples(st.sampled_from(OF_PEOPLE), said(*OF_A_PERSON, *OTHERS, *OF_A_LIST)),
    st.tuples(
        st.sampled_from(OF_THE_EVENT),
        said(*PLANNED, *PLANNED_MORE).map(lambda body: {"id": "x", "title": "x", "name": "x", **body}),
    ),
    st.tuples(st.just(Kind.ATTENDEE_CORRECTED), st.builds(dict, changes=changes)),
)
ids = st.one_of(
    st.integers(0, 10**9).map(lambda n: next_id(None, 2**62 + n, bytes(8))),
    st.builds(next_id, st.none(), st.integers(0, 2**62), st.binary(min_size=8, max_size=8)),
    st.sampled_from([b"\xff" * 6 + b"\x7f\xff\xbf" + b"\xff" * 7, bytes.fromhex("069fb9a0cfff7fffbfffffffffffffff")]),
)
strange = st.builds(
    lambda entry_id, fact, subject, at: Sealed(entry_id, fact[0], subject, "Ailleurs", at, json.dumps(fact[1])),
    ids,
    facts,
    st.sampled_from([ONE.id, "", "atelier-b", "accueil"]),
    st.sampled_from([MORNING_TEXT, *TIMES]),
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    path = tmp_path_factory.mktemp("strange") / "event.checkin"
    event = EventFile.create(path, KEY)
    event.plan(a_programme(), at=MORNING, desk="Accueil 1")
    add_people(event, MORNING, *map(an_attendee, range(1, 4)))
    event.close()
    return path


def used(event, folder):
    """A little of everything that a desk does in a day."""
    desk = Desk(event, FakeClock(MORNING), "Accueil 1")
    desk.reload()
    for number in (1, 2):
        desk.scan(an_attendee(number).ticket_code)
    assert desk.conflicts.count() == len(desk.conflicts.open())
    examine(event)
    LiveBoard(event).read(MORNING)
    for name in ("a.xlsx", "a.json"):
        export_attendance(event, folder / name, say, wish())


@settings(max_examples=40, deadline=None)
@given(st.lists(strange, min_size=1, max_size=8))
def test_what_comes_from_elsewhere_stops_no_desk(prepared, entries):
    path = prepared.with_name("received.checkin")
    shutil.copy(prepared, path)
    event = EventFile.open(path)
    try:
        Outbox(event.db, event.journal).absorb([seal(entry.fields()) for entry in entries])
        used(event, path.parent)
    finally:
        event.close()


@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize("body", [{"control_point": "accueil", "people": 10**30}, {"offset": 1e308}])
def test_what_an_earlier_version_has_taken_in_stops_no_desk(prepared, at, body):
    path = prepared.with_name("earlier.checkin")
    shutil.copy(prepared, path)
    event = EventFile.open(path)
    try:
        kind = Kind.CLOCK_MEASURED if "offset" in body else Kind.CHECKED_IN
        subject = "" if "offset" in body else ONE.id
        row = (b"\xff" * 6 + b"\x7f\xff\xbf" + b"\xff" * 7, kind, subject, "Ailleurs", at, json.dumps(body))
        event.db.conn.execute("INSERT INTO journal (id, kind, subject, desk, at, body) VALUES (?, ?, ?, ?, ?, ?)", row)
        if subject:
            visit = ("accueil", subject, at, -(10**13), "Ailleurs", "code", "", 1, None, 1)
            event.db.conn.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", visit)
        used(event, path.parent)
    finally:
        event.close()
