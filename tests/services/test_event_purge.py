# SPDX-License-Identifier: GPL-3.0-or-later
"""After a purge nobody is in the bytes of the files any more, and the figures are what they were."""

import json
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from checkin.command_line.export_commands import as_json
from checkin.core.decision import Reason, Verdict
from checkin.core.desk_settings import COMMAND_LINE_DESK
from checkin.core.entries import EntryKind
from checkin.core.journal_fingerprint import ExportOrigin
from checkin.core.message import UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.purge import PrivacyRecord
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import find_origin, purge_after, read_fingerprint
from checkin.services.attendance.attendance_papers import issue
from checkin.services.badges.badge_building import select_wearers
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.exports.exporting import export_codes
from checkin.services.file_check import check_file
from checkin.services.live_queries import LiveQueries
from checkin.services.people_queries import PeopleQueries
from checkin.services.privacy import event_purge, purge_day
from checkin.services.privacy.person_data import export_person
from checkin.storage import regular_files
from checkin.storage.copies import is_in_wal_mode
from checkin.storage.database import back_up
from checkin.storage.journal_purge import is_unfinished
from checkin.translation import Translator, translate
from tests.builders import KEY, a_programme
from tests.privacy import SECRETS, WOLFGANG, ZEPHYRINE, a_day, codes, journal, traces

WHY = Authority("Accueil 1", "Quatorze jours après")


@pytest.fixture(params=["WAL", "TRUNCATE"])
def lived(request, tmp_path, clock, monkeypatch):
    """An event with its day, in both ways in which a file is kept safe."""
    monkeypatch.setattr(regular_files, "wal_is_sound", lambda _: request.param == "WAL")
    event = EventFile.create(tmp_path / "rencontre.checkin", KEY)
    event.plan(a_programme(), at=clock(), desk="Accueil 1")
    a_day(event, Desk(event, clock, "Accueil 1"), clock)
    assert event.db.conn.execute("PRAGMA journal_mode").fetchone()[0] == request.param.lower()
    yield event
    event.close()


def purged(event, clock):
    return event_purge.purge(event, WHY, at=clock(), desk="Accueil 1")


def purge_record(done):
    return event_purge.purge_record_text(done, translate)


def test_nobody_is_in_the_bytes_of_any_file_but_another_events_backups_are_not_ours_to_remove(lived, tmp_path, clock):
    found = {text for _, text in traces(tmp_path)}
    assert {text for text in SECRETS if text not in found} == set(), "the day leaves traces, or this proves nothing"
    back_up(lived.db, tmp_path / "rencontre.schema-3.backup.checkin")
    (tmp_path / "rencontre.schema-4.backup.checkin.part").write_text("Zéphyrine")
    others = [tmp_path / f"{name}.schema-3.backup.checkin" for name in ("rencontre2", "rencontre.b", "a.rencontre")]
    for other in others:
        other.write_text("x")
    known = codes(lived)
    assert traces(tmp_path, known)
    assert purged(lived, clock).is_clean
    assert traces(tmp_path, known) == []
    assert all(other.exists() for other in others)
    lived.close()
    assert traces(tmp_path, known) == []


def test_figures_ids_and_times_stay_and_entries_cannot_be_changed_as_before(lived, clock):
    desk = Desk(lived, clock, "Accueil 1")
    desk.registration.correct(ZEPHYRINE.id, {"last_name": "Le Quillévéré", "first_name": "Zéphyrine Anne"})
    account, rows = check_file(lived).day_report, journal(lived)
    day = as_json(lived, LiveQueries(lived).read(clock()))
    purged(lived, clock)
    assert journal(lived)[:-1] == rows
    report = check_file(lived)
    assert (replace(report.day_report, merges=()), report.problems) == (replace(account, merges=()), ())
    assert (len(account.merges), len(report.day_report.merges)) == (1, 1)
    assert (account.total.present, account.total.registered, account.corrections) == (3, 3, 6)
    after = as_json(lived, LiveQueries(lived).read(clock()))
    for figure in ("arrived", "expected", "by_category", "by_desk", "sessions", "arrivals"):
        assert after[figure] == day[figure]
    assert all(person.name.startswith("#") for person, _ in lived.attendees.all()), "who was corrected too"
    for sql in ("UPDATE journal SET body = '{}'", "DELETE FROM journal"):
        with pytest.raises(Exception, match="append-only"):
            lived.db.conn.execute(sql)


def test_screens_and_export_go_on_but_no_paper_is_written_for_whoever_was_forgotten(lived, tmp_path, clock):
    assert issue(lived)
    assert select_wearers(lived, lived.programme())
    purged(lived, clock)
    for write in (lambda: issue(lived), lambda: export_codes(lived, tmp_path / "codes", translate)):
        with pytest.raises(UserError, match=r"(has been|was) erased"):
            write()
    assert not (tmp_path / "codes").exists()
    assert select_wearers(lived, lived.programme()) == []
    desk = Desk(lived, clock, "Accueil 1")
    someone = next(lived.attendees.all())[0]
    assert PeopleQueries(lived, desk).person(someone.id).attendee.last_name.startswith("#")
    assert desk.scan(ZEPHYRINE.ticket_code).attendee is None
    assert desk.scan("3760123456789").reason is Reason.UNKNOWN, "as any other foreign code"
    assert lived.attendees.search("wolfgang") == []
    export_attendance(lived, tmp_path / "out.csv", translate)
    lines = (tmp_path / "out.csv").read_text("utf-8").splitlines()
    assert sum("accueil" in line.lower() for line in lines) >= 3
    assert WOLFGANG.ticket_code not in "".join(lines)
    desk.registration.walk_in(RegistrationForm("Odile", "Tard"))
    assert export_codes(lived, tmp_path / "codes", translate).count == 1


def test_the_preview_says_what_there_is_also_of_whoever_comes_after_it(lived, clock):
    found = event_purge.preview(lived, "Accueil 1")
    assert (found.people, found.speakers, found.supervisors, found.arrivals) == (3, 1, 1, 3)
    assert not found.is_empty
    purged(lived, clock)
    assert event_purge.preview(lived, "Accueil 1").is_empty
    with pytest.raises(UserError, match="already erased"):
        purged(lived, clock)
    clock.pass_by(hours=1)
    desk = Desk(lived, clock, "Accueil 1")
    assert desk.check_in(next(lived.attendees.all())[0].id).entry
    assert event_purge.preview(lived, "").is_empty, "that says nothing of anybody"
    desk.registration.walk_in(RegistrationForm("Odile", "Tard"))
    assert event_purge.preview(lived, "").people == purged(lived, clock).preview.people == 1
    assert lived.attendees.search("Odile") == []
    assert check_file(lived).day_report.total.registered == 4


TEXTS = ("3760123450017", "BEGIN:VCARD\nVERSION:3.0\nN:Tard;Odile\nEND:VCARD", "Odile Tard <odile@exemple.test>")


def test_a_text_that_is_read_after_it_can_be_forgotten_too(lived, clock, tmp_path):
    purged(lived, clock)
    for text in TEXTS:
        Desk(lived, clock, "Accueil 1").scan(text)
        found = event_purge.preview(lived, "")
        assert (found.people, found.is_empty) == (0, False)
        purged(lived, clock)
        assert event_purge.preview(lived, "").is_empty
        assert traces(tmp_path, {text[:20]}) == []
        with pytest.raises(UserError, match="already erased"):
            purged(lived, clock)


def test_only_other_desks_are_out_of_reach_and_it_is_said_what_they_do(lived, clock):
    """The command line works on this very file."""
    for name in ("Accueil 2", COMMAND_LINE_DESK):
        Desk(lived, clock, name).scan("3760123450017")
    assert [name for name, _ in event_purge.preview(lived, "Accueil 1").desks] == ["Accueil 2"]
    text = purge_record(purged(lived, clock))
    there = clock().astimezone(ZoneInfo("Europe/Paris"))
    assert COMMAND_LINE_DESK not in text
    assert f"“Accueil 2”, last heard from on {there:%d/%m/%Y %H:%M}, still has everyone" in text


def test_a_desk_that_was_only_heard_still_has_everyone_too(lived, clock):
    """It may have written nothing, or by the command line, whose entries do not say on which computer."""
    wrote = clock()
    Desk(lived, clock, "Accueil 2").scan("3760123450017")
    clock.pass_by(minutes=5)
    heard = (("Accueil 1", clock()), ("Accueil 2", clock()), ("Accueil 3", wrote))
    done = event_purge.purge(lived, WHY, at=clock(), desk="Accueil 1", heard=heard)
    assert done.preview.desks == (("Accueil 2", clock()), ("Accueil 3", wrote))
    assert "“Accueil 3”, last heard from on" in purge_record(done)


def test_the_record_says_which_event_whose_until_when_it_was_to_be_kept_and_in_which_time_zone(lived, clock):
    known = replace(a_programme().event, place="Palais des congrès", organiser="Ville de Brest")
    lived.plan(replace(a_programme(), event=known), at=clock(), desk="Accueil 1")
    text = purge_record(purged(lived, clock))
    assert "Day and place: 04/07/2023, Palais des congrès" in text
    assert "Responsible: Ville de Brest" in text
    assert "Personal data was to be kept until 18/07/2023 at the latest" in text
    assert "one per person and control point" in text
    Desk(lived, clock, "Accueil 1").registration.walk_in(RegistrationForm("Odile", "Tard"))
    purge_day.save(lived, PrivacyRecord("Région Bretagne", until=date(2023, 7, 30)), at=clock(), desk="Accueil 1")
    at = clock().astimezone(ZoneInfo("Indian/Reunion"))
    text = purge_record(event_purge.purge(lived, WHY, at=at, desk="Accueil 1"))
    assert "Responsible: Région Bretagne" in text, "the controller of the register"
    assert "kept until 30/07/2023 at the latest" in text
    assert f"Done on {at:%d/%m/%Y %H:%M:%S} (Indian/Reunion, UTC+04:00)" in text


def test_the_record_has_both_control_lines_and_names_nobody_and_a_persons_data_is_told_in_words(lived, clock, tmp_path):
    said = export_person(lived, ZEPHYRINE.id, tmp_path / "p.json", Translator("fr").translate).read_text("utf-8")
    assert "ajoutée" in said
    assert [kind for kind in EntryKind if "_" in kind and kind in said] == []
    before = str(read_fingerprint(lived))
    text = purge_record(purged(lived, clock))
    assert before in text
    assert str(read_fingerprint(lived)) in text
    assert "3 registrations" in text
    assert [secret for secret in SECRETS if secret in text] == []
    (body,) = lived.db.conn.execute("SELECT body FROM journal WHERE kind = 'event_purged'").fetchone()
    assert json.loads(body)["before"] == before


def test_another_window_that_reads_puts_the_cleaning_off_until_the_file_is_opened_again(lived, tmp_path, clock):
    other = EventFile.open(lived.path)
    other.db.conn.execute("BEGIN")
    other.db.conn.execute("SELECT * FROM attendees").fetchone()
    lived.db.conn.execute("PRAGMA busy_timeout = 20")
    if lived.db.conn.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        assert not purged(lived, clock).is_clean
    other.db.conn.execute("COMMIT")
    other.close()
    EventFile.open(lived.path).close()
    if lived.attendees.search("wolfgang"):
        purged(lived, clock)
    assert traces(tmp_path) == []


def test_an_export_that_reads_puts_the_cleaning_off_until_it_ends_and_nobody_waits(lived, tmp_path, clock):
    lived.db.conn.execute("PRAGMA busy_timeout = 1000000000")  # whoever waited would never end
    with lived.snapshot() as still:
        done = purged(lived, clock)
        lived.plan(a_programme(), at=clock(), desk="Accueil 1")
        assert still.attendees.search("wolfgang"), "what it reads is of before"
        is_held = is_in_wal_mode(lived.db)
        assert (done.is_clean, is_unfinished(lived.db)) == (not is_held, is_held)
    assert not is_unfinished(lived.db)
    assert traces(tmp_path) == []
    assert check_file(lived).problems == ()


@pytest.mark.parametrize("again", [False, True], ids=["new window", "the same window"])
def test_an_old_code_after_it_is_of_nobody_and_leaves_no_trace(lived, clock, tmp_path, again):
    desk = Desk(lived, clock, "Accueil 1")
    stranger = KEY.issue(b"n" * 16)
    asked = desk.scan(stranger.code)
    assert (asked.reason, asked.can_admit) == (Reason.NOT_HEARD_OF, True)
    at = purged(lived, clock).at
    desk = desk if again else Desk(lived, clock, "Accueil 1")
    for code, token in ((ZEPHYRINE.ticket_code, ZEPHYRINE.id), (stranger.code, stranger.id)):
        clock.pass_by(minutes=1)
        answer = desk.scan(code)
        assert (answer.verdict, answer.reason, answer.earlier.at) == (Verdict.REFUSE, Reason.ERASED, at)
        assert (answer.can_admit, answer.can_overrule, answer.ticket, answer.read) == (False, False, "", "")
        assert desk.admit(asked).verdict is not Verdict.ADMIT
        assert traces(tmp_path, {code, token}) == []
    assert event_purge.preview(lived, "").is_empty
    assert lived.journal.entry(answer.entry).body["reason"] == "erased"


def test_once_the_event_is_used_again_an_unheard_of_code_is_asked_about_and_leaves_its_trace(lived, clock):
    """It was a rehearsal: another desk registered somebody afterwards, of whom this one has not heard yet.

    Until then the desk offers to register nobody, whatever code is read.
    """
    desk, late = Desk(lived, clock, "Accueil 1"), KEY.issue(b"n" * 16)
    codes_read = ("FOREIGN-1", "https://example.org/x", KEY.issue(b"m" * 16).code, ZEPHYRINE.ticket_code)

    def after_purge():
        return {desk.scan(text).is_after_purge for text in codes_read}

    assert after_purge() == {False}
    purged(lived, clock)
    assert after_purge() == {True}
    assert desk.scan(late.code).reason is Reason.ERASED
    desk.registration.walk_in(RegistrationForm("Odile", "Tard"))
    assert after_purge() == {False}
    clock.pass_by(minutes=1)
    asked = desk.scan(late.code)
    assert (asked.verdict, asked.reason, asked.can_admit) == (Verdict.ASK, Reason.NOT_HEARD_OF, True)
    written = lived.journal.entry(asked.entry)
    assert (written.subject, written.body["ticket"]) == (late.id, late.code)
    assert desk.admit(asked).verdict is Verdict.ADMIT
    purged(lived, clock)
    clock.pass_by(minutes=1)
    assert desk.scan(late.code).reason is Reason.ERASED


def test_an_export_of_just_before_is_proved_by_the_purge(lived, clock, tmp_path):
    export_attendance(lived, tmp_path / "earlier.json", translate)
    Desk(lived, clock, "Accueil 1").scan(ZEPHYRINE.ticket_code)
    export_attendance(lived, tmp_path / "before.json", translate)
    done = purged(lived, clock)
    found, sheet = find_origin(lived, tmp_path / "before.json")
    assert (found, purge_after(lived, sheet).at) == (ExportOrigin.BEFORE_PURGE, done.at)
    found, sheet = find_origin(lived, tmp_path / "earlier.json")
    assert (found, purge_after(lived, sheet).at) == (ExportOrigin.BEYOND_PROOF, done.at)
    export_attendance(lived, tmp_path / "after.json", translate)
    assert find_origin(lived, tmp_path / "after.json")[0] is ExportOrigin.NOW
