# SPDX-License-Identifier: GPL-3.0-or-later
"""The events opened last on this computer, and what is said of each without opening it."""

import json
from datetime import date

import pytest

from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.computer.app_data import GONE, MOST, UNREACHABLE, RecentEvents, inspect_event, inspect_events
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.privacy import event_purge
from checkin.ui.welcome.welcome_window import recent_detail


@pytest.fixture
def recent(tmp_path):
    return RecentEvents(tmp_path / "own" / "recent.json")


def test_the_newest_comes_first_each_once_and_no_more_than_fit(recent, tmp_path):
    for number in [*range(MOST + 2), 3]:
        recent.remember(tmp_path / f"{number}.checkin")
    stems = [path.stem for path in recent.paths()]
    assert stems[:3] == ["3", "9", "8"]
    assert len(stems) == len(set(stems)) == MOST


def test_one_taken_off_the_list_stays_where_it_is(recent, event):
    recent.remember(event.path)
    recent.forget(event.path)
    assert recent.paths() == []
    assert event.path.is_file()


def test_nothing_is_kept_but_where_they_are(recent, event, tmp_path):
    recent.remember(event.path)
    assert json.loads((tmp_path / "own" / "recent.json").read_text("utf-8")) == [str(event.path)]


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', '[1, null, ""]', "\x00\xff"])
def test_a_damaged_file_is_no_events(recent, tmp_path, text):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "recent.json").write_text(text, "utf-8")
    assert recent.paths() == []
    recent.remember(tmp_path / "a.checkin")
    assert [path.name for path in recent.paths()] == ["a.checkin"]


def test_where_nothing_can_be_kept_nothing_is_remembered_and_nobody_told(tmp_path):
    (tmp_path / "own").write_text("a file where the folder should be")
    recent = RecentEvents(tmp_path / "own" / "recent.json")
    recent.remember(tmp_path / "a.checkin")
    assert recent.paths() == []


# What is said of them


def test_an_event_says_its_title_day_and_people_while_it_is_open_and_after(event):
    expected = ("9ᵉ Rencontre", 3)
    assert (inspect_event(event.path).title, inspect_event(event.path).people) == expected
    event.close()
    seen = inspect_event(event.path)
    assert (seen.title, seen.people, seen.trouble) == (*expected, None)
    assert isinstance(seen.day, date | None)


def test_a_look_leaves_no_trace(event):
    event.close()
    folder = event.path.parent
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    inspect_event(event.path)
    assert {path.name: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_an_event_nobody_described_is_called_like_its_file(tmp_path):
    EventFile.create(tmp_path / "Gala.checkin").close()
    assert inspect_event(tmp_path / "Gala.checkin").title == "Gala"


def test_why_one_cannot_be_opened(tmp_path):
    assert inspect_event(tmp_path / "gone.checkin").trouble.words == GONE
    assert inspect_event(tmp_path / "key" / "gone.checkin").trouble.words == UNREACHABLE
    (tmp_path / "notes.checkin").write_text("my notes " * 400)
    assert "not a Checkin event" in inspect_event(tmp_path / "notes.checkin").trouble.words.text
    (tmp_path / "empty.checkin").touch()
    assert "not a Checkin event" in inspect_event(tmp_path / "empty.checkin").trouble.words.text


def test_all_of_them_with_how_far_it_is(tmp_path, event):
    told = []
    seen = inspect_events([event.path, tmp_path / "gone.checkin"], lambda done, total: told.append((done, total)))
    assert [one.trouble is None for one in seen] == [True, False]
    assert told == [(0, 2), (1, 2)]


def test_after_a_purge_the_day_of_it_is_said_instead_of_how_many_there_were(event, clock):
    assert "3 registrations" in recent_detail(inspect_event(event.path))
    event_purge.purge(event, Authority("d", "w"), at=clock(), desk="d")
    detail = recent_detail(inspect_event(event.path))
    assert "data erased on 04/07/2023" in detail
    assert "people" not in detail
    Desk(event, clock, "d").registration.walk_in(RegistrationForm("Odile", "Tard"))
    assert "4 registrations" in recent_detail(inspect_event(event.path)), "the lines without names are people, too"
