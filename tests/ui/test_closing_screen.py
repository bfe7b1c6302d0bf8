# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of the evening: what is asked for is written, and a certificate is verified where it is typed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel

from checkin import translation
from checkin.core.attendance.day_report import DayReport
from checkin.core.attendance.day_report_lines import DayReportFigures, DayReportLine
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendee import Status
from checkin.core.counts import count_speakers
from checkin.core.desk_settings import Settings
from checkin.core.entries import EntryKind
from checkin.core.local_time import TimeSpan
from checkin.core.message import CheckinError
from checkin.core.programme.programme import ControlPoint, Session, Speaker
from checkin.core.proposed_file_names import propose_file_name
from checkin.core.supervisor import Authority
from checkin.core.tokens import in_groups
from checkin.services.attendance import attendance_papers
from checkin.services.attendance.attendance_evidence import ExitHour, read_fingerprint
from checkin.services.attendance.attendance_papers import issue
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.services.supervision import Supervision
from checkin.translation import Translator, error_text
from checkin.ui.closing import closing_screen
from checkin.ui.closing.closing_day_report import ClosingDayReport
from checkin.ui.closing.closing_screen import ClosingContext, ClosingScreen
from checkin.ui.closing.closing_sections import ClosingExits
from checkin.ui.look.theme import Appearance
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.form_fields import ElidedLabel
from checkin.ui.widgets.speaker_wording import speakers_summary
from tests.builders import MORNING, a_programme, an_attendee
from tests.conftest import add_people
from tests.patience import PATIENCE_S
from tests.pdf_reports.readers import about, told
from tests.ui.answering import Answering


class Files:
    """Answers every question with the same place; None is no answer."""

    def __init__(self, path):
        self.path = path

    def ask_pdf_target(self, _name=""):
        return self.path

    ask_folder = logo = ask_pdf_target


@pytest.fixture
def screen(qtbot, event, desk, clock, tmp_path):
    desk.check_in(an_attendee(1).id)
    clock.pass_by(hours=2)
    made = ClosingScreen(ClosingContext(event, desk, "fr"), (QLabel("purge"),), Files(tmp_path / "out.pdf"))
    qtbot.addWidget(made)
    made.resize(1100, 640)
    made.show()
    made.refresh()
    return made


def pressed(screen, qtbot, button):
    """What is said in the end, however it ended."""
    said = []
    for signal in (screen.reported, screen.written, screen.refused):
        signal.connect(lambda *args: said.append(args[0]))
    button.click()
    qtbot.waitUntil(lambda: bool(said))
    return error_text(said[0]) if isinstance(said[0], CheckinError) else said[0]


def test_every_half_day_and_session_is_offered_the_choice_stays_and_other_sections_stand_below(screen):
    assert [screen.sheets.occasion.itemText(n) for n in range(3)] == [
        "Every half-day",
        "Mardi 4 juillet 2023, matin, 08:40 – 10:40",
        "Atelier B – Mardi 4 juillet 2023, 08:40 – 10:40",
    ]
    screen.sheets.occasion.setCurrentIndex(2)
    screen.refresh()
    assert screen.sheets.occasion.currentIndex() == 2
    (other,) = (each for each in screen.findChildren(QLabel) if each.text() == "purge")
    assert other.isVisibleTo(screen)
    assert other.y() > screen.certificates.y()


def test_while_everybody_is_counted_no_earlier_figures_stay(screen, event, clock, qtbot, may_read):
    before = screen.day_report.total.text()
    add_people(event, clock(), an_attendee(40))
    screen.refresh()
    assert screen.day_report.total.text() == "Counting everyone…"
    assert not screen.day_report.beside.isVisible()
    assert screen.export.state.text() == ""
    may_read.set()
    qtbot.waitUntil(lambda: screen.day_report.total.text().startswith("4 registrations"))
    assert before.startswith("3 registrations")
    assert screen.export.state.text() == "Attendance not yet exported from this computer."


def test_without_times_the_way_to_them_takes_the_place_of_what_there_cannot_be(screen, event, clock, qtbot):
    for programme, has_times in ((replace(a_programme(), sessions=()), False), (a_programme(), True)):
        event.plan(programme, at=clock(), desk="Accueil 1")
        screen.refresh()
        assert (screen.sheets.button.isVisible(), screen.sheets.programme.isVisible()) == (has_times, not has_times)
    with qtbot.waitSignal(screen.sheets.programme_wanted):
        screen.sheets.programme.click()


# The account


def texts(widget):
    return [each.text() for each in widget.findChildren(QLabel) if not each.isHidden()]


def test_the_speakers_of_the_programme_are_told_in_the_words_and_figures_of_its_screen(screen, event, clock, desk):
    arrived, missing = (Speaker(name, name, "", "", "atelier-b") for name in (an_attendee(1).name, "Ana Lys"))
    for speakers in ((), (arrived, missing)):
        event.plan(replace(a_programme(), speakers=speakers), at=clock(), desk="Accueil 1")
        screen.refresh()
        assert screen.day_report.speakers.isVisible() is bool(speakers)
    counts = count_speakers(ProgrammeQueries(event).read(desk.now()).speakers)
    told = screen.day_report.speakers.text()
    assert told == "Speakers named in the programme: 2 · arrived: 1 · session over, not seen: 1"
    assert told.partition(" · ")[2] == speakers_summary(counts).partition(" · ")[2]


def test_the_account_balances_on_the_screen_and_says_what_is_beside_it(screen, event, desk, qtbot):
    account = screen.day_report
    assert account.total.text() == "3 registrations = 1 present + 2 absent + 0 cancelled"
    assert "present (somebody came by it, however briefly)" in " ".join(texts(account))
    desk.registration.correct(an_attendee(2).id, {"organisation": "Région Bretagne"})
    desk.registration.set_status({an_attendee(2).id: Status.CANCELLED})
    desk.check_in(an_attendee(3).id)
    screen.refresh()
    assert account.total.text() == "3 registrations = 2 present + 0 absent + 1 cancelled"
    assert account.beside.text() == "corrections: 2"
    table = [
        *("Category", "Registrations, including cancelled", "Present", "Absent", "Cancelled", "People came / expected"),
        *("Participant", "2", "1", "0", "1", "1 / 1"),
        *("no category", "1", "1", "0", "0", "1 / 1"),
        *("People by control point", "Expected", "Arrived", "Missing", "Not expected"),
        *("Accueil", "2", "2", "0", "0"),
        *("Atelier B", "1", "0", "1", "0"),
        *("Déjeuner", "1", "0", "1", "0"),
    ]
    qtbot.waitUntil(lambda: texts(account.categories) == table)
    account.show_day_report(DayReport(DayReportLine(registered=3, present=1, absent=1)), event.programme())
    assert "the file is damaged" in account.total.text()


def test_a_control_point_says_at_closing_what_its_desk_says_in_its_header(screen, event, desk, clock):
    tally = DeskQueries(event).tally(desk.programme, desk.control_point, clock())
    section = screen.day_report
    choose(section, section.day.findText(desk.control_point.name))
    told = f"Accueil: {tally.arrived} arrived, {tally.expected} expected, {tally.missing} missing"
    assert section.total.text() == told
    assert not section.people.isVisible(), "how many came to any control point is another figure"
    assert shown_rows(section)["Participant"] == ["2", "1", "1", "0"]


def test_nobody_is_absent_while_the_event_goes_on(screen, clock):
    section = screen.day_report
    for hours, rest in ((-1, "still to come"), (1, "absent")):
        clock.pass_by(hours=hours)
        screen.refresh()
        goes_on = hours < 0
        assert section.total.text() == f"3 registrations = 1 present + 2 {rest} + 0 cancelled"
        assert section.beside.isVisible() is goes_on
        if goes_on:
            assert section.beside.text() == "provisional at 09:40"
            assert "Absent" not in texts(section.categories)


def test_who_watched_is_told_apart_in_all_and_by_category(screen, event, qtbot):
    one = DayReportLine(registered=2, present=2, remote=1, people=1)
    other = DayReportLine(registered=1, present=1, people=1)
    total = DayReportLine(registered=3, present=3, remote=1, people=2)
    screen.day_report.show_day_report(DayReport(total, {"participant": one, "presse": other}), event.programme())
    assert "of those present, online only: 1" in screen.day_report.beside.text()
    told = ["Of those present, online", "1", "0"]
    qtbot.waitUntil(lambda: texts(screen.day_report.categories)[5::7] == told)


ONE_OF_TWO, TWO_OF_TWO = (DayReportLine(registered=2, present=n, absent=2 - n) for n in (1, 2))
SATURDAY, SUNDAY = date(2023, 7, 8), date(2023, 7, 9)


def of_two_days(value="vegetarian"):
    """Two people: both came on Saturday, one of them on Sunday too."""
    days = {SATURDAY: TWO_OF_TWO, SUNDAY: ONE_OF_TWO}
    figures = {day: DayReportFigures(line, {"": line}, {"Diet": {value: line}}) for day, line in days.items()}
    whole = figures[SATURDAY]
    return DayReport(whole.total, whole.categories, days=days, columns=whole.columns, on_days=figures)


def shown_rows(section):
    rows = {}
    for number in range(section.categories.layout().rowCount()):
        cells = [section.categories.layout().itemAtPosition(number, column) for column in range(5)]
        if all(cells):
            name, *figures = (cell.widget().text() for cell in cells)
            rows[name] = figures
    return rows


def test_of_several_days_today_is_shown_first_and_the_whole_event_below_it(screen, event):
    section, saturday, sunday, whole = (
        screen.day_report,
        "Saturday 8 July 2023",
        "Sunday 9 July 2023",
        "The whole event",
    )

    def show(*today):
        section.show_day_report(of_two_days(), event.programme(), *today)

    show()
    assert section.day.currentText() == whole, "before and after it"
    show(MORNING, SUNDAY, {SATURDAY})
    assert section.total.text() == f"{sunday}: 2 registrations = 1 present + 1 still to come + 0 cancelled"
    assert section.whole.text() == f"{whole}: 2 registrations = 2 present + 0 still to come + 0 cancelled"
    assert shown_rows(section)["vegetarian"] == ["2", "1", "1", "0"]
    assert [section.day.itemText(at) for at in range(section.day.count())] == [saturday, sunday, whole]
    choose(section, 0)
    assert section.total.text() == f"{saturday}: 2 registrations = 2 present + 0 absent + 0 cancelled"
    assert next(iter(shown_rows(section).values()))[2] == "Absent", "the day is over"
    show(MORNING, SUNDAY, {SATURDAY})
    assert section.day.currentIndex() == 0, "what was chosen stays"
    choose(section, 2)
    assert section.total.text().startswith(f"{whole}: 2 registrations = 2 present")
    assert not section.whole.isVisibleTo(section)
    section.show_day_report(DayReport(ONE_OF_TWO, {"": ONE_OF_TWO}), event.programme())
    assert not section.day.isVisibleTo(section)
    assert section.total.text() == "2 registrations = 1 present + 1 absent + 0 cancelled"


def test_of_a_day_that_is_over_and_on_which_nobody_was_seen_no_absence_is_told(screen, event):
    section, nobody = screen.day_report, DayReportLine(registered=2, absent=2)
    figures = DayReportFigures(nobody, {"": nobody}, {"Diet": {"all": nobody}})
    report = replace(of_two_days(), days={SATURDAY: TWO_OF_TWO, SUNDAY: nobody}, on_days={SUNDAY: figures})
    section.show_day_report(report, event.programme(), None, SUNDAY, {SATURDAY, SUNDAY})
    choose(section, 1)
    assert section.total.text().startswith("Sunday 9 July 2023: 2 registrations · No badge was read that day")
    assert shown_rows(section)["all"] == ["2", "0", "–", "0"]
    section.show_day_report(report, event.programme(), MORNING, SUNDAY, {SATURDAY})
    assert section.total.text().endswith("2 registrations = 0 present + 2 still to come + 0 cancelled")


def test_at_a_control_point_of_a_day_that_is_over_nobody_is_still_to_come(screen, event):
    door = replace(event.programme().control_points[0], is_daily=True)
    programme = replace(
        event.programme(), event=replace(event.programme().event, day=SATURDAY, last_day=SUNDAY), control_points=(door,)
    )
    line = DayReportLine(registered=2, present=1, absent=1)
    here = DayReportFigures(line, {"": line}, {"Diet": {"vegetarian": line}})
    report = replace(of_two_days(), doors={f"{door.id}@{day:%Y-%m-%d}": here for day in (SATURDAY, SUNDAY)})
    section = screen.day_report
    section.show_day_report(report, programme, MORNING, SUNDAY, {SATURDAY})
    titles = []
    for at in range(3, section.day.count()):
        choose(section, at)
        titles.append(shown_rows(section)["Diet"][2])
    assert titles == ["Absent", "Still to come"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_value_of_300_letters_leaves_all_sections_in_the_window(screen, event, qapp, language, qtbot):
    translation.install(qapp, language)
    value = "vegetarian, no gluten, no lactose, severe allergy to peanuts, tree nuts, sesame and kiwi – tell " * 4
    made = ClosingDayReport()
    qtbot.addWidget(made)
    made.show_day_report(of_two_days(value[:300]), event.programme(), MORNING, SUNDAY)
    assert made.minimumSizeHint().width() < 1000
    (name,) = [each for each in made.findChildren(ElidedLabel) if "peanuts" in each.text()]
    made.resize(1240, 700)
    made.show()
    qtbot.waitExposed(made)
    for cell in made.findChildren(QLabel):
        assert cell.mapTo(made, cell.rect().topRight()).x() <= made.width(), cell.text()
    made.grab()
    assert name.toolTip()


def choose(section, at):
    section.day.setCurrentIndex(at)
    section.day.activated.emit(at)


# Papers


def test_papers_are_called_as_exports_are_and_sheets_of_one_minute_after_their_session(screen, event, desk, clock):
    named = []
    screen._files.ask_pdf_target = screen._files.ask_folder = named.append
    screen.certificates.button.click()
    assert named.pop() == propose_file_name(desk.programme.event, desk.now(), "certificates")
    sessions = (
        Session("lunch", "Déjeuner / Lunch: “à table ?” " + "x" * 200, MORNING, MORNING + timedelta(hours=1)),
        Session("a1", "Atelier A", MORNING, MORNING + timedelta(hours=1)),
        Session("a2", "Atelier A", MORNING + timedelta(hours=1), MORNING + timedelta(hours=2)),
    )
    event.plan(a_programme(sessions=sessions), at=clock(), desk="d")
    screen.refresh()
    for which in range(screen.sheets.occasion.count()):
        screen.sheets.occasion.setCurrentIndex(which)
        screen.sheets.button.click()
    for form in (1, 2):
        screen.sheets.form.setCurrentIndex(form)
        screen.sheets.button.click()
    assert len(set(named)) == len(named) == 7
    assert named[0] == propose_file_name(desk.programme.event, desk.now(), "sign-in-sheets")
    assert "-sign-in-sheets-2023-07-04-morning" in named[1]
    assert "-sign-in-sheets-déjeuner-lunch-à-table-x" in named[2]
    assert [part in name for part, name in zip(("a-04-0840", "a-04-0940"), named[3:5], strict=True)] == [True, True]
    assert "blank-sign-in-sheets-atelier-a-04-0940" in named[5]
    assert "control-sheets-atelier-a-04-0940" in named[6]
    assert all(len(name) < 160 and not set(name) & set('<>:"/\\|?*') for name in named)


@pytest.mark.parametrize("which", ["sheets", "certificates"])
def test_papers_say_from_which_journal_their_cells_are(screen, event, desk, qtbot, which):
    """Somebody comes at another desk while the file dialog is open."""

    def pdf_to(_name):
        desk.check_in(an_attendee(2).id)
        return files.path

    files = screen._files
    line = str(read_fingerprint(event))
    files.ask_pdf_target = pdf_to
    pressed(screen, qtbot, getattr(screen, which).button)
    assert line in about(files.path)["Creator"]
    assert line != str(read_fingerprint(event))


def test_the_window_goes_on_while_it_is_read_who_was_present(screen, desk, qtbot, watching, monkeypatch):
    goes_on, real = Event(), attendance_papers.make_sign_in_sheets

    def make_then(*arguments):
        assert goes_on.wait(PATIENCE_S)
        return real(*arguments)

    def check_in(dialog):
        if not goes_on.is_set():
            desk.check_in(an_attendee(2).id)
            goes_on.set()

    monkeypatch.setattr(attendance_papers, "make_sign_in_sheets", make_then)
    seen = watching(check_in)
    assert "Pages: 1; written to out.pdf." in pressed(screen, qtbot, screen.sheets.button)
    assert seen.told[0][0] == "Reading who was present…"


def test_that_nobody_was_present_is_told_before_a_file_is_asked_for(screen, event, desk, watching, monkeypatch):
    asked = []
    screen._files.ask_pdf_target = asked.append
    desk.undo(event.journal.newest().id)
    seen = watching(lambda dialog: dialog._text.text() and dialog.accept())
    screen.certificates.button.click()
    assert "there is no certificate to write" in seen.told[-1][1]
    assert asked == []


def test_a_blank_sheet_of_a_session_and_certificates_in_one_file_and_in_many(screen, qtbot, event, tmp_path):
    screen.sheets.occasion.setCurrentIndex(2)
    screen.sheets.form.setCurrentIndex(1)
    assert pressed(screen, qtbot, screen.sheets.button) == "Pages: 1; written to out.pdf."
    text = told(tmp_path / "out.pdf")
    assert [words in text for words in ("Atelier B", "N’Guyen", "Le Goff-1")] == [True, True, False]
    assert not screen.progress.isVisible()
    pressed(screen, qtbot, screen.certificates.button)
    assert about(tmp_path / "out.pdf")["Pages"] == "1"
    screen._files.path = tmp_path / "each"
    pressed(screen, qtbot, screen.certificates.each)
    assert [p.name for p in (tmp_path / "each").iterdir()] == [f"{issue(event)[0].number}.pdf"]


def test_no_answer_writes_nothing_and_a_folder_that_is_gone_is_told(screen, qtbot, tmp_path):
    screen._files.path = None
    before = _besides_the_event(tmp_path)
    screen.sheets.button.click()
    screen.certificates.each.click()
    assert screen.writing._writer is None
    assert _besides_the_event(tmp_path) == before
    screen._files.path = tmp_path / "gone" / "out.pdf"
    assert "no longer there" in pressed(screen, qtbot, screen.sheets.button)


def _besides_the_event(folder):
    """SQLite's own files beside it come and go as connections do."""
    return sorted(path.name for path in folder.iterdir() if ".checkin-" not in path.name)


def test_who_came_and_gets_no_certificate_is_counted_and_named_with_the_reason(screen, event, desk, clock, qtbot):
    pressed(screen, qtbot, screen.certificates.button)
    assert not screen.certificates.without.isVisible()
    clock.pass_by(minutes=-30)
    desk.check_in(an_attendee(2).id)  # of a morning of two hours the last 30 minutes
    desk.check_in(an_attendee(3).id)  # booked the workshop, was not read at its door
    clock.pass_by(minutes=30)
    told = pressed(screen, qtbot, screen.certificates.button)
    assert "Pages: 1; written to out.pdf. 3 personnes venues : 1 a une attestation, 2 n’en ont pas." in told
    assert screen.certificates.without.text().splitlines() == [
        "Attestations faites à 10:40\N{NO-BREAK SPACE}:",  # it is about that file, and stays true when more people come
        "Sans attestation, badge non lu à la porte de l’atelier réservé, dont le temps ne compte donc pas : "
        "Thanh-Mai N’Guyen",
        "Sans attestation, moins de la moitié de chaque demi-journée : Jean-Baptiste de La Fournière",
    ]
    assert screen.certificates.without.isVisible()
    screen.forget_people()
    assert screen.certificates.without.text() == ""


def test_who_was_at_lunch_only_is_named_with_it(screen, event, desk, clock, qtbot):
    half = timedelta(hours=2)
    sessions = (
        Session("m", "Matin", MORNING, MORNING + half),
        Session("l", "Déjeuner", MORNING + 2 * half, MORNING + 2.5 * half),
        Session("s", "Suite", MORNING + 2.5 * half, MORNING + 4 * half),
    )
    points = (*a_programme().control_points[:1], ControlPoint("salle", "Salle", "l"))
    event.plan(a_programme(sessions=sessions, control_points=points), at=clock(), desk="d")
    clock.pass_by(minutes=130)
    at_lunch = Desk(event, clock, "Accueil 2", "salle")
    at_lunch.check_in(an_attendee(2).id)
    clock.pass_by(hours=9)
    pressed(screen, qtbot, screen.certificates.button)
    assert screen.certificates.without.text().splitlines()[1:] == [
        "Sans attestation, hors des demi-journées seulement\N{NO-BREAK SPACE}: Jean-Baptiste de La Fournière (Déjeuner)"
    ]


# Exit times


def test_papers_are_provisional_until_the_exit_hour_is_confirmed(screen, qtbot, tmp_path):
    for button in (screen.certificates.button, screen.sheets.button):
        assert "provisional" in pressed(screen, qtbot, button)
    screen.sheets.form.setCurrentIndex(2)
    assert "provisional" in pressed(screen, qtbot, screen.sheets.button)
    assert "Feuille de contrôle (provisoire)" in told(tmp_path / "out.pdf")
    assert "marked provisional" in screen.exits.why.text()
    assert screen.exits.fields[0].text() == "10:40"
    screen.exits.fields[0].setText("10h15")
    assert "confirmed" in pressed(screen, qtbot, screen.exits.button)
    assert "provisional" not in screen.exits.why.text()
    assert pressed(screen, qtbot, screen.certificates.button) == "Pages: 1; written to out.pdf."
    assert "à 10:15, heure confirmée par l’organisateur" in " ".join(told(tmp_path / "out.pdf").split())
    assert "already" in pressed(screen, qtbot, screen.exits.button)


def test_once_a_supervisor_is_named_one_of_them_confirms_exit_times(screen, qtbot, event, desk):
    Supervision(event, desk).name("Anne Martin", "738164", Authority("Accueil 1", "First supervisor"))
    screen.exits.fields[0].setText("10h15")
    hands = Answering(lambda dialog: dialog.reject())
    screen.exits.button.click()
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) == []
    assert screen.exits.fields[0].text() == "10h15", "what was typed stays"

    def sign(dialog):
        assert "Mardi 4 juillet 2023, matin: 10:15" in texts(dialog)
        dialog.why.setEditText("Vu partir")
        dialog.pin.setText("738164")
        dialog.allow.click()

    hands = Answering(sign)
    assert pressed(screen, qtbot, screen.exits.button) == "Exit times confirmed; all desks will receive them."
    assert [type(window) for window in hands.asked] == [AuthorityDialog]
    (entry,) = event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED])
    assert (entry.body["allowed_by"], entry.body["why"]) == ("Anne Martin", "Vu partir")
    qtbot.waitUntil(lambda: any("by Anne Martin (Accueil 1)" in text for text in texts(screen.exits)))
    hands = Answering(lambda dialog: dialog.reject())
    assert "already confirmed" in pressed(screen, qtbot, screen.exits.button)
    assert hands.asked == [], "nothing new is to be signed"
    screen.exits.fields[0].setText("23h30")
    screen.exits.button.click()
    assert "not passed yet" in screen.exits.problem.text(), "told before anybody types a PIN"
    assert hands.asked == []


def test_an_exit_hour_that_cannot_be_is_told_where_it_is_typed(screen, qtbot, event):
    (field,) = screen.exits.fields
    for typed, why in {
        "half past": "“half past” is not a time",
        "23h30": "not passed yet",
        "7:30": "before this",
    }.items():
        field.setText(typed)
        screen.exits.button.click()
        assert screen.exits.problem.isVisible()
        assert why in screen.exits.problem.text()
    assert event.journal.entries_of_kinds([EntryKind.EXIT_CONFIRMED]) == []
    field.setText("10:40")
    pressed(screen, qtbot, screen.exits.button)
    assert not screen.exits.problem.isVisible()


def test_no_hour_is_asked_for_before_a_half_day_has_begun_and_none_proposed_before_its_end(screen, qtbot, clock):
    clock.pass_by(hours=-1)
    screen.refresh()
    assert [field.text() for field in screen.exits.fields] == [""], "it goes on"
    assert "no time to confirm yet" in pressed(screen, qtbot, screen.exits.button)
    clock.pass_by(hours=-3)
    screen.refresh()
    assert not screen.exits.isVisible()


BEGINS, ENDS = datetime(2026, 11, 29, 22, tzinfo=UTC), datetime(2026, 11, 30, 3, 55, tzinfo=UTC)


def evening(qtbot, language, is_assumed=False):
    exits = ClosingExits(Translator(language))
    qtbot.addWidget(exits)
    half_day = HalfDay(BEGINS.date(), DayPart.EVENING, TimeSpan(BEGINS, ENDS), is_assumed)
    exits.show_hours([ExitHour(half_day, ENDS)], UTC)
    return exits


@pytest.mark.parametrize("is_assumed", [False, True])
def test_an_end_that_the_programme_does_not_have_is_not_called_that_of_the_programme(qtbot, is_assumed):
    exits = evening(qtbot, "en", is_assumed)
    told = " ".join(each.text() for each in exits.findChildren(QLabel))
    assert ("assumed hour" in told, "end of the programme" in told) == (is_assumed, not is_assumed)


@pytest.mark.parametrize("percent", [100, 150])
def test_a_time_after_midnight_is_seen_whole_with_its_day(qapp, qtbot, percent):
    look = Appearance(qapp)
    look.apply(Settings(text_size=percent, theme="light"))
    exits = evening(qtbot, "fr")
    exits.resize(1100, 300)
    exits.show()
    (field,) = exits.fields
    assert len(field.text()) == len("30/11 03:55")
    field.end(False)
    field.grab()  # a text that is too long is moved when it is painted
    assert field.cursorPositionAt(QPoint(0, field.height() // 2)) == 0


# Certificates verified


def test_a_certificate_is_verified_where_it_is_typed_and_the_answer_goes_when_exit_times_change(screen, event, qtbot):
    (one,) = issue(event)
    certificates = screen.certificates
    certificates.code.setText("BONJOUR")
    certificates.code.returnPressed.emit()
    assert "24 lettres" in certificates.verdict.text()
    certificates.code.setText(in_groups(one.code).lower())
    certificates.verify.click()
    QApplication.processEvents()
    verdict = certificates.verdict
    assert verdict.text().startswith("Authentique et toujours juste")
    assert verdict.height() >= verdict.heightForWidth(verdict.width())
    assert verdict.visibleRegion().boundingRect() == verdict.rect()
    screen.exits.fields[0].setText("10h15")
    pressed(screen, qtbot, screen.exits.button)
    assert (verdict.text(), certificates.code.text(), verdict.isVisible()) == ("", "", False)


def test_a_certificate_is_looked_for_beside_the_window(screen, event, watching, monkeypatch):
    def verify(*arguments):
        assert seen.wait(PATIENCE_S)
        return attendance_papers.verify(*arguments)

    seen = Event()
    monkeypatch.setattr(closing_screen, "verify", verify)
    told = watching(lambda dialog: seen.set()).told
    screen.certificates.code.setText(issue(event)[0].code)
    screen.certificates.verify.click()
    assert {title for title, _ in told} == {"Reading who was present…"}
    assert screen.certificates.verdict.text().startswith("Authentique et toujours juste")


# The logo, and what stands below


def test_a_logo_is_seen_taken_away_and_refused(screen, qtbot, tmp_path):
    image = QImage(300, 90, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    image.save(str(tmp_path / "logo.png"))
    screen._files.path = tmp_path / "logo.png"
    screen.logo.button.click()
    assert (screen.logo.image.size().toTuple(), screen.logo.away.isVisible()) == ((300, 90), True)
    screen._files.path = tmp_path / "rencontre.checkin"
    assert "is not a picture" in pressed(screen, qtbot, screen.logo.button)
    assert screen.logo.image is not None
    screen.logo.away.click()
    assert (screen.logo.image, screen.logo.away.isVisible()) == (None, False)
