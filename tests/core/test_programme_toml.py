# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme that is written down reads back as the same programme."""

import tomllib
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from checkin.core.entries import Entry
from checkin.core.programme import programme_file, programme_schema
from checkin.core.programme.programme import (
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
from checkin.core.programme.programme_entries import fold_programme, to_entries
from checkin.core.programme.programme_file import programme_text, read_programme
from checkin.core.programme.programme_schema import PROGRAMME_FIELD_NAMES, SchemaField
from checkin.paths import resources
from tests.core.test_programme_file import DOCUMENTS

DAY = date(2023, 7, 4)
MORNING, NOON = datetime(2023, 7, 4, 7, tzinfo=UTC), datetime(2023, 7, 4, 10, tzinfo=UTC)
WHOLE = Programme(
    Event("Rencontre", DAY, "Lyon", "Réseau", "Europe/Brussels", last_day=date(2023, 7, 6)),
    (Category("presse", "Presse", calls_attention=True),),
    (
        Session(
            "a", "A", MORNING, NOON, "Salle 1", 40, is_booked=True, is_streamed=True, waiting=5, asks_when_full=True
        ),
    ),
    (Speaker("a/1", "Zoé Ba", "Élue", "Mairie", "a", is_confirmed=False, replaces="Luc Roy"),),
    (
        ControlPoint(
            "p",
            "Porte",
            session="a",
            opens=MORNING,
            closes=NOON,
            categories=("presse",),
            mode=PointMode.EXIT,
            asks_for=("email",),
            requires=(Requirement("role", ("Élue",)),),
            reentry=Reentry.NEVER,
            note="À gauche",
            is_daily=True,
            checks="Pièce d’identité",
            gives="casque",
            is_optional=True,
        ),
    ),
    (
        Column(
            "regime",
            "Régime",
            "custom:Régime alimentaire",
            ColumnDisplay.VALUE,
            only_for=("presse",),
            in_search=True,
            in_kiosk=True,
            is_counted=True,
            rules=(
                ColumnRule(RuleTest.NONE_OF, ("aucun",), "Prévenir la cuisine", needs_person=True, also_empty=True),
                ColumnRule(RuleTest.FILLED),
                ColumnRule(RuleTest.AT_MOST, ("17,5",)),
                ColumnRule(RuleTest.AT_LEAST, ("31/12/2008",)),
            ),
        ),
    ),
)
"""A programme in which every field says something."""
ITEMS = (WHOLE.event, *WHOLE.categories, *WHOLE.sessions, *WHOLE.speakers, *WHOLE.control_points, *WHOLE.columns)
NOT_IN_THE_FILE = {"also_called", "is_demo"}
"""Fields that schedules of others (`schedules/programme_update`) or the event file give."""


def again(programme: Programme) -> Programme:
    return read_programme(tomllib.loads(programme_text(programme)))


def test_no_field_of_the_programme_is_forgotten_in_the_file_or_the_entries() -> None:
    """A new field says something in WHOLE first; then it fails here until the file and the entries hold it."""
    silent = {
        (type(item).__name__, f.name)
        for item in ITEMS
        for f in fields(item)
        if f.default is not MISSING and getattr(item, f.name) == f.default and f.name not in NOT_IN_THE_FILE
    }
    assert silent == set()
    assert again(WHOLE) == WHOLE
    entries = [Entry(bytes([n]), kind, of, "", MORNING, body) for n, (kind, of, body) in enumerate(to_entries(WHOLE))]
    assert fold_programme(entries) == WHOLE


def test_every_field_of_the_programme_has_a_name() -> None:
    unnamed = {f.name for item in ITEMS for f in fields(item)} - set(PROGRAMME_FIELD_NAMES) - {"id", *NOT_IN_THE_FILE}
    assert unnamed == set()


@settings(max_examples=100)
@given(DOCUMENTS)
def test_what_is_written_reads_back_as_the_same(document: dict[str, Any]) -> None:
    programme = read_programme(document)
    assert again(programme) == programme


def test_the_programme_of_the_demonstration_reads_back_as_the_same() -> None:
    text = (resources() / "demo" / "programme.toml").read_text(encoding="utf-8")
    programme = read_programme(tomllib.loads(text))
    assert again(programme) == programme


@pytest.mark.parametrize("day", [date(2023, 3, 26), date(2023, 10, 29)], ids=["an hour skipped", "an hour twice"])
@pytest.mark.parametrize("hours", [("01:30", "02:30"), ("02:30", "03:10"), ("02:30", "02:45")])
def test_times_survive_the_nights_when_clocks_change(day: date, hours: tuple[str, str]) -> None:
    starts, ends = (datetime.combine(day, datetime.strptime(h, "%H:%M").time()).time() for h in hours)
    session = {"id": "a", "title": "A", "starts": starts, "ends": ends}
    programme = read_programme({"event": {"title": "R", "day": day}, "session": [session]})
    assert again(programme) == programme


def test_a_time_is_that_of_the_hall_and_of_another_day_with_its_day() -> None:
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


def test_an_end_that_no_clock_shows_after_its_beginning_is_left_out() -> None:
    """Half past two comes twice in the night when clocks go back."""
    at = datetime(2023, 10, 29, 0, 45, tzinfo=UTC)
    programme = Programme(Event("R", date(2023, 10, 29)), sessions=(Session("a", "A", at, at + timedelta(minutes=45)),))
    assert again(programme).sessions == (Session("a", "A", at),)


def test_texts_with_every_kind_of_sign_survive() -> None:
    odd = 'Une "grande"\nsalle \\ n° 3\t\x01\x7f\u2028é'
    programme = Programme(
        Event(odd, DAY),
        sessions=(Session("a", odd, room=odd),),
        speakers=(Speaker("a/1", odd, odd, odd, "a", is_confirmed=False, replaces=odd),),
        control_points=(
            ControlPoint(
                "p",
                odd,
                asks_for=(odd, "email"),
                requires=(Requirement("custom:Repas du midi", ("oui", odd)), Requirement("role", ("Élue",))),
            ),
        ),
    )
    assert again(programme) == programme


def test_a_speaker_whose_session_is_gone_is_left_out() -> None:
    programme = Programme(Event("R"), speakers=(Speaker("x/1", "Zoé Ba", "", "", "x"),))
    assert again(programme).speakers == ()


def test_what_says_nothing_is_not_written() -> None:
    assert programme_text(Programme(Event("R"))) == '[event]\ntitle = "R"\ntimezone = "Europe/Paris"\n'


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
