# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme file: what it may hold, and the one sentence about each mistake."""

import re
import tomllib
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import Entry, body_text
from checkin.core.message import UserError
from checkin.core.programme import programme_file, programme_schema
from checkin.core.programme.programme import (
    ARRIVAL,
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    RuleTest,
    Session,
    Speaker,
)
from checkin.core.programme.programme_entries import NewEntry, change_entries, fold_programme, to_entries
from checkin.core.programme.programme_file import programme_text, read_programme
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES, SchemaField
from checkin.paths import resources

EVENT = '[event]\ntitle = "Rencontre"\nday = 2023-07-04\n'
SESSION = '[[session]]\nid = "a"\ntitle = "A"\n'
POINT = '[[control_point]]\nid = "p"\nname = "P"\n'
CATEGORY = '[[category]]\nid = "presse"\nname = "Presse"\n'


def read(text: str) -> Programme:
    return read_programme(tomllib.loads(text))


def utc(hour: int, minute: int = 0, day: int = 4) -> datetime:
    return datetime(2023, 7, day, hour, minute, tzinfo=UTC)


def test_a_title_is_enough_and_the_example_for_organisers_can_be_read():
    programme = read('[event]\ntitle = "Rencontre"')
    assert programme.event.title == "Rencontre"
    assert programme.event.timezone == "Europe/Paris"
    assert programme.control_points == (ARRIVAL,)
    page = (Path(__file__).parents[3] / "docs" / "programme.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example
    programme = read(example[1])
    assert [s.id for s in programme.sessions] == ["pleniere", "atelier-a"]
    assert not programme.speakers[0].is_confirmed


def test_every_field_is_understood():
    programme = read(
        EVENT + 'place = "Rennes"\norganiser = "Réseau"\ntimezone = "Indian/Reunion"\n'
        "[[category]]\nid = 'presse'\nname = 'Presse'\nattention = true\n"
        "[[session]]\nid = 's'\ntitle = 'S'\nstarts = 09:00:00\nends = 09:30:00\n"
        "room = 'Hall'\ncapacity = 40\nbooked = true\nstreamed = true\n"
        "[[session.speaker]]\nname = 'Zoé Ba'\nrole = 'Élue'\norganisation = 'Ville'\nconfirmed = false\n"
        "[[control_point]]\nid = 'p'\nname = 'P'\nsession = 's'\nopens = 08:00:00\ncloses = 10:00:00\n"
        "categories = ['presse']\nmode = 'exit'\nreentry = 'never'\nnote = 'Badges à l’entrée'\n"
        "requires = { 'custom:Repas' = ['oui', 'végétarien'], role = 'Élue' }\n"
    )
    event, session, speaker = programme.event, programme.sessions[0], programme.speakers[0]
    assert (event.day, event.place, event.organiser) == (date(2023, 7, 4), "Rennes", "Réseau")
    assert (event.timezone, event.is_demo) == ("Indian/Reunion", False)
    assert programme.categories[0].calls_attention
    assert session == Session("s", "S", utc(5), utc(5, 30), "Hall", 40, is_booked=True, is_streamed=True)
    assert speaker == Speaker("s/1", "Zoé Ba", "Élue", "Ville", "s", is_confirmed=False)
    (point,) = programme.control_points
    assert (point.session, point.opens, point.closes) == ("s", utc(4), utc(6))
    assert (point.categories, point.mode, point.reentry) == (("presse",), PointMode.EXIT, Reentry.NEVER)
    meals, role = Requirement("custom:Repas", ("oui", "végétarien")), Requirement("role", ("Élue",))
    assert (point.note, point.requires) == ("Badges à l’entrée", (meals, role))


def test_speakers_are_confirmed_unless_said_otherwise_and_numbered_within_their_session():
    speaker = "[[session.speaker]]\nname = 'X'\n"
    speakers = read(EVENT + SESSION + speaker * 2 + SESSION.replace('"a"', '"b"') + speaker).speakers
    assert [s.id for s in speakers] == ["a/1", "a/2", "b/1"]
    assert all(s.is_confirmed for s in speakers)


@pytest.mark.parametrize("ends", ["01:00:00", "21:00:00"])
def test_an_end_not_after_the_start_is_on_the_next_day_and_other_days_are_written_in_the_time(ends: str) -> None:
    session = read(EVENT + SESSION + f"starts = 21:00:00\nends = {ends}").sessions[0]
    assert session.starts == utc(19)
    assert session.ends == utc(int(ends[:2]), day=5) - timedelta(hours=2)
    session = read(EVENT + SESSION + "starts = 2023-07-05T09:00:00\nends = 10:00:00").sessions[0]
    assert (session.starts, session.ends) == (utc(7, day=5), utc(8, day=5))


SPEAKER, MISTYPED = "[[session.speaker]]\n", "name = 'X'\nconfirmd = false"
BACKWARDS = "starts = 2023-07-05T09:00:00\nends = 2023-07-04T09:00:00"
MISTAKES = [
    ("no event", SESSION, "*.toml", "event", "missing"),
    ("event as a list", '[[event]]\ntitle = "R"', "*.toml", "event", "[event]"),
    ("no title", "[event]\nday = 2023-07-04", "[event]", "title", "missing"),
    ("blank title", '[event]\ntitle = " "', "[event]", "title", "missing"),
    ("unknown table", EVENT + "[[sesion]]\nid = 'a'", "*.toml", "sesion", "control_point"),
    ("one table where a list is", EVENT + '[session]\nid = "a"', "*.toml", "session", "[[session]]"),
    ("unknown field", EVENT + SESSION + "start = 09:00:00", "[[session]] a", "start", "starts"),
    ("no id", EVENT + '[[category]]\nname = "X"', "[[category]] #1", "id", "missing"),
    ("empty id", EVENT + '[[category]]\nid = ""\nname = "X"', "[[category]] #1", "id", "missing"),
    ("no name", EVENT + '[[category]]\nid = "x"', "[[category]] x", "name", "missing"),
    ("same session twice", EVENT + SESSION * 2, "[[session]] a", "id", "twice"),
    ("same category twice", EVENT + CATEGORY * 2, "[[category]] presse", "id", "twice"),
    ("same control point twice", EVENT + POINT * 2, "[[control_point]] p", "id", "twice"),
    ("unknown session", EVENT + POINT + 'session = "b"', "[[control_point]] p", "session", "“b”"),
    ("unknown category", EVENT + POINT + 'categories = ["x"]', "[[control_point]] p", "categories", "“x”"),
    ("category that is no text", EVENT + POINT + "categories = [1]", "[[control_point]] p", "categories", '["'),
    ("unknown mode", EVENT + POINT + 'mode = "out"', "[[control_point]] p", "mode", '"exit"'),
    ("text for a time", EVENT + SESSION + 'starts = "9h"', "[[session]] a", "starts", "09:30:00"),
    ("time elsewhere", EVENT + SESSION + "starts = 2023-07-04T09:00:00Z", "[[session]] a", "starts", "09:30"),
    ("yes for a number", EVENT + SESSION + "capacity = true", "[[session]] a", "capacity", "40"),
    ("negative seats", EVENT + SESSION + "capacity = -1", "[[session]] a", "capacity", "40"),
    ("seats that no other desk reads", EVENT + SESSION + f"capacity = {10**19}", "[[session]] a", "capacity", "40"),
    (
        "id that no other desk takes",
        EVENT + f"[[session]]\nid = '{'a' * 201}'\ntitle = 'A'",
        "[[session]] " + "a" * 201,
        "id",
        "atelier-a",
    ),
    ("number for yes", EVENT + SESSION + "booked = 1", "[[session]] a", "booked", "true"),
    ("number for a name", EVENT + "[[session]]\nid = 'a'\ntitle = 3", "[[session]] a", "title", '"'),
    ("time for a day", '[event]\ntitle = "R"\nday = 2023-07-04T00:00:00', "[event]", "day", "2023-07-04"),
    ("day of another age", '[event]\ntitle = "R"\nday = 0203-07-04', "[event]", "day", "2023-07-04"),
    ("bad time zone", EVENT + 'timezone = "Paris"', "[event]", "timezone", "“Paris”"),
    ("folder of time zones", EVENT + 'timezone = "Europe"', "[event]", "timezone", "“Europe”"),
    ("empty time zone", EVENT + 'timezone = ""', "[event]", "timezone", "“”"),
    ("path as time zone", EVENT + 'timezone = "../x"', "[event]", "timezone", "“../x”"),
    ("time without a day", '[event]\ntitle="R"\n' + SESSION + "starts = 09:00:00", "[[session]] a", "starts", "day"),
    ("end before start", EVENT + SESSION + BACKWARDS, "[[session]] a", "ends", "starts"),
    ("speaker without a name", EVENT + SESSION + SPEAKER, "[[session.speaker]] a/1", "name", "miss"),
    ("typing error", EVENT + SESSION + SPEAKER + MISTYPED, "[[session.speaker]] a/1", "confirmd", "confirmed"),
]


@pytest.mark.parametrize(("text", "where", "field", "hint"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_one_sentence_that_names_table_item_and_field(
    text: str, where: str, field: str, hint: str
) -> None:
    with pytest.raises(UserError) as raised:
        read(text)
    sentence = str(raised.value)
    assert f"Programme file, {where}: “{field}”" in sentence
    assert hint in sentence.split(f"“{field}”", 1)[1]
    assert "Nothing was changed" in sentence


_TEXTS = st.text(min_size=1, max_size=12).filter(str.strip)
_TIMES = st.times().map(lambda t: t.replace(microsecond=0, fold=0))


def _tables(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    item = st.fixed_dictionaries({"id": _TEXTS, **required}, optional=optional)
    return st.lists(item, max_size=3, unique_by=lambda i: i["id"].strip())


_EVENTS = st.fixed_dictionaries(
    {"title": _TEXTS, "day": st.dates(date(1970, 1, 1), date(2199, 12, 31))},
    optional={"timezone": st.sampled_from(["Europe/Paris", "Pacific/Tahiti", "Africa/Monrovia"])},
)
_SPEAKERS = st.lists(st.fixed_dictionaries({"name": _TEXTS}, optional={"confirmed": st.booleans()}))
_SESSION_FIELDS = {
    "starts": _TIMES,
    "ends": _TIMES,
    "capacity": st.integers(0, 10**6),
    "booked": st.booleans(),
    "waiting": st.integers(0, 99),
    "speaker": _SPEAKERS,
}
_POINT_FIELDS = {
    "opens": _TIMES,
    "closes": _TIMES,
    "mode": st.sampled_from(["entry", "exit"]),
    "reentry": st.sampled_from(list(map(str, Reentry))),
    "requires": st.dictionaries(_TEXTS, st.lists(_TEXTS, min_size=1, max_size=2), max_size=2),
    "note": _TEXTS,
}
DOCUMENTS = st.fixed_dictionaries(
    {
        "event": _EVENTS,
        "category": _tables({"name": _TEXTS}, {"attention": st.booleans()}),
        "session": _tables({"title": _TEXTS}, _SESSION_FIELDS),
        "control_point": _tables({"name": _TEXTS}, _POINT_FIELDS),
    }
)


def _through_entries(*parts: list[NewEntry]) -> Programme:
    at = datetime(2023, 7, 1, tzinfo=UTC)
    rows = enumerate(row for part in parts for row in part)
    return fold_programme(Entry(n.to_bytes(16), kind, subject, "desk", at, body) for n, (kind, subject, body) in rows)


@settings(max_examples=100)
@given(DOCUMENTS)
def test_a_programme_survives_being_entries_and_what_is_written_reads_back_as_the_same(document: dict[str, Any]):
    programme = read_programme(document)
    assert _through_entries(to_entries(programme)) == programme
    assert repr(_through_entries(to_entries(programme))) == repr(programme)
    assert again(programme) == programme


@pytest.mark.parametrize("hour", [2, 3])
def test_times_of_the_hour_in_which_clocks_go_back_survive_being_entries(hour: int) -> None:
    document = {
        "event": {"title": "R", "day": date(2023, 10, 29)},
        "session": [{"id": "a", "title": "A", "starts": time(hour, 30)}],
    }
    programme = read_programme(document)
    assert _through_entries(to_entries(programme)) == programme
    assert programme.sessions[0].starts == datetime(2023, 10, 29, 0 if hour == 2 else 2, 30, tzinfo=UTC)


@settings(max_examples=60)
@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_the_changes_make_the_new_programme_of_the_old(
    before: dict[str, Any], after: dict[str, Any], is_same_event: bool
) -> None:
    old = read_programme(before)
    new = read_programme({**after, "event": before["event"]} if is_same_event else after)
    assert _through_entries(to_entries(old), change_entries(old, new)) == new


def test_only_what_changed_is_written_so_two_desks_may_change_two_sessions_at_one_time():
    both = EVENT + SESSION + "[[session]]\nid = 'b'\ntitle = 'B'\n" + POINT
    old = read(both)
    assert change_entries(old, old) == []
    assert [row[:2] for row in change_entries(old, read(both.replace("'B'", "'C'")))] == [("session_planned", "b")]
    assert change_entries(old, read(EVENT + SESSION + POINT)) == [("session_planned", "b", {"withdrawn": True})]
    one, other = read(both.replace("'B'", "'C'")), read(both.replace('"A"', '"D"'))
    merged = _through_entries(to_entries(old), change_entries(old, one), change_entries(old, other))
    assert [s.title for s in merged.sessions] == ["D", "C"]
    programme = read(EVENT + SESSION + "starts = 09:00:00\n[[session.speaker]]\nname = 'X'\n" + CATEGORY + POINT)
    assert all(body_text(body) for _, _, body in to_entries(programme))


DAY = date(2023, 7, 4)
MORNING, NOON = datetime(2023, 7, 4, 7, tzinfo=UTC), datetime(2023, 7, 4, 10, tzinfo=UTC)

RULES = (
    ColumnRule(RuleTest.NONE_OF, ("aucun",), "Prévenir la cuisine", needs_person=True, also_empty=True),
    ColumnRule(RuleTest.FILLED),
    ColumnRule(RuleTest.AT_MOST, ("17,5",)),
    ColumnRule(RuleTest.AT_LEAST, ("31/12/2008",)),
)
SHOWN = {"only_for": ("presse",), "in_search": True, "in_kiosk": True, "is_counted": True, "rules": RULES}
ENTRANCE = {"session": "a", "opens": MORNING, "closes": NOON, "categories": ("presse",), "mode": PointMode.EXIT}
ASKED = {"asks_for": ("email",), "requires": (Requirement("role", ("Élue",)),), "reentry": Reentry.NEVER}
DONE = {"note": "À gauche", "is_daily": True, "checks": "Pièce d’identité", "gives": "casque", "is_optional": True}
SEATS = {"is_booked": True, "is_streamed": True, "waiting": 5, "asks_when_full": True}
WHOLE = Programme(
    Event("Rencontre", DAY, "Lyon", "Réseau", "Europe/Brussels", last_day=date(2023, 7, 6)),
    (Category("presse", "Presse", calls_attention=True),),
    (Session("a", "A", MORNING, NOON, "Salle 1", 40, **SEATS),),
    (Speaker("a/1", "Zoé Ba", "Élue", "Mairie", "a", is_confirmed=False, replaces="Luc Roy"),),
    (ControlPoint("p", "Porte", **ENTRANCE, **ASKED, **DONE),),
    (Column("regime", "Régime", "custom:Régime alimentaire", ColumnDisplay.VALUE, **SHOWN),),
)
"""A programme in which every field says something."""
ITEMS = (WHOLE.event, *WHOLE.categories, *WHOLE.sessions, *WHOLE.speakers, *WHOLE.control_points, *WHOLE.columns)
NOT_IN_THE_FILE = {"also_called", "is_demo"}
"""Fields that schedules of others (`schedules/programme_update`) or the event file give."""


def again(programme: Programme) -> Programme:
    return read_programme(tomllib.loads(programme_text(programme)))


def test_no_field_of_the_programme_is_forgotten_in_the_file_or_the_entries():
    """A new field says something in WHOLE first; then it fails here until the file and the entries hold it."""
    silent = {
        (type(item).__name__, f.name)
        for item in ITEMS
        for f in fields(item)
        if f.default is not MISSING and getattr(item, f.name) == f.default and f.name not in NOT_IN_THE_FILE
    }
    assert silent == set()
    unnamed = {f.name for item in ITEMS for f in fields(item)} - set(PROGRAMME_FIELD_NAMES) - {"id", *NOT_IN_THE_FILE}
    assert unnamed == set()
    assert again(WHOLE) == WHOLE
    entries = [Entry(bytes([n]), kind, of, "", MORNING, body) for n, (kind, of, body) in enumerate(to_entries(WHOLE))]
    assert fold_programme(entries) == WHOLE


@pytest.mark.parametrize("day", [date(2023, 3, 26), date(2023, 10, 29)], ids=["an hour skipped", "an hour twice"])
@pytest.mark.parametrize("hours", [("01:30", "02:30"), ("02:30", "03:10"), ("02:30", "02:45")])
def test_times_survive_the_nights_when_clocks_change(day: date, hours: tuple[str, str]) -> None:
    starts, ends = (datetime.combine(day, datetime.strptime(h, "%H:%M").time()).time() for h in hours)
    session = {"id": "a", "title": "A", "starts": starts, "ends": ends}
    programme = read_programme({"event": {"title": "R", "day": day}, "session": [session]})
    assert again(programme) == programme


def test_a_time_is_that_of_the_hall_and_of_another_day_with_its_day():
    at = datetime(2023, 7, 4, 7, tzinfo=UTC)
    sessions = (
        Session("a", "A", at, at + timedelta(hours=1)),
        Session("b", "B", at + timedelta(days=1), at + timedelta(days=1, hours=2)),
        Session("c", "C", None, at),
        Session("d", "D", at, at + timedelta(hours=30)),
    )
    programme = Programme(Event("R", DAY), sessions=sessions)
    text = programme_text(programme)
    assert "starts = 09:00:00\nends = 10:00:00" in text
    assert "starts = 2023-07-05T09:00:00\nends = 11:00:00" in text
    assert "ends = 2023-07-05T15:00:00" in text
    assert again(programme) == programme
    without_day = replace(programme, event=Event("R"))
    assert again(without_day) == without_day


def test_texts_with_every_kind_of_sign_survive():
    odd = 'Une "grande"\nsalle \\ n° 3\t\x01\x7f\u2028é'
    session, requires = Session("a", odd, room=odd), (Requirement("custom:Repas du midi", ("oui", odd)),)
    speaker = Speaker("a/1", odd, odd, odd, "a", is_confirmed=False, replaces=odd)
    points = (ControlPoint("p", odd, asks_for=(odd, "email"), requires=requires),)
    programme = Programme(Event(odd, DAY), sessions=(session,), speakers=(speaker,), control_points=points)
    assert again(programme) == programme
    demonstration = (resources() / "demo" / "programme.toml").read_text(encoding="utf-8")
    assert again(read(demonstration)) == read(demonstration)


def test_what_says_nothing_and_a_speaker_whose_session_is_gone_are_not_written():
    assert programme_text(Programme(Event("R"))) == '[event]\ntitle = "R"\ntimezone = "Europe/Paris"\n'
    programme = Programme(Event("R"), speakers=(Speaker("x/1", "Zoé Ba", "", "", "x"),))
    assert again(programme).speakers == (), "a speaker whose session is gone is left out"
    at = datetime(2023, 10, 29, 0, 45, tzinfo=UTC)
    programme = Programme(Event("R", date(2023, 10, 29)), sessions=(Session("a", "A", at, at + timedelta(minutes=45)),))
    assert again(programme).sessions == (Session("a", "A", at),)


@dataclass(frozen=True, slots=True)
class LevelledSession(Session):
    level: str = ""


def test_a_plain_field_that_is_declared_once_is_read_and_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(programme_schema.SESSION, "level", SchemaField((str,), '"beginners"'))
    monkeypatch.setattr(programme_file, "Session", LevelledSession)
    document = {"event": {"title": "Journée"}, "session": [{"id": "a", "title": "A", "level": " experts "}]}
    programme = read_programme(document)
    assert programme.sessions == (LevelledSession("a", "A", level="experts"),)
    assert 'level = "experts"' in programme_text(programme)
    assert read_programme(tomllib.loads(programme_text(programme))) == programme
