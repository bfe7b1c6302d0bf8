# SPDX-License-Identifier: GPL-3.0-or-later
"""Logs of streaming platforms, as files, into an event: who is counted, who is proposed, what twice does."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.command_line.main import main
from checkin.core.attendance.connection_log import ConnectionLogSource
from checkin.core.attendee import Presence
from checkin.core.message import UserError
from checkin.core.people.person_timeline import TimelineKind, read_timeline
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.file_check import check_file
from checkin.services.lists.connection_log_importing import (
    ConnectionLogOptions,
    apply_connection_log,
    doubt_about_times,
    preview_connection_log,
    read_rows,
)
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.translation import translate
from tests.builders import MORNING, an_attendee
from tests.conftest import add_people

DATA = Path(__file__).parents[1] / "data" / "remote"
ELEONORE, JEAN, THANH = map(an_attendee, (1, 2, 3))


NO_WISH = ConnectionLogOptions()


def bring(event, name, wish=NO_WISH):
    return apply_connection_log(event, read_rows(DATA / name), wish, at=MORNING, desk="Accueil 1")


def minutes(event, person):
    stays = AttendanceEvidence(event).of(person.id).attendance.stays
    return [int(stay.time.length.total_seconds() // 60) for stay in stays if stay.is_online]


def matched(found):
    return {person.id: watcher.minutes for watcher, person in found.matching.matched}


def test_zoom_in_english(event):
    found = bring(event, "zoom-en.csv")
    assert (found.source, matched(found)) == (ConnectionLogSource.ZOOM, {ELEONORE.id: 120, JEAN.id: 206})
    assert [p.candidates[0].id for p in found.matching.proposed] == [THANH.id]
    assert [w.name for w in found.matching.unmatched] == ["iPhone"]
    assert minutes(event, ELEONORE) == [120]  # 9:00 to 9:40 and 9:35 to 11:00
    assert check_file(event).problems == ()


@pytest.mark.parametrize(
    ("name", "source", "told"),
    [
        ("zoom-fr.csv", ConnectionLogSource.ZOOM, {ELEONORE.id: 120, JEAN.id: 205}),
        ("teams.csv", ConnectionLogSource.TEAMS, {ELEONORE.id: 120, JEAN.id: 205}),
        ("livestorm.csv", ConnectionLogSource.LIVESTORM, {ELEONORE.id: 120}),
        ("zoom-webinar.csv", ConnectionLogSource.ZOOM, {ELEONORE.id: 120, JEAN.id: 80}),
    ],
)
def test_the_others_in_their_encodings(event, name, source, told):
    found = bring(event, name)
    assert (found.source, matched(found)) == (source, told)


def test_a_log_is_taken_in_once_told_in_the_story_and_taken_back_in_one_step(event):
    bring(event, "zoom-fr.csv")
    line = read_timeline(event.journal.about(ELEONORE.id))[0]
    assert (line.what, line.watched.length) == (TimelineKind.WATCHED, timedelta(hours=2))
    count = event.journal.count()
    for name in ("zoom-fr.csv", "livestorm.csv"):
        assert bring(event, name).new == ()
    assert event.journal.count() == count
    undo_import(event, newest_import(event).import_id, at=MORNING, desk="Accueil 1")
    assert (minutes(event, ELEONORE), newest_import(event)) == ([], None)
    assert bring(event, "zoom-fr.csv").new_people == 2
    assert minutes(event, ELEONORE) == [120]


def test_on_site_and_online_are_counted_once(event, desk, clock):
    clock.at = MORNING + timedelta(minutes=35)  # 9:15
    desk.scan(ELEONORE.ticket_code)
    bring(event, "zoom-fr.csv")
    half = next(h for h in AttendanceEvidence(event).of(ELEONORE.id).attendance.half_days.values() if h.total)
    assert half.way is Presence.BOTH
    assert half.total <= half.time.length
    assert half.total < half.on_site + half.online


def test_who_is_decided_is_remembered_for_the_next_log(event):
    name = preview_connection_log(event, read_rows(DATA / "zoom-en.csv"), NO_WISH).matching.proposed[0].watcher.key
    bring(event, "zoom-en.csv", ConnectionLogOptions(decided={name: THANH.id}))
    assert minutes(event, THANH) == [60]
    again = bring(event, "zoom-en.csv")
    assert (again.new, again.matching.proposed) == ((), ())


def test_who_looked_in_for_a_moment_is_left_out_and_another_zone_moves_the_times_of_a_log_that_names_none(event):
    found = bring(event, "zoom-fr.csv", ConnectionLogOptions(enough=121))
    assert ([w.minutes for w in found.brief], matched(found)) == ([120], {JEAN.id: 205})
    bring(event, "zoom-fr.csv", ConnectionLogOptions(zone="America/Martinique"))
    begins = AttendanceEvidence(event).of(ELEONORE.id).attendance.stays[0].time.begins
    assert begins == MORNING.replace(hour=13, minute=0)


def test_two_people_of_one_name_are_never_guessed(event):
    add_people(event, MORNING, an_attendee(50, first_name="Jean-Baptiste", last_name="de La Fournière"))
    found = bring(event, "zoom-fr.csv")
    assert (matched(found), len(found.matching.proposed[0].candidates)) == ({ELEONORE.id: 120}, 2)


@pytest.mark.parametrize(
    ("name", "wish"),
    [("names-only.csv", NO_WISH), ("zoom-fr.csv", ConnectionLogOptions(zone="Paris/Europe")), ("absent.csv", NO_WISH)],
)
def test_what_cannot_be_read_changes_nothing(event, tmp_path, name, wish):
    count = event.journal.count()
    with pytest.raises(UserError):
        bring(event, name, wish)
    (tmp_path / "x.csv").write_bytes(bytes(range(256)) * 40)
    for path, encoding in ((tmp_path / "x.csv", ""), (DATA / "zoom-fr.csv", "utf-8")):
        with pytest.raises(UserError):
            read_rows(path, encoding)
    assert event.journal.count() == count


def test_a_log_that_is_not_of_these_hours_is_told(qapp, event, capsys):
    told = doubt_about_times(preview_connection_log(event, read_rows(DATA / "livestorm.csv"), NO_WISH), translate)
    assert told == ""
    log = event.path.with_name("other-day.csv")
    log.write_text((DATA / "zoom-webinar.csv").read_text("utf-8").replace("Jul 4,", "Jul 5,"), "utf-8")
    told = doubt_about_times(preview_connection_log(event, read_rows(log), NO_WISH), translate)
    assert told.startswith("Only 0% of the time in this log, of 05/07/2023, is within the programme")
    assert main(["remote", str(event.path), str(log), "--language", "en"]) == 1
    assert "of 05/07/2023" in capsys.readouterr().out


def test_from_the_command_line(qapp, event, capsys):
    path, log = str(event.path), str(DATA / "zoom-en.csv")
    assert main(["remote", path, log, "--dry-run"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], len(told["new"]), told["unmatched"][0]["name"]) == ("zoom", 3, "iPhone")
    key = told["proposed"][0]["as"]
    assert main(["remote", path, log, "--same", f"{key}={THANH.id}", "--language", "en"]) == 1
    assert "of 3 people was recorded" in capsys.readouterr().out
    assert minutes(event, THANH) == [60]
    assert main(["remote", path, log, "--zone", "Nowhere", "--language", "en"]) == 3
    assert "“Nowhere” is not a known time zone" in capsys.readouterr().err
