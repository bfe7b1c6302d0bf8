# SPDX-License-Identifier: GPL-3.0-or-later
"""Nobody is forgotten by a slip of the hand: looked at, the title typed, allowed; then recorded beside the event."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from checkin.core.entries import EntryKind
from checkin.core.purge import PrivacyRecord
from checkin.core.supervisor import Authority
from checkin.services.privacy import event_purge, purge_day
from checkin.services.privacy.purge_day import PurgeDay, note_exported
from checkin.services.supervision import Supervision
from checkin.translation import translate
from checkin.ui.closing.closing_privacy import ClosingPrivacy, retention_sentence
from checkin.ui.closing.purge_flow import SECONDS, PurgeCountdown, PurgeDialog, PurgeFlow
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.buttons import DANGER
from tests.builders import an_attendee
from tests.patience import PATIENCE_S
from tests.ui.answering import Answering
from tests.ui.test_supervision_flow import giving


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


def typing(title):
    def type_it(dialog):
        dialog.typed.setText(title)
        dialog.go_on.click() if dialog.go_on.isEnabled() else dialog.reject()

    return type_it


def is_purged(event):
    return bool(event.journal.entries_of_kinds([EntryKind.EVENT_PURGED]))


@pytest.mark.parametrize("typed", ["", "9ᵉ", "Autre rencontre"])
def test_without_the_title_nothing_goes(purging, event, typed):
    hands = Answering(typing(typed))
    purging.ask_purge()
    assert [type(window) for window in hands.asked] == [PurgeDialog]
    assert not is_purged(event)


def test_whether_the_attendance_is_exported_is_told_before_the_title_is_typed(purging, event, desk):
    def read_and_leave(dialog):
        told.extend(each.text() for each in dialog.findChildren(QLabel) if each.text().startswith("Attendance"))
        dialog.reject()

    told = []
    hands = Answering(read_and_leave, read_and_leave)
    purging.ask_purge()
    note_exported(event, event.journal.newest_place(), desk.now())
    purging.ask_purge()
    assert len(hands.asked) == 2
    first, second = (
        "Attendance not yet exported from this computer.",
        "Attendance exported at 08:40; nothing recorded since.",
    )
    assert told == [first, second]


def test_an_export_that_the_purge_would_make_unprovable_is_to_be_made_once_more(purging, event, desk, clock):
    def read_and_leave(dialog):
        told.extend(each.text() for each in dialog.findChildren(QLabel) if each.text().startswith("Attendance"))
        dialog.reject()

    told = []
    note_exported(event, event.journal.newest_place(), desk.now())
    desk.registration.correct(an_attendee(1).id, {"organisation": "Région"})
    hands = Answering(read_and_leave)
    purging.ask_purge()
    assert len(hands.asked) == 1
    assert told == [
        "Attendance exported at 08:40; no arrivals since, but something else was recorded. Export once more, or "
        "that export cannot be proved afterwards."
    ]


def test_the_title_need_not_be_spelt_as_it_is(purging, event, qtbot, tmp_path):
    hands = Answering(typing("  9ᵉ rencontre "), giving(qtbot, "The organiser’s decision"))
    with qtbot.waitSignal(purging.changed):
        purging.ask_purge()
    assert [type(window) for window in hands.asked] == [PurgeDialog, AuthorityDialog]
    assert is_purged(event)
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert record.name in purging.heard[-1]
    assert "The organiser’s decision" in record.read_text("utf-8")
    assert "3 registrations" in purging.heard[-1]
    purging.ask_purge()
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


def test_it_goes_on_beside_the_window_to_the_end_while_codes_wait(purging, event, qtbot, watching, once_seen):
    def try_to_leave(dialog):
        if dialog.windowTitle() == "Erasing personal data…":
            dialog.close()
            offered.add(dialog._buttons.isVisible())
            seen.set()

    seen, waits, offered = once_seen("purge"), [], set()
    purging.erasing.connect(lambda is_erasing: waits.append((is_erasing, is_purged(event))))
    told = watching(try_to_leave).told
    hands = Answering(typing(event.programme().event.title), giving(qtbot, "w"))
    purging.ask_purge()
    assert len(hands.asked) == 2
    assert (waits, offered) == ([(True, False), (False, True)], {False})
    (words,) = {text for title, text in told if title == "Erasing personal data…"}
    assert words.startswith("This can no longer be stopped.")


def test_what_would_be_erased_is_counted_beside_the_window(purging, event, watching, once_seen):
    seen = once_seen("preview")
    told = watching(lambda dialog: seen.set()).told
    hands = Answering(lambda dialog: dialog.reject())
    purging.ask_purge()
    assert {title for title, _ in told} == {"Counting what would be erased…"}
    assert [type(window) for window in hands.asked] == [PurgeDialog]
    assert not is_purged(event)


def test_a_record_that_is_there_already_is_told_and_nothing_is_erased(purging, event, desk, qtbot, watching):
    event_purge.purge_record_path(event, desk.now(), translate).write_text("kept", "utf-8")
    told = watching(lambda dialog: dialog._bar.isHidden() and dialog.reject()).told
    hands = Answering(typing(event.programme().event.title), giving(qtbot, "w"))
    purging.ask_purge()
    assert len(hands.asked) == 2
    assert any("Nothing was erased" in text for _, text in told)
    assert (is_purged(event), purging.heard) == (False, [])


def test_the_button_that_erases_looks_irreversible_to_the_last(purging, event):
    seen = []

    def look_and_leave(dialog):
        seen.extend((button.text(), bool(button.property(DANGER))) for button in dialog._buttons.buttons())
        dialog.reject()

    hands = Answering(typing(event.programme().event.title), look_and_leave)
    purging.ask_purge()
    assert [type(window) for window in hands.asked] == [PurgeDialog, AuthorityDialog]
    assert seen == [("Erase personal data", True), ("Cancel", False)]


def test_it_is_said_why_the_button_is_grey_while_the_title_differs(event, qtbot):
    dialog = PurgeDialog(event_purge.preview(event, "Accueil 1"), "")
    qtbot.addWidget(dialog)
    assert dialog.notice.text() == ""
    dialog.typed.setText("9ᵉ Rencontre et")
    assert dialog.notice.text() == "That is not the title yet."
    dialog.typed.setText("9ᵉ rencontre")
    assert (dialog.notice.text(), dialog.go_on.isEnabled()) == ("", True)


def test_the_reason_proposed_first_is_true_of_that_day(purging, clock, qtbot):
    """The retention date of this event is 18/07/2023."""

    def look(dialog):
        proposed.append([dialog.why.itemText(row) for row in range(dialog.why.count())])
        dialog.reject()

    proposed = []
    hands = Answering(typing("9ᵉ Rencontre"), look, typing("9ᵉ Rencontre"), look)
    purging.ask_purge()
    clock.pass_by(days=15)
    purging.ask_purge()
    early, late = ([why for why in whys if why] for whys in proposed)
    assert early[0] == "The organiser no longer needs the data"
    assert "The retention period is over" not in early
    assert late[0] == "The retention period is over"
    assert len(hands.asked) == 4


def test_a_supervisors_pin_is_asked_for(purging, event, desk, qtbot):
    Supervision(event, desk).name("Aurélie Vasseur", "4719", Authority(desk.name, "w"))
    hands = Answering(typing("9ᵉ Rencontre"), lambda dialog: dialog.reject())
    purging.ask_purge()
    assert hands.asked[1].authority is None
    assert not is_purged(event)
    hands = Answering(typing("9ᵉ Rencontre"), giving(qtbot, "w", "4719"))
    purging.ask_purge()
    assert is_purged(event)
    assert len(hands.asked) == 2


def test_when_the_day_has_passed_it_is_proposed_and_never_done_alone(purging, event, desk, clock):
    hands = Answering()
    purging.propose()
    purge_day.save(event, PrivacyRecord(until=clock().date()), at=clock(), desk="d")
    purging.propose()
    assert hands.asked == []
    clock.pass_by(days=1)
    purging.propose()
    assert [type(window) for window in hands.asked] == [PurgeDialog]
    assert not is_purged(event)


def test_the_register_is_kept_and_written_in_both_languages(purging, event, tmp_path, monkeypatch):
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

    hands = Answering(fill_in)
    purging.ask_register()
    assert len(hands.asked) == 1
    text = page.read_text("utf-8")
    assert "Registre des activités de traitement" in text
    assert "Record of processing activities" in text
    assert "Région" in text
    assert "dimanche 30 juillet 2023" in text
    kept = purge_day.load(event)
    assert (kept.controller, str(kept.until)) == ("Région", "2023-07-30")


def test_an_unchanged_register_writes_no_entry(event, clock):
    record = PrivacyRecord("a", "b", "c", clock().date() + timedelta(days=14))
    for _ in range(2):
        purge_day.save(event, record, at=clock(), desk="d")
    assert len(event.journal.entries_of_kinds([EntryKind.PRIVACY_DESCRIBED])) == 1


def test_the_section_asks(qapp, qtbot):
    section = ClosingPrivacy(lambda: "Kept until 18/07/2023")
    qtbot.addWidget(section)
    for button, wanted in ((section.register, section.register_wanted), (section.purge, section.purge_wanted)):
        with qtbot.waitSignal(wanted):
            button.click()


CHOSEN = date(2023, 7, 10)
DECIDED = Authority("Aurélie Vasseur", "The organiser’s decision")


@pytest.fixture
def by_itself(event, clock):
    purge_day.save(event, PrivacyRecord(until=CHOSEN, by_itself=DECIDED), at=clock(), desk="Accueil 1")


def ticking(dialog):
    for _ in range(SECONDS):
        dialog.tick()


def test_the_usual_day_is_shown_and_when_it_has_passed_only_told(purging, event, desk, clock):
    hands, day = Answering(), PurgeDay(event, desk)
    assert "18/07/2023" in retention_sentence(day)
    clock.pass_by(days=14)
    purging.propose()
    assert purging.heard == []
    clock.pass_by(days=1)
    purging.propose()
    assert "18/07/2023" in purging.heard[-1]
    assert (hands.asked, is_purged(event)) == ([], False)
    event_purge.purge(event, DECIDED, at=clock(), desk="d")
    assert "18/07/2023" not in retention_sentence(day)


def test_after_a_purge_no_day_is_announced_and_nobody_is_asked_again(purging, event, desk, clock):
    """Also once somebody scanned an old badge, whose text the journal has."""
    hands, day = Answering(), PurgeDay(event, desk)
    purge_day.save(event, PrivacyRecord(until=CHOSEN), at=clock(), desk="d")
    clock.pass_by(days=1)
    event_purge.purge(event, DECIDED, at=clock(), desk="d")
    assert retention_sentence(day) == "Erased on 05/07/2023: no names remain here."
    desk.scan("3760123450017")
    told = retention_sentence(day)
    assert told.startswith("Erased on 05/07/2023. ")
    assert "once more" in told
    clock.pass_by(days=30)
    purging.propose()
    assert hands.asked == []
    assert purging.heard == [told]


def test_by_itself_is_decided_with_the_same_authority(purging, event, desk, qtbot):
    def tick_it(form):
        assert form.until.text() == "18/07/2023"
        form.by_itself.setChecked(True)
        form.buttons.buttons()[0].click()

    hands = Answering(tick_it, lambda dialog: dialog.reject())
    purging.ask_register()
    assert purge_day.load(event) == PrivacyRecord()
    hands = Answering(tick_it, giving(qtbot, "The organiser’s decision"))
    purging.ask_register()
    assert [type(window) for window in hands.asked][1:] == [AuthorityDialog]
    kept = purge_day.load(event)
    assert (str(kept.until), kept.by_itself) == ("2023-07-18", Authority("Accueil 1", "The organiser’s decision"))
    hands = Answering(lambda form: form.buttons.buttons()[0].click())
    purging.ask_register()
    assert purge_day.load(event) == kept
    assert "automatically" in retention_sentence(PurgeDay(event, desk))


def test_an_event_without_a_day_is_kept_until_none(event, desk, clock):
    planned = event.programme()
    event.plan(replace(planned, event=replace(planned.event, day=None), sessions=()), at=clock(), desk="d")
    assert retention_sentence(PurgeDay(event, desk)) == "No date is set: the event has none yet."


def test_without_a_day_nothing_can_be_done_by_itself(purging, event):
    def without_a_day(form):
        form.by_itself.setChecked(True)
        form.until.setText("")
        form.buttons.buttons()[0].click()
        assert form.isVisible()
        assert form.notice.text()
        form.reject()

    hands = Answering(without_a_day)
    purging.ask_register()
    assert len(hands.asked) == 1
    assert not purge_day.load(event).by_itself


def test_after_the_day_it_goes_on_by_itself_and_leaves_its_record(by_itself, purging, event, clock, tmp_path):
    hands = Answering(ticking)
    clock.pass_by(days=6)
    purging.propose()
    assert hands.asked == []
    clock.pass_by(days=1)
    purging.propose()
    assert [type(window) for window in hands.asked] == [PurgeCountdown]
    (record,) = tmp_path.glob("*record of erasure*.txt")
    assert "Aurélie Vasseur" in record.read_text("utf-8")
    assert event_purge.preview(event, "").is_empty
    assert PurgeDay(event, purging._desk).decided is None


def test_put_off_it_asks_again_tomorrow(by_itself, purging, event, clock):
    clock.pass_by(days=7)
    hands = Answering(lambda dialog: dialog.put_off.click())
    purging.propose()
    purging.propose()
    assert (len(hands.asked), is_purged(event)) == (1, False)
    assert "tomorrow" in purging.heard[-1]
    clock.pass_by(days=1)
    hands = Answering(lambda dialog: dialog.reject())
    purging.propose()
    assert (len(hands.asked), is_purged(event)) == (1, False)


@pytest.mark.parametrize("wrong", ["behind", "ahead"])
def test_a_clock_that_the_journal_contradicts_forgets_nobody(by_itself, purging, event, clock, wrong):
    with event.transaction():
        if wrong == "behind":
            clock.pass_by(days=30)
            event.journal.append(EntryKind.NOTE_LEFT, "", {"text": "x"}, at=clock(), desk="Accueil 2")
            clock.pass_by(days=-20)
        else:
            clock.pass_by(days=10)
            body = {"offset": 864_000.0, "identity": "a"}
            event.journal.append(EntryKind.CLOCK_MEASURED, "", body, at=clock(), desk="Accueil 1")
    hands = Answering()
    purging.propose()
    assert (hands.asked, is_purged(event)) == ([], False)
    assert "clock" in purging.heard[-1]
