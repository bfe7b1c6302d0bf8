# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes as files: what each holds, and the one sentence about each that holds none."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from checkin.core.message import UserError
from checkin.core.schedules.foreign_schedules import Calendar, CalendarEntry
from checkin.documents.programme_source import MOST_BYTES, FrabFile, OurFile, read_programme_source

DATA = Path(__file__).parents[1] / "data" / "programmes"
PARIS = ZoneInfo("Europe/Paris")


def calendar(tmp_path: Path, *lines: str, begin: str = "", encoding: str = "utf-8") -> Calendar:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])
    path = tmp_path / "a.ics"
    path.write_bytes((begin + text).encode(encoding))
    source = read_programme_source(path)
    assert isinstance(source, Calendar)
    return source


def entry(tmp_path: Path, *lines: str) -> CalendarEntry:
    (found,) = calendar(tmp_path, "BEGIN:VEVENT", "UID:a@x", "SUMMARY:Café", *lines, "END:VEVENT").entries
    return found


def test_a_calendar_with_all_that_organisers_write_in_it() -> None:
    source = read_programme_source(DATA / "agenda.ics")
    assert isinstance(source, Calendar)
    assert source.title == "9ᵉ Rencontre des pionniers des alliances en territoire"
    assert (len(source.entries), set(source.zones), source.unknown_zones) == (21, {"Europe/Paris", "UTC"}, ())
    by_uid = {e.uid.partition("@")[0]: e for e in source.entries}
    talk = by_uid["societe-civile"]
    assert talk.speakers == (("Sylvain Reymond", "TENTATIVE"), ("Loreline Vidal", "ACCEPTED"))
    assert (talk.starts, talk.status) == (datetime(2023, 7, 4, 10, tzinfo=PARIS), "CONFIRMED")
    assert by_uid["projets-de-territoire"].title == "Projets de territoire, de quoi parle-t-on\u202f?"
    assert by_uid["demain"].starts == datetime(2023, 7, 4, 17, 15)
    assert by_uid["visite"].ends == datetime(2023, 7, 4, 19, 30, tzinfo=PARIS)
    assert by_uid["atelier-a"].categories == ("Atelier",)
    every_day = by_uid["point-equipe"]
    assert every_day.repeats
    assert every_day.repeats["FREQ"] == ["DAILY"]
    assert every_day.without == (datetime(2023, 7, 3, 7, 45, tzinfo=PARIS),)


@pytest.mark.parametrize(
    ("begin", "encoding"), [("\ufeff", "utf-8"), ("", "cp1252"), ("\ufeff", "utf-16-le"), (" \r\n", "utf-8")]
)
def test_a_calendar_in_any_encoding(tmp_path: Path, begin: str, encoding: str) -> None:
    lines = ("BEGIN:VEVENT", "UID:a@x", "SUMMARY:Café de l’après-midi", "END:VEVENT")
    assert calendar(tmp_path, *lines, begin=begin, encoding=encoding).entries[0].title == "Café de l’après-midi"


def test_a_line_that_cannot_be_read_costs_its_entry_one_field(tmp_path: Path) -> None:
    broken = entry(tmp_path, "DTSTART:INVALID", "DTEND:20230704T100000", "RRULE:FREQ=NOPE", "EXDATE:", "DURATION:X")
    assert (broken.title, broken.starts, broken.ends) == ("Café", None, datetime(2023, 7, 4, 10))
    assert (broken.repeats, broken.without) == ({"RDATE": []}, ())


def test_years_of_no_event_are_no_times(tmp_path: Path) -> None:
    odd = entry(
        tmp_path, "DTSTART:00010101T000000Z", "DTEND:99991231T235959Z", "RRULE:FREQ=DAILY;UNTIL=99991231T235959Z"
    )
    assert (odd.starts, odd.ends, odd.repeats) == (None, None, {"FREQ": ["DAILY"]})


def test_a_zone_that_the_file_names_and_nobody_knows_is_kept_to_be_told(tmp_path: Path) -> None:
    lines = ("BEGIN:VEVENT", "UID:a@x", "DTSTART;TZID=Mars/Olympus:20230704T100000", "END:VEVENT")
    source = calendar(tmp_path, *lines)
    assert (source.unknown_zones, source.entries[0].starts) == (("Mars/Olympus",), datetime(2023, 7, 4, 10))


def test_speakers_as_a_newer_standard_names_them(tmp_path: Path) -> None:
    lines = ("BEGIN:PARTICIPANT", "PARTICIPANT-TYPE:SPEAKER", "SUMMARY:Zoé Ba", "END:PARTICIPANT")
    assert entry(tmp_path, *lines).speakers == (("Zoé Ba", ""),)


def test_several_calendars_of_one_file_are_one(tmp_path: Path) -> None:
    event = ("BEGIN:VEVENT", "UID:a@x", "SUMMARY:A", "END:VEVENT")
    two = calendar(tmp_path, *event, "END:VCALENDAR", "BEGIN:VCALENDAR", "X-WR-CALNAME:Jour\\, nuit", *event)
    assert (len(two.entries), two.title) == (2, "Jour, nuit")


def test_json_and_toml_are_what_they_hold_whatever_they_are_called(tmp_path: Path) -> None:
    assert isinstance(read_programme_source(DATA / "pretalx_schedule.json"), FrabFile)
    (tmp_path / "programme.txt").write_text('[event]\ntitle = "R"', "utf-8")
    (tmp_path / "calendar.json").write_text('\ufeff {"schedule": 1}', "utf-8")
    assert read_programme_source(tmp_path / "programme.txt") == OurFile({"event": {"title": "R"}})
    assert read_programme_source(tmp_path / "calendar.json") == FrabFile({"schedule": 1})


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.ics", b"", "is not a programme"),
        ("a.ics", b"BEGIN:VEVENT\r\nEND:VEVENT", "is not a programme"),
        ("a.ics", b"BEGIN:VCALENDAR\r\nX\r\nEND:VCALENDAR", "damaged"),
        ("a.ics", b"BEGIN:VCALENDAR", "damaged"),
        ("a.ics", b"\x00\xff\x00", "is not a programme"),
        ("a.json", b"[]", "is not a programme"),
        ("a.json", b'{"a": ', "has a mistake in it"),
        ("a.json", b'{"a":' * 200_000, "has a mistake in it"),
        ("a.toml", b"a = " + b"[" * 20_000, "has a mistake in it"),
        ("a.toml", b"\xff\xfe\x00", "has a mistake in it"),
        ("a.toml", b" " * (MOST_BYTES + 1), "larger than 4 MB"),
    ],
)
def test_what_holds_no_programme_is_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UserError) as raised:
        read_programme_source(tmp_path / name)
    assert says in str(raised.value)
    assert "Nothing was changed" in str(raised.value)


@pytest.mark.needs("FIFOs")
def test_what_is_not_there_a_folder_or_a_pipe_is_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ics")
    for name, says in (("gone.ics", "cannot be read"), ("", "is not a programme"), ("pipe.ics", "is not a programme")):
        with pytest.raises(UserError) as raised:
            read_programme_source(tmp_path / name)
        assert says in str(raised.value)


def test_the_library_for_calendars_is_imported_only_when_there_is_one() -> None:
    loaded = "checkin.application.desk_program, checkin.services.programme.programme_importing"
    check = f"import sys, {loaded}; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
