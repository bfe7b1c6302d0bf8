# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody is forgotten by a slip of the hand: looked at, the title typed, allowed; then recorded beside the event. And
at the closing, a door that nobody held is said before it costs anybody an afternoon.
"""

from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from checkin.core.entries import EntryKind
from checkin.core.purge import PrivacyRecord
from checkin.core.supervisor import Authority
from checkin.services.attendance.attendance_evidence import AttendanceEvidence
from checkin.services.desk import Desk
from checkin.services.privacy import event_purge, purge_day
from checkin.services.privacy.purge_day import PurgeDay, note_exported
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.closing.closing_privacy import ClosingPrivacy, retention_sentence
from checkin.ui.closing.closing_screen import ClosingContext, ClosingScreen
from checkin.ui.closing.purge_flow import SECONDS, PurgeCountdown, PurgeDialog, PurgeFlow
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.buttons import DANGER
from tests.builders import MORNING, an_attendee
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering
from tests.ui.test_supervision_flow import giving

TITLE = "9ᵉ Rencontre"
CHOSEN = date(2023, 7, 10)
DECIDED = Authority("Aurélie Vasseur", "The organiser’s decision")


class Alone:
    """A desk without other desks or USB drives."""

    def purge_drives(self):
        return None

    def last_heard(self):
        return ()


@pytest.fixture
def purging(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = PurgeFlow(event, desk, window, Alone())
    made.heard = []
    made.reported.connect(made.heard.append)
    made.written.connect(lambda text, _: made.heard.append(text))
    yield made
    window.close()


@pytest.fixture
def ask(purging):
    """Asks for a purge, or what else, gives these answers, and returns the kinds of windows that asked."""

    def asked(*answers, what=purging.ask_purge):
        hands = Answering(*answers)
        what()
        hands.stop()
        return [type(window) for window in hands.asked]

    asked.flow = purging
    return asked


def typing(title):
    def type_it(dialog):
        dialog.typed.setText(title)
        dialog.go_on.click() if dialog.go_on.isEnabled() else dialog.reject()

    return type_it


def leave(dialog):
    dialog.reject()


def is_purged(event):
    return bool(event.journal.entries_of_kinds([EntryKind.EVENT_PURGED]))


def test_whether_the_attendance_is_exported_is_told_before_the_title_is_typed(ask, event, desk):
    def read_and_leave(dialog):
        told.extend(each.text() for each in dialog.findChildren(QLabel) if each.text().startswith("Attendance"))
        dialog.reject()

    told = []
    ask(read_and_leave)
    note_exported(event, event.journal.newest_place(), desk.now())
    ask(read_and_leave)
    desk.registration.correct(an_attendee(1).id, {"organisation": "Région"})
    ask(read_and_leave)  # an export that the purge would make unprovable is to be made once more
    not_yet, exported, once_more = told
    assert "not yet exported" in not_yet
    assert "exported at 08:40; nothing recorded since" in exported
    assert "Export once more" in once_more


def test_the_title_need_not_be_spelt_as_it_is_and_what_went_is_recorded(ask, purging, event, qtbot, tmp_path):
    with qtbot.waitSignal(purging.changed):
        kinds = ask(typing("  9ᵉ rencontre "), giving(qtbot, "The organiser’s decision"))
    assert (kinds, is_purged(event)) == ([PurgeDialog, AuthorityDialog], True)
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert "The organiser’s decision" in record.read_text("utf-8")
    assert all(words in purging.heard[-1] for words in (record.name, "3 registrations"))
    assert ask() == []
    assert "already erased" in purging.heard[-1]


@pytest.fixture
def once_seen(monkeypatch):
    """Holds this work back until its dialog was seen."""
    seen = Event()

    def hold(name):
        work = getattr(event_purge, name)

        def held(*arguments, **named):
            assert seen.wait(PATIENCE_S)
            return work(*arguments, **named)

        monkeypatch.setattr(event_purge, name, held)
        return seen

    return hold


def test_it_goes_on_beside_the_window_to_the_end_while_codes_wait(ask, event, qtbot, watching, once_seen):
    def try_to_leave(dialog):
        if dialog.windowTitle() == "Erasing personal data…":
            dialog.close()
            offered.add(dialog._buttons.isVisible())
            seen.set()

    seen, waits, offered = once_seen("purge"), [], set()
    ask.flow.erasing.connect(lambda is_erasing: waits.append((is_erasing, is_purged(event))))
    told = watching(try_to_leave).told
    assert len(ask(typing(TITLE), giving(qtbot, "w"))) == 2
    assert (waits, offered) == ([(True, False), (False, True)], {False})
    (words,) = {text for title, text in told if title == "Erasing personal data…"}
    assert "no longer be stopped" in words


def test_what_would_be_erased_is_counted_beside_the_window(ask, event, watching, once_seen):
    seen = once_seen("preview")
    told = watching(lambda dialog: seen.set()).told
    assert ask(leave) == [PurgeDialog]
    assert {title for title, _ in told} == {"Counting what would be erased…"}
    assert not is_purged(event)


def test_a_record_that_is_there_already_is_told_and_nothing_is_erased(ask, event, desk, qtbot, watching):
    event_purge.purge_record_path(event, desk.now(), translate).write_text("kept", "utf-8")
    told = watching(lambda dialog: dialog._bar.isHidden() and dialog.reject()).told
    assert len(ask(typing(TITLE), giving(qtbot, "w"))) == 2
    assert any("Nothing was erased" in text for _, text in told)
    assert (is_purged(event), ask.flow.heard) == (False, [])


def test_the_button_that_erases_looks_irreversible_and_the_reason_proposed_first_is_true_of_that_day(ask, clock):
    """The retention date of this event is 18/07/2023."""

    def look(dialog):
        buttons.append([(button.text(), bool(button.property(DANGER))) for button in dialog._buttons.buttons()])
        whys.append([why for row in range(dialog.why.count()) if (why := dialog.why.itemText(row))])
        dialog.reject()

    buttons, whys, over = [], [], "The retention period is over"
    assert ask(typing(TITLE), look) == [PurgeDialog, AuthorityDialog]
    clock.pass_by(days=15)
    ask(typing(TITLE), look)
    assert buttons[0] == [("Erase personal data", True), ("Cancel", False)]
    assert whys[0][0] == "The organiser no longer needs the data"
    assert (over in whys[0], whys[1][0]) == (False, over)


def test_without_the_title_nothing_goes_and_it_is_said_why_the_button_is_grey(ask, event):
    def type_and_leave(dialog):
        for typed in ("", "9ᵉ", "Autre rencontre", "9ᵉ Rencontre et", "9ᵉ rencontre"):
            dialog.typed.setText(typed)
            told.append((dialog.go_on.isEnabled(), bool(dialog.notice.text())))
        dialog.reject()

    told = []
    assert ask(type_and_leave) == [PurgeDialog]
    assert told == [(False, False), *[(False, True)] * 3, (True, False)]
    assert not is_purged(event)


def test_a_supervisors_pin_is_asked_for(ask, event, desk, qtbot):
    Supervision(event, desk).name("Aurélie Vasseur", "4719", Authority(desk.name, "w"))
    assert ask(typing(TITLE), leave) == [PurgeDialog, AuthorityDialog]
    assert not is_purged(event)
    ask(typing(TITLE), giving(qtbot, "w", "4719"))
    assert is_purged(event)


# The day on which it is to be


def test_the_section_asks_and_an_unchanged_register_writes_no_entry(qapp, qtbot, event, clock):
    section = ClosingPrivacy(lambda: "Kept until 18/07/2023")
    qtbot.addWidget(section)
    for button, wanted in ((section.register, section.register_wanted), (section.purge, section.purge_wanted)):
        with qtbot.waitSignal(wanted):
            button.click()
    record = PrivacyRecord("a", "b", "c", clock().date() + timedelta(days=14))
    for _ in range(2):
        purge_day.save(event, record, at=clock(), desk="d")
    assert len(event.journal.entries_of_kinds([EntryKind.PRIVACY_DESCRIBED])) == 1


def test_the_register_is_kept_and_written_in_both_languages(ask, purging, event, tmp_path, monkeypatch):
    page = tmp_path / "page.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(page), ""))

    def fill_in(form):
        assert "18/07/2023" in form.until.placeholderText()
        form.controller.setText("Région")
        form.until.setText("30 juillet")
        form.page.click()
        assert form.isVisible()
        assert form.notice.text()
        form.until.setText("30/7/2023")
        form.page.click()

    assert len(ask(fill_in, what=purging.ask_register)) == 1
    text, both = page.read_text("utf-8"), ("Registre des activités de traitement", "Record of processing activities")
    assert all(words in text for words in (*both, "Région", "dimanche 30 juillet 2023"))
    kept = purge_day.load(event)
    assert (kept.controller, str(kept.until)) == ("Région", "2023-07-30")


def test_when_the_day_has_passed_it_is_proposed_and_never_done_alone(ask, purging, event, clock):
    """The usual day is only told."""
    day = PurgeDay(event, purging._desk)
    assert "18/07/2023" in retention_sentence(day)
    for days, told in ((14, []), (1, [True])):
        clock.pass_by(days=days)
        assert ask(what=purging.propose) == []
        assert ["18/07/2023" in text for text in purging.heard] == told
    purge_day.save(event, PrivacyRecord(until=clock().date()), at=clock(), desk="d")
    assert ask(what=purging.propose) == []
    clock.pass_by(days=1)
    assert ask(what=purging.propose) == [PurgeDialog]
    assert not is_purged(event)
    event_purge.purge(event, DECIDED, at=clock(), desk="d")
    assert "18/07/2023" not in retention_sentence(day)


def test_after_a_purge_no_day_is_announced_and_nobody_is_asked_again(ask, purging, event, desk, clock):
    """Also once somebody scanned an old badge, whose text the journal has."""
    day = PurgeDay(event, desk)
    purge_day.save(event, PrivacyRecord(until=CHOSEN), at=clock(), desk="d")
    clock.pass_by(days=1)
    event_purge.purge(event, DECIDED, at=clock(), desk="d")
    assert retention_sentence(day) == "Erased on 05/07/2023: no names remain here."
    desk.scan("3760123450017")
    told = retention_sentence(day)
    assert told.startswith("Erased on 05/07/2023. ")
    assert "once more" in told
    clock.pass_by(days=30)
    assert ask(what=purging.propose) == []
    assert purging.heard == [told]


def test_an_event_without_a_day_is_kept_until_none_and_nothing_can_be_done_by_itself(ask, purging, event, desk, clock):
    def without_a_day(form):
        form.by_itself.setChecked(True)
        form.until.setText("")
        form.buttons.buttons()[0].click()
        assert form.isVisible()
        assert form.notice.text()
        form.reject()

    assert len(ask(without_a_day, what=purging.ask_register)) == 1
    assert not purge_day.load(event).by_itself
    planned = event.programme()
    event.plan(replace(planned, event=replace(planned.event, day=None), sessions=()), at=clock(), desk="d")
    assert "No date is set" in retention_sentence(PurgeDay(event, desk))


def test_by_itself_is_decided_with_the_same_authority(ask, purging, event, desk, qtbot):
    def tick_it(form):
        assert form.until.text() == "18/07/2023"
        form.by_itself.setChecked(True)
        form.buttons.buttons()[0].click()

    ask(tick_it, leave, what=purging.ask_register)
    assert purge_day.load(event) == PrivacyRecord()
    kinds = ask(tick_it, giving(qtbot, "The organiser’s decision"), what=purging.ask_register)
    assert kinds[1:] == [AuthorityDialog]
    kept = purge_day.load(event)
    assert (str(kept.until), kept.by_itself) == ("2023-07-18", Authority("Accueil 1", "The organiser’s decision"))
    ask(lambda form: form.buttons.buttons()[0].click(), what=purging.ask_register)
    assert purge_day.load(event) == kept
    assert "automatically" in retention_sentence(PurgeDay(event, desk))


@pytest.fixture
def by_itself(event, clock):
    purge_day.save(event, PrivacyRecord(until=CHOSEN, by_itself=DECIDED), at=clock(), desk="Accueil 1")


@pytest.mark.usefixtures("by_itself")
def test_after_the_day_it_goes_on_by_itself_unless_it_is_put_off(ask, purging, event, clock, tmp_path):
    clock.pass_by(days=6)
    assert ask(what=purging.propose) == []
    clock.pass_by(days=1)
    assert ask(lambda dialog: dialog.put_off.click(), what=purging.propose) == [PurgeCountdown]
    assert ask(what=purging.propose) == []
    assert "tomorrow" in purging.heard[-1]
    clock.pass_by(days=1)
    assert ask(leave, what=purging.propose) == [PurgeCountdown]
    assert not is_purged(event)
    clock.pass_by(days=1)
    assert ask(lambda dialog: [dialog.tick() for _ in range(SECONDS)], what=purging.propose) == [PurgeCountdown]
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert "Aurélie Vasseur" in record.read_text("utf-8")
    assert event_purge.preview(event, "").is_empty
    assert PurgeDay(event, purging._desk).decided is None


@pytest.mark.usefixtures("by_itself")
@pytest.mark.parametrize("wrong", ["behind", "ahead"])
def test_a_clock_that_the_journal_contradicts_forgets_nobody(ask, purging, event, clock, wrong):
    with event.transaction():
        if wrong == "behind":
            clock.pass_by(days=30)
            event.journal.append(EntryKind.NOTE_LEFT, "", {"text": "x"}, at=clock(), desk="Accueil 2")
            clock.pass_by(days=-20)
        else:
            clock.pass_by(days=10)
            body = {"offset": 864_000.0, "identity": "a"}
            event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")
    assert ask(what=purging.propose) == []
    assert not is_purged(event)
    assert "clock" in purging.heard[-1]


# Doors that nobody held

WORKSHOP = timedelta(hours=2)


@pytest.fixture
def closing(qtbot, event, desk, clock):
    """Attendee 3 booked workshop B and came to the event; nobody scanned at the workshop's door."""
    desk.check_in(an_attendee(3).id)
    clock.at = MORNING + WORKSHOP
    screen = ClosingScreen(ClosingContext(event, desk, "fr"))
    qtbot.addWidget(screen)
    screen.resize(1100, 640)
    screen.show()
    screen.refresh()
    qtbot.waitUntil(screen.doors.isVisible)
    return screen


def minutes(event, clock):
    people = AttendanceEvidence(event, clock()).all_people()
    return {p.history.attendee.id: p.attendance.minutes for p in people if p.history.attendee}[an_attendee(3).id]


def door_row(closing):
    """Return the figures of the workshop's door in the table of control points."""
    shown = [label.text() for label in closing.day_report.categories.findChildren(QLabel) if label.isVisible()]
    at = shown.index("Atelier B") if "Atelier B" in shown else len(shown)
    return shown[at + 1 : at + 4]


def test_who_was_at_the_event_is_asked_about_before_they_count_as_away(closing, event, clock, qtbot):
    assert "Atelier B (1 registered)" in closing.doors.unread.text()
    assert closing.doors.y() < closing.day_report.y()
    assert minutes(event, clock) == 0
    qtbot.waitUntil(lambda: door_row(closing) == ["1", "0", "1"])
    closing.doors.leave.click()
    assert minutes(event, clock) == 120
    qtbot.waitUntil(closing.doors.require.isVisible)
    assert not closing.doors.leave.isVisible()
    qtbot.waitUntil(lambda: door_row(closing) == ["1", "0", "no badge required"])
    closing.doors.require.click()
    assert minutes(event, clock) == 0
    qtbot.waitUntil(closing.doors.leave.isVisible)


@pytest.mark.parametrize("why", ["the session goes on", "the door was held", "nobody came to the event"])
def test_a_door_is_not_asked_about_where(closing, event, clock, qtbot, why):
    desk = Desk(event, clock, "Accueil 1")
    match why:
        case "the session goes on":
            clock.at = MORNING + WORKSHOP / 2
        case "the door was held":
            clock.at = MORNING + WORKSHOP / 2
            desk.move_to("atelier-b")
            desk.check_in(an_attendee(3).id)
            clock.at = MORNING + WORKSHOP
        case _:
            (arrival,) = event.journal.entries_of_kinds([EntryKind.CHECKED_IN])
            desk.undo(arrival.id)
    closing.refresh()
    qtbot.waitUntil(lambda: not closing.doors.isVisible())
    assert minutes(event, clock) == (120 if why == "the door was held" else 0)


def test_where_supervisors_are_named_one_of_them_signs(closing, event, desk, clock, monkeypatch):
    supervision = Supervision(event, desk)
    supervision.name("Ana Lys", "471100", supervision.authority("organiser"))
    asked = []
    monkeypatch.setattr("checkin.ui.supervision.supervision_flow.ask_authority", lambda *about: asked.append(about[1]))
    closing.doors.leave.click()
    assert "Atelier B" in asked[0].what
    assert minutes(event, clock) == 0, "nobody signed"
