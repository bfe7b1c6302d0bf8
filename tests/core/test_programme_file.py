# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme file: what it may hold, and the one sentence about each mistake."""

import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.entries import Entry, body_text
from checkin.core.message import UserError
from checkin.core.programme.programme import ARRIVAL, PointMode, Programme, Reentry, Requirement
from checkin.core.programme.programme_entries import NewEntry, change_entries, fold_programme, to_entries
from checkin.core.programme.programme_file import read_programme

EVENT = '[event]\ntitle = "Rencontre"\nday = 2023-07-04\n'
SESSION = '[[session]]\nid = "a"\ntitle = "A"\n'
POINT = '[[control_point]]\nid = "p"\nname = "P"\n'
CATEGORY = '[[category]]\nid = "presse"\nname = "Presse"\n'


def read(text: str) -> Programme:
    return read_programme(tomllib.loads(text))


def utc(hour: int, minute: int = 0, day: int = 4) -> datetime:
    return datetime(2023, 7, day, hour, minute, tzinfo=UTC)


def test_a_title_is_enough_and_gives_the_arrival_as_control_point() -> None:
    programme = read('[event]\ntitle = "Rencontre"')
    assert programme.event.title == "Rencontre"
    assert programme.event.timezone == "Europe/Paris"
    assert programme.control_points == (ARRIVAL,)


def test_every_field_is_understood() -> None:
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
    assert (programme.control_points[0].reentry, programme.control_points[0].note) == (
        Reentry.NEVER,
        "Badges à l’entrée",
    )
    assert programme.control_points[0].requires == (
        Requirement("custom:Repas", ("oui", "végétarien")),
        Requirement("role", ("Élue",)),
    )
    assert (session.room, session.capacity, session.is_booked, session.is_streamed) == (
        "Hall",
        40,
        True,
        True,
    )
    assert (session.starts, session.ends) == (utc(5), utc(5, 30))
    assert (speaker.id, speaker.name, speaker.role, speaker.organisation) == (
        "s/1",
        "Zoé Ba",
        "Élue",
        "Ville",
    )
    assert (speaker.session, speaker.is_confirmed) == ("s", False)
    point = programme.control_points[0]
    assert (point.session, point.opens, point.closes) == ("s", utc(4), utc(6))
    assert (point.categories, point.mode) == (("presse",), PointMode.EXIT)


def test_speakers_are_confirmed_unless_said_otherwise_and_numbered_within_their_session() -> None:
    speaker = "[[session.speaker]]\nname = 'X'\n"
    speakers = read(EVENT + SESSION + speaker * 2 + SESSION.replace('"a"', '"b"') + speaker).speakers
    assert [s.id for s in speakers] == ["a/1", "a/2", "b/1"]
    assert all(s.is_confirmed for s in speakers)


@pytest.mark.parametrize("ends", ["01:00:00", "21:00:00"])
def test_an_end_not_after_the_start_is_on_the_next_day(ends: str) -> None:
    session = read(EVENT + SESSION + f"starts = 21:00:00\nends = {ends}").sessions[0]
    assert session.starts == utc(19)
    assert session.ends == utc(int(ends[:2]), day=5) - timedelta(hours=2)


def test_an_event_of_several_days_writes_the_day_in_the_time() -> None:
    session = read(EVENT + SESSION + "starts = 2023-07-05T09:00:00\nends = 10:00:00").sessions[0]
    assert (session.starts, session.ends) == (utc(7, day=5), utc(8, day=5))


def test_the_example_for_organisers_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "programme.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)
    assert example
    programme = read(example[1])
    assert [s.id for s in programme.sessions] == ["pleniere", "atelier-a"]
    assert not programme.speakers[0].is_confirmed


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
    (
        "category that is no text",
        EVENT + POINT + "categories = [1]",
        "[[control_point]] p",
        "categories",
        '["',
    ),
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
    (
        "time without a day",
        '[event]\ntitle="R"\n' + SESSION + "starts = 09:00:00",
        "[[session]] a",
        "starts",
        "day",
    ),
    (
        "end before start",
        EVENT + SESSION + "starts = 2023-07-05T09:00:00\nends = 2023-07-04T09:00:00",
        "[[session]] a",
        "ends",
        "starts",
    ),
    (
        "speaker without a name",
        EVENT + SESSION + "[[session.speaker]]\n",
        "[[session.speaker]] a/1",
        "name",
        "miss",
    ),
    (
        "speaker with a typing error",
        EVENT + SESSION + "[[session.speaker]]\nname = 'X'\nconfirmd = false",
        "[[session.speaker]] a/1",
        "confirmd",
        "confirmed",
    ),
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


DOCUMENTS = st.fixed_dictionaries(
    {
        "event": st.fixed_dictionaries(
            {"title": _TEXTS, "day": st.dates(date(1970, 1, 1), date(2199, 12, 31))},
            optional={
                "timezone": st.sampled_from(["Europe/Paris", "Pacific/Tahiti", "Africa/Monrovia"]),
            },
        ),
        "category": _tables({"name": _TEXTS}, {"attention": st.booleans()}),
        "session": _tables(
            {"title": _TEXTS},
            {
                "starts": _TIMES,
                "ends": _TIMES,
                "capacity": st.integers(0, 10**6),
                "booked": st.booleans(),
                "waiting": st.integers(0, 99),
                "speaker": st.lists(st.fixed_dictionaries({"name": _TEXTS}, optional={"confirmed": st.booleans()})),
            },
        ),
        "control_point": _tables(
            {"name": _TEXTS},
            {
                "opens": _TIMES,
                "closes": _TIMES,
                "mode": st.sampled_from(["entry", "exit"]),
                "reentry": st.sampled_from(list(map(str, Reentry))),
                "requires": st.dictionaries(_TEXTS, st.lists(_TEXTS, min_size=1, max_size=2), max_size=2),
                "note": _TEXTS,
            },
        ),
    }
)


def _through_entries(*parts: list[NewEntry]) -> Programme:
    at = datetime(2023, 7, 1, tzinfo=UTC)
    rows = enumerate(row for part in parts for row in part)
    return fold_programme(Entry(n.to_bytes(16), kind, subject, "desk", at, body) for n, (kind, subject, body) in rows)


@settings(max_examples=60)
@given(DOCUMENTS)
def test_a_programme_survives_being_entries(document: dict[str, Any]) -> None:
    programme = read_programme(document)
    assert _through_entries(to_entries(programme)) == programme
    assert repr(_through_entries(to_entries(programme))) == repr(programme)


@pytest.mark.parametrize("hour", [2, 3])
def test_times_of_the_hour_in_which_clocks_go_back_survive_being_entries(hour: int) -> None:
    document = {
        "event": {"title": "R", "day": date(2023, 10, 29)},
        "session": [{"id": "a", "title": "A", "starts": time(hour, 30)}],
    }
    programme = read_programme(document)
    assert _through_entries(to_entries(programme)) == programme
    assert programme.sessions[0].starts == datetime(2023, 10, 29, 0 if hour == 2 else 2, 30, tzinfo=UTC)


def test_bodies_of_the_programme_can_be_stored() -> None:
    programme = read(EVENT + SESSION + "starts = 09:00:00\n[[session.speaker]]\nname = 'X'\n" + CATEGORY + POINT)
    assert all(body_text(body) for _, _, body in to_entries(programme))


@settings(max_examples=60)
@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_the_changes_make_the_new_programme_of_the_old(
    before: dict[str, Any], after: dict[str, Any], is_same_event: bool
) -> None:
    old = read_programme(before)
    new = read_programme({**after, "event": before["event"]} if is_same_event else after)
    assert _through_entries(to_entries(old), change_entries(old, new)) == new


def test_only_what_changed_is_written() -> None:
    both = EVENT + SESSION + "[[session]]\nid = 'b'\ntitle = 'B'\n" + POINT
    old = read(both)
    assert change_entries(old, old) == []
    assert [row[:2] for row in change_entries(old, read(both.replace("'B'", "'C'")))] == [("session_planned", "b")]
    gone = change_entries(old, read(EVENT + SESSION + POINT))
    assert gone == [("session_planned", "b", {"withdrawn": True})]


def test_two_desks_change_two_sessions_at_one_time() -> None:
    both = EVENT + SESSION + "[[session]]\nid = 'b'\ntitle = 'B'\n" + POINT
    old, one, other = read(both), read(both.replace("'B'", "'C'")), read(both.replace('"A"', '"D"'))
    merged = _through_entries(to_entries(old), change_entries(old, one), change_entries(old, other))
    assert [s.title for s in merged.sessions] == ["D", "C"]
