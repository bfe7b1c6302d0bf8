# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a day is divided: one table."""

import tomllib
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from checkin.core.attendance.half_days import half_days
from checkin.core.programme.programme import Event, Programme, Session
from checkin.core.programme.programme_file import read_programme
from checkin.paths import resources

PARIS = ZoneInfo("Europe/Paris")


def a_session(times, title="Exposé", day=4):
    begins, _, ends = times.partition("-")
    return Session(title, title, at(begins, day), at(ends, day) if ends else None)


def at(clock, day=4):
    hour, minute = map(int, clock.split(":"))
    return datetime(2023, 7, day, hour, minute, tzinfo=PARIS)


def told(*sessions):
    programme = Programme(Event("Rencontre"), sessions=sessions)
    return [
        f"{half.day.day} {half.part} {_local(half.time.begins)}-{_local(half.time.ends)}"
        for half in half_days(programme, PARIS)
    ]


def _local(moment):
    return f"{moment.astimezone(PARIS):%H:%M}"


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        # the meal of the programme, wherever else there is a gap
        (
            [a_session("9:00-12:15"), a_session("12:30-14:00", "Déjeuner"), a_session("14:00-17:00")],
            ["4 morning 09:00-12:30", "4 afternoon 14:00-17:00"],
        ),
        (
            [a_session("9:00-12:00"), a_session("12:00-13:30", "Buffet"), a_session("14:30-17:00")],
            ["4 morning 09:00-12:00", "4 afternoon 13:30-17:00"],
        ),
        # breakfast and dinner are no lunch; the longest gap around noon is
        (
            [a_session("8:00-9:00", "Petit déjeuner"), a_session("9:00-12:10"), a_session("13:40-17:00")],
            ["4 morning 08:00-12:10", "4 afternoon 13:40-17:00"],
        ),
        (
            [a_session("9:00-11:40"), a_session("12:10-13:00"), a_session("14:00-16:00")],
            ["4 morning 09:00-13:00", "4 afternoon 14:00-16:00"],
        ),
        # a coffee break is none, nor the way to the next room
        (
            [a_session("9:00-10:00"), a_session("10:40-12:45"), a_session("13:00-16:00")],
            ["4 morning 09:00-12:30", "4 afternoon 12:30-16:00"],
        ),
        # only a morning, only an afternoon
        ([a_session("9:00-12:00")], ["4 morning 09:00-12:00"]),
        ([a_session("14:00-17:00")], ["4 afternoon 14:00-17:00"]),
        # an evening stands by itself, and the dinner does not make the afternoon longer
        (
            [a_session("14:00-17:00"), a_session("19:30-23:00", "Repas de gala")],
            ["4 afternoon 14:00-17:00", "4 evening 19:30-23:00"],
        ),
        # two days, and a night that reaches into the next morning
        (
            [a_session("9:00-12:00"), a_session("9:00-12:00", "Suite", day=5)],
            ["4 morning 09:00-12:00", "5 morning 09:00-12:00"],
        ),
        # a session that does not say when it ends lasts an hour (running.UNTOLD)
        ([a_session("9:00")], ["4 morning 09:00-10:00"]),
        ([], []),
    ],
)
def test_half_days(sessions, expected):
    assert told(*sessions) == expected


def test_a_night_and_the_next_morning_do_not_share_time():
    night = Session("nuit", "Nuit", at("22:00"), at("10:00", 5))
    assert told(night, a_session("9:00-12:00", "Suite", 5)) == ["4 evening 22:00-10:00", "5 morning 10:00-12:00"]


def test_a_day_is_a_day_of_the_hall():
    tokyo = ZoneInfo("Asia/Tokyo")
    session = Session("s", "S", datetime(2023, 7, 3, 23, tzinfo=ZoneInfo("UTC")), None)
    (half,) = half_days(Programme(Event("x"), sessions=(session,)), tokyo)
    assert (half.day, half.id) == (date(2023, 7, 4), "2023-07-04/morning")


def test_the_published_programme_of_the_demonstration():
    programme = read_programme(tomllib.loads((resources() / "demo/programme.toml").read_text(encoding="utf-8")))
    found = half_days(programme, PARIS)
    assert [(h.part, _local(h.time.begins), _local(h.time.ends)) for h in found] == [
        ("morning", "08:30", "12:30"),
        ("afternoon", "14:00", "18:30"),
    ]
