# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of all people: found by typing, looked at with the arrows, acted on with keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from checkin import translation
from checkin.core.attendee import Presence, Status, companion_key
from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.people_list import AttendanceFilter, AttendeeColumn
from checkin.core.person_state import STATE_MESSAGES, PersonState
from checkin.core.print_jobs import JobProgress, JobState, PrintPlan
from checkin.core.programme.programme import Column
from checkin.core.supervisor import Authority
from checkin.devices.decoder import decode_image
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.services.event_file import EventFile
from checkin.services.lists.import_undo import newest_import, undo_import
from checkin.services.people_queries import PeopleQueries
from checkin.services.supervision import Supervision
from checkin.storage.print_queue import PrintQueue
from checkin.translation import translate
from checkin.ui.look.drawing import Pill, pill_width
from checkin.ui.look.theme import LIGHT
from checkin.ui.people.people_screen import PeopleContext, PeopleScreen
from checkin.ui.people.people_table import COLUMNS, EDGE, WIDTHS
from checkin.ui.people.person_actions import LABELS, PersonAction
from checkin.ui.supervision.supervision_flow import SupervisionFlow
from tests.builders import KEY, MORNING, an_attendee
from tests.conftest import add_people
from tests.services.lists import bring
from tests.ui.answering import Answering

HALL = "ipp://hall"
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FOURNIERE, GOFF, NGUYEN = (an_attendee(n).id for n in (2, 1, 3))  # in the order of the list


def a_screen(event, desk, qtbot):
    supervised = SupervisionFlow(event, desk, None)
    choices = FormChoices(desk, DeskQueries(event))
    made = PeopleScreen(PeopleContext(desk, PeopleQueries(event, desk), choices, supervised))
    qtbot.addWidget(supervised)
    qtbot.addWidget(made)
    made.heard, made.settled = [], []
    for asked in (made, supervised):
        asked.reported.connect(made.heard.append)
        asked.changed.connect(made.refresh)  # as the window does
    made.needs_review.connect(made.settled.append)
    made.resize(1270, 728)
    made.refresh()
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is made.windowHandle())
    return made


@pytest.fixture
def screen(qapp, qtbot, event, desk):
    return a_screen(event, desk, qtbot)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)
    QApplication.processEvents()


def come_back(screen, qtbot):
    """As a window manager does when a dialog is gone."""
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)


def type_in(text):
    QTest.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()


def shown(screen):
    model = screen.list.model
    return [model.id_at(row) for row in range(model.rowCount())]


def counts(screen):
    return screen.list.counts.accessibleName()


def test_everyone_is_there_in_the_order_of_names(screen):
    assert shown(screen) == [FOURNIERE, GOFF, NGUYEN]
    assert counts(screen) == "3 of 3 registrations"
    assert screen.list.person is None


def test_somebody_looked_for_in_a_part_of_the_list_is_looked_for_in_all_of_it_before_they_are_registered(screen):
    attendance = screen.list.bar.attendance
    attendance.setCurrentIndex(attendance.findData(AttendanceFilter.ARRIVED))
    type_in("goff")
    empty = screen.list.empty
    assert empty.isVisible()
    assert "A filter is on: Arrived" in empty.hint.text()
    empty.unfilter.click()
    QApplication.processEvents()
    assert shown(screen) == [GOFF]
    assert screen.list.bar.text == "goff"
    type_in("zzz")
    assert empty.isVisible()
    assert not empty.unfilter.isVisible()
    assert "another spelling" in empty.hint.text()


def test_the_panel_asks_to_choose_and_goes_where_there_is_nobody_to_choose(screen):
    panel = screen.list.panel
    assert panel._nobody.isVisible()
    assert not panel.head.isVisible()
    type_in("zzz")
    assert not panel.isVisible()
    screen.list.bar.box.clear()
    type_in("goff")
    press(Qt.Key.Key_Down)
    assert panel.head.isVisible()
    assert not panel._nobody.isVisible()
    type_in("zzz")
    assert not panel.isVisible()  # no key acts on somebody who is not in the list


def test_typing_filters_and_the_arrows_choose_without_leaving_the_box(screen):
    type_in("goff")
    assert (shown(screen), counts(screen)) == ([GOFF], "1 of 3 registrations")
    press(Qt.Key.Key_Down)
    assert screen.list.person.attendee.id == GOFF
    assert QApplication.focusWidget() is screen.list.bar.box
    press(Qt.Key.Key_Escape)
    assert len(shown(screen)) == 3
    assert screen.list.table.selected_ids() == [GOFF]


def test_enter_chooses_the_first_and_a_ticket_is_the_desks(screen, qtbot):
    type_in("guyen")
    press(Qt.Key.Key_Return)
    assert screen.list.person.attendee.id == NGUYEN
    screen.list.bar.box.clear()
    type_in(an_attendee(1).ticket_code)
    with qtbot.waitSignal(screen.list.code_typed) as typed:
        press(Qt.Key.Key_Return)
    assert typed.args == [an_attendee(1).ticket_code]
    assert screen.list.bar.text == ""


def test_a_letter_typed_in_the_table_goes_to_the_box(screen):
    screen.list.table.setFocus()
    type_in("go")
    assert screen.list.bar.box.text() == "go"
    assert shown(screen) == [GOFF]


def test_the_choices_hold_with_what_is_typed_and_escape_takes_them_back(screen, desk, qtbot):
    desk.check_in(GOFF)
    screen.refresh()
    choice = screen.list.bar.attendance
    choice.setCurrentIndex(choice.findData(str(AttendanceFilter.TO_COME)))
    QApplication.processEvents()
    assert shown(screen) == [FOURNIERE, NGUYEN]
    type_in("goff")
    assert screen.list.empty.isVisible()
    assert screen.list.empty.sentence.text() == "Nobody matches “goff”."
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert len(shown(screen)) == 3
    with qtbot.waitSignal(screen.list.left):
        press(Qt.Key.Key_Escape)


def test_categories_are_those_that_somebody_has(screen):
    bar = screen.list.bar
    assert [bar.category.itemText(n) for n in range(bar.category.count())] == [
        "All categories",
        "Participant",
        "No category",
    ]
    bar.category.setCurrentIndex(2)
    QApplication.processEvents()
    assert shown(screen) == [NGUYEN]
    screen.refresh()
    assert shown(screen) == [NGUYEN]


def test_a_click_on_a_title_sorts_and_whom_one_looks_at_stays(screen, desk):
    desk.check_in(NGUYEN)
    screen.refresh()
    press(Qt.Key.Key_Down)
    screen.list.table.sortByColumn(COLUMNS.index(AttendeeColumn.STATE), Qt.SortOrder.DescendingOrder)
    assert shown(screen) == [NGUYEN, FOURNIERE, GOFF]
    assert screen.list.table.selected_ids() == [FOURNIERE]


def test_f7_checks_in_and_the_panel_says_so_after_the_commit(screen, event):
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F7)
    assert event.attendees.arrived("accueil") == 1
    assert screen.heard == ["Jean-Baptiste de La Fournière has arrived: Accueil, 08:40."]
    assert screen.list.person.standing.is_inside
    assert PersonAction.CHECK_IN not in screen.list.panel.acts
    press(Qt.Key.Key_F7)
    assert screen.heard[-1] == "This applies to none of the people selected. Nothing was changed."
    press(Qt.Key.Key_F8)
    assert event.attendees.arrived("accueil") == 0
    assert screen.heard[-1] == (
        "Arrival undone: Jean-Baptiste de La Fournière, 08:40, Accueil 1 (Accueil). No longer counted as here. "
        "They are still registered."
    )


def test_f8_takes_nothing_back_that_was_recorded_elsewhere(screen, desk, event):
    desk.move_to("atelier-b")
    desk.check_in(NGUYEN)
    desk.move_to("accueil")
    screen.show_person(NGUYEN)
    screen._undo(screen.list.person)
    assert screen.heard == ["Thanh-Mai N’Guyen: nothing to undo here."]
    assert event.attendees.arrived("atelier-b") == 1


def test_of_a_group_is_told_how_many_came_where(screen, desk, event, clock):
    group = an_attendee(9, places=5)
    add_people(event, clock(), group)
    desk.admit(desk.scan(group.ticket_code), people=3)
    screen.refresh()
    screen.show_person(group.id)
    told = screen.list.panel.facts.accessibleName()
    assert "People: 5" in told
    assert "Came: Accueil 08:40 (3 of 5)" in told
    assert screen.list.panel.acts[0] is PersonAction.CHECK_IN


def test_the_state_is_of_the_control_point_where_the_desk_stands(screen, desk):
    model, state = screen.list.model, COLUMNS.index(AttendeeColumn.STATE)
    desk.check_in(NGUYEN)
    desk.move_to("atelier-b")
    screen.refresh()
    assert model.headerData(state, Qt.Orientation.Horizontal) == "Atelier B"
    assert model.index(2, state).data() == "Expected"


def test_the_panel_says_at_which_control_point_a_state_holds_where_it_may_be_taken_for_another(screen, desk):
    def head():
        return screen.list.panel.head.accessibleName()

    screen.show_person(NGUYEN)
    assert head().endswith("Expected")
    desk.move_to("atelier-b")
    screen.refresh()
    assert head().endswith("Expected · Atelier B")
    desk.check_in(NGUYEN)
    desk.move_to("accueil")
    screen.refresh()
    assert head().endswith("Expected · Accueil")


def test_who_has_to_be_looked_at_is_answered_at_the_desk(screen, event, clock):
    add_people(event, clock(), an_attendee(9, last_name="Abel", presence=Presence.REMOTE))
    screen.refresh()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F7)
    assert [answer.reason for answer in screen.settled] == [Reason.REMOTE]
    assert event.attendees.arrived("accueil") == 0


def test_whom_an_act_takes_out_of_the_list_is_looked_at_still(screen, desk):
    choice = screen.list.bar.attendance
    choice.setCurrentIndex(choice.findData(str(AttendanceFilter.TO_COME)))
    QApplication.processEvents()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F7)
    assert shown(screen) == [GOFF, NGUYEN]
    assert screen.list.person.attendee.id == FOURNIERE
    press(Qt.Key.Key_F8)
    assert shown(screen) == [FOURNIERE, GOFF, NGUYEN]


def test_one_line_of_the_story_is_taken_back_with_delete(screen, desk, event):
    desk.move_to("atelier-b")
    desk.check_in(NGUYEN)
    desk.move_to("accueil")
    desk.check_in(NGUYEN)
    screen.show_person(NGUYEN)
    story = screen.list.panel.story
    story.setFocus()
    story.setCurrentIndex(story.model().index(1, 0))
    press(Qt.Key.Key_Delete)
    assert (event.attendees.arrived("atelier-b"), event.attendees.arrived("accueil")) == (0, 1)
    assert screen.heard[-1].startswith("Arrival undone: Thanh-Mai N’Guyen, 08:40, Accueil 1 (Atelier B).")


def test_a_cancellation_asks_who_allows_it_and_is_brought_back(screen, event, qtbot):
    screen.show_person(GOFF)
    hands = Answering(giving(qtbot, "Ill"))
    press(Qt.Key.Key_D, CONTROL)
    assert len(hands.asked) == 1
    assert event.attendees.get(GOFF).status is Status.CANCELLED
    assert screen.list.panel.acts[:2] == (PersonAction.BRING_BACK, PersonAction.CORRECT)
    come_back(screen, qtbot)
    hands = Answering(giving(qtbot, "Well again"))
    press(Qt.Key.Key_D, CONTROL | SHIFT)
    assert event.attendees.get(GOFF).status is Status.CONFIRMED
    assert screen.heard[-1] == "Éléonore Le Goff-1: the registration is confirmed."
    assert [told.line.why for told in stories(screen)[:2]] == ["Well again", "Ill"]


def test_who_pays_is_asked_how_and_the_payment_is_in_the_history(screen, event, qtbot):
    person = an_attendee(9, status=Status.UNPAID)
    add_people(event, MORNING, person)
    screen.refresh()
    screen.show_person(person.id)
    Answering(lambda dialog: dialog.reject())
    press(Qt.Key.Key_F9)
    assert event.attendees.get(person.id).status is Status.UNPAID
    come_back(screen, qtbot)

    def by_transfer(dialog):
        dialog.choices.setCurrentRow(3)
        dialog.accept()

    Answering(by_transfer)
    press(Qt.Key.Key_F9)
    assert event.attendees.get(person.id).status is Status.CONFIRMED
    (line,) = [told for told in stories(screen) if told.line.means]
    assert line.title == "Paid: transfer"


def test_a_payment_that_another_desk_noted_meanwhile_is_not_told_as_this_ones(screen, event):
    person = an_attendee(9, status=Status.UNPAID)
    add_people(event, MORNING, person)
    screen.refresh()
    screen.show_person(person.id)

    def too_late(dialog):
        with event.transaction():
            body = {"means": "card"}
            event.journal.append(EntryKind.PAYMENT_RECEIVED, person.id, body, at=MORNING, desk="Accueil 2")
        dialog.choices.setCurrentRow(0)
        dialog.accept()

    Answering(too_late)
    press(Qt.Key.Key_F9)
    assert len(event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])) == 1
    assert not any("paid" in told for told in screen.heard)


def test_who_awaits_approval_is_confirmed_after_one_question(screen, event, qtbot):
    question, button, told = ("Approve the registration of {name}?", "Approve", "{name}: approved, the registration is")
    person = an_attendee(9, status=Status.PENDING)
    add_people(event, MORNING, person)
    screen.refresh()
    screen.show_person(person.id)
    asked = []

    def pressing(name):
        def press_it(box):
            asked.append(box.text())
            next(each for each in box.buttons() if each.text() == name).click()

        return press_it

    hands = Answering(pressing("Cancel"), pressing(button))
    press(Qt.Key.Key_F9)
    assert asked == [question.format(name=person.name)]
    assert event.attendees.get(person.id).status is Status.PENDING

    come_back(screen, qtbot)
    press(Qt.Key.Key_F9)
    assert len(hands.asked) == 2
    assert event.attendees.get(person.id).status is Status.CONFIRMED
    assert screen.heard[-1] == f"{told.format(name=person.name)} confirmed."


def test_several_are_confirmed_on_one_word_and_their_codes_copied(screen, event, clock, qtbot):
    add_people(event, clock(), *(an_attendee(n, last_name="Abel", status=Status.PENDING) for n in (8, 9)))
    screen.refresh()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, SHIFT)
    assert screen.list.panel.head.accessibleName() == "2 people selected"
    press(Qt.Key.Key_K, CONTROL)
    assert set(QGuiApplication.clipboard().text().split()) == {an_attendee(n).ticket_code for n in (8, 9)}
    hands = Answering(giving(qtbot, "Agreed by the town"))
    press(Qt.Key.Key_F9)
    assert len(hands.asked) == 1
    assert [event.attendees.get(an_attendee(n).id).status for n in (8, 9)] == [Status.CONFIRMED] * 2


def test_of_very_many_selected_people_nothing_is_done_at_once(screen, monkeypatch):
    monkeypatch.setattr("checkin.ui.people.people_table.MOST_SELECTED", 2)
    screen.list.table.selectAll()
    QApplication.processEvents()
    assert screen.list.panel.head.accessibleName() == "3 people selected"
    assert screen.list.panel.acts == ()


def test_a_code_is_given_at_the_desk_and_taken_back_in_the_history(screen, desk, event):
    wanted = []
    screen.code_wanted.connect(wanted.append)
    screen.show_person(GOFF)
    press(Qt.Key.Key_L, CONTROL)
    assert [person.id for person in wanted] == [GOFF]
    desk.tying.tie(GOFF, "04:A2:b1", keeps=True)
    screen.refresh()
    assert "04:A2:b1" in screen.list.panel.facts.accessibleName()
    (line,) = [line for line in screen.list.person.story if line.code]
    assert line.can_undo
    screen.list.undo_wanted.emit(line.entry)
    assert event.attendees.holders("04:A2:b1") == []


@pytest.fixture
def banded(screen, desk):
    """The screen with somebody who got a wristband after they arrived: it is the first line, the arrival the second."""
    desk.check_in(GOFF)
    desk.tying.tie(GOFF, "04:A2:b1", keeps=True)
    screen.show_person(GOFF)
    QApplication.processEvents()
    return screen


def click_line(screen, row):
    story = screen.list.panel.story
    place = story.visualRect(story.model().index(row, 0)).center()
    QTest.mouseClick(story.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


def undo_words(screen):
    """What the undo is called, on a button or in the menu beside."""
    panel = screen.list.panel
    offered = [b.text() for b in panel._buttons if b.isVisible()] + [a.text() for a in panel._menu.actions()]
    return [text.partition(" (F8")[0].partition("\t")[0] for text in offered if "F8" in text]


def test_f8_takes_off_the_wristband_of_the_line_that_was_clicked_and_the_arrival_stays(banded, event):
    click_line(banded, 0)
    assert banded.list.panel.story.selected().line.code == "04:A2:b1"
    press(Qt.Key.Key_F8)
    assert (event.attendees.holders("04:A2:b1"), event.attendees.arrived("accueil")) == ([], 1)
    assert banded.heard[-1].startswith("New code taken back: Éléonore Le Goff-1")


def test_f8_undoes_the_line_that_the_arrows_chose(banded, event):
    banded.list.panel.story.setFocus(Qt.FocusReason.TabFocusReason)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F8)
    assert (event.attendees.holders("04:A2:b1"), event.attendees.arrived("accueil")) == ([GOFF], 0)


def test_what_f8_undoes_stands_on_its_button(banded):
    assert undo_words(banded) == ["Undo the arrival"]
    click_line(banded, 0)
    assert undo_words(banded) == ["Undo the selected line"]
    banded.list.bar.box.setFocus()
    QApplication.processEvents()
    assert undo_words(banded) == ["Undo the arrival"]


def test_f8_takes_off_a_wristband_of_somebody_who_has_not_come(screen, desk, event):
    desk.tying.tie(GOFF, "04:A2:b1", keeps=True)
    screen.show_person(GOFF)
    click_line(screen, 0)
    assert PersonAction.UNDO in screen.list.panel.acts
    press(Qt.Key.Key_F8)
    assert event.attendees.holders("04:A2:b1") == []


def test_f8_on_a_line_that_cannot_be_undone_says_so_and_undoes_no_arrival(banded, event):
    last = banded.list.panel.story.model().rowCount() - 1
    click_line(banded, last)
    press(Qt.Key.Key_F8)
    assert event.attendees.arrived("accueil") == 1
    assert banded.heard[-1] == (
        "This line cannot be undone. F8 undoes arrivals, exits, corrections made at a desk, given codes and signatures."
    )


def test_f8_on_a_correction_puts_the_field_back_and_undoes_no_arrival(banded, desk, event):
    desk.registration.correct(GOFF, {"email": "wrong@example.org"})
    banded.refresh()
    click_line(banded, 0)
    assert PersonAction.UNDO in banded.list.panel.acts
    press(Qt.Key.Key_F8)
    assert event.attendees.get(GOFF).email == an_attendee(1).email
    assert event.attendees.arrived("accueil") == 1
    assert banded.heard[-1] == "Correction undone: Éléonore Le Goff-1. As before: E-mail."


def test_the_menu_takes_off_the_code_given_last(banded, event):
    assert PersonAction.UNTIE_CODE in banded.list.panel.acts
    press(Qt.Key.Key_L, CONTROL | SHIFT)
    assert (event.attendees.holders("04:A2:b1"), event.attendees.arrived("accueil")) == ([], 1)
    QApplication.processEvents()
    assert PersonAction.UNTIE_CODE not in banded.list.panel.acts


def test_a_code_is_replaced_after_a_question_and_shown_to_be_photographed(screen, desk, event, tmp_path):
    old = an_attendee(1).ticket_code
    screen.show_person(GOFF)
    press(Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Escape)
    assert not event.journal.entries_of_kinds([EntryKind.CODE_REPLACED])
    press(Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Return)
    assert "“Badge replaced”" in screen.code_page.accessibleDescription()
    screen.grab().save(str(tmp_path / "code.png"))
    (seen,) = decode_image(tmp_path / "code.png")
    assert seen.text == event.attendees.get(GOFF).ticket_code != old
    assert desk.scan(old).reason is Reason.CODE_REPLACED
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is screen.list.bar.box
    assert screen.list.person.attendee.ticket_code == seen.text


def test_ctrl_r_prints_the_badge_of_whoever_is_looked_at_and_asks_why_for_another(screen, desk, event, clock, qtbot):
    desk.printing.use(PrintPlan(HALL))
    screen.show_person(GOFF)
    with qtbot.waitSignal(screen.badge_asked):
        press(Qt.Key.Key_R, CONTROL)
    (job,) = desk.printing.jobs()
    assert (job.attendee, job.why) == (GOFF, "")
    assert screen.heard == ["The badge for Éléonore Le Goff-1 was sent to print."]
    press(Qt.Key.Key_R, CONTROL)
    assert len(desk.printing.jobs()) == 1  # what waits is not doubled
    with event.transaction():
        PrintQueue(event.db).note(job.id, JobProgress(JobState.PRINTED), clock())
    hands = Answering(lambda dialog: dialog.reject())
    press(Qt.Key.Key_R, CONTROL)
    assert (len(hands.asked), len(desk.printing.jobs())) == (1, 1)
    come_back(screen, qtbot)
    hands = Answering(reprinting(qtbot, "Lost"))
    press(Qt.Key.Key_R, CONTROL)
    assert len(hands.asked) == 1
    assert (desk.printing.jobs()[0].why, desk.printing.jobs()[0].copy) == ("Lost", 2)


def test_the_badge_is_among_the_acts_where_this_computer_prints_and_the_registration_stands(screen, desk, event):
    screen.show_person(GOFF)
    assert PersonAction.PRINT not in screen.list.panel.acts
    desk.printing.use(PrintPlan(HALL))
    screen.refresh()
    assert f"{translate(LABELS[PersonAction.PRINT])}\tCtrl+R" in [
        act.text() for act in screen.list.panel._menu.actions()
    ]
    desk.registration.set_status({GOFF: Status.CANCELLED})
    screen.refresh()
    assert PersonAction.PRINT not in screen.list.panel.acts


def test_a_badge_with_the_new_code_is_offered_where_this_computer_prints(screen, desk):
    replace_code_of(screen, GOFF)
    assert not screen.code_page.print_button.isVisible()
    press(Qt.Key.Key_R, CONTROL)
    assert desk.printing.jobs() == []
    press(Qt.Key.Key_Escape)
    desk.printing.use(PrintPlan(HALL))
    replace_code_of(screen, NGUYEN)
    assert screen.code_page.print_button.isVisible()
    press(Qt.Key.Key_R, CONTROL)
    assert [job.attendee for job in desk.printing.jobs()] == [NGUYEN]
    assert screen.heard[-1] == "The badge for Thanh-Mai N’Guyen was sent to print."


def test_the_code_in_the_panel_can_be_read_by_a_camera(screen, tmp_path):
    screen.show_person(GOFF)
    QApplication.processEvents()
    screen.grab().save(str(tmp_path / "panel.png"))
    assert [seen.text for seen in decode_image(tmp_path / "panel.png")] == [an_attendee(1).ticket_code]


def test_f4_corrects_and_the_sentence_names_what_was_changed(screen, event):
    screen.show_person(GOFF)
    press(Qt.Key.Key_F4)
    screen.form.names.last.setText("Le Goff-Kermarrec")
    screen.form.fields.organisation.setText("Ville de Brest")
    press(Qt.Key.Key_Return)
    person = event.attendees.get(GOFF)
    assert (person.last_name, person.organisation) == ("Le Goff-Kermarrec", "Ville de Brest")
    assert screen.heard == ["Éléonore Le Goff-Kermarrec is corrected: Last name, Organisation."]
    assert screen.list.person.attendee == person
    press(Qt.Key.Key_F4)
    press(Qt.Key.Key_Return)
    assert screen.heard[-1].endswith("Nothing was changed.")


def test_a_cancelled_person_who_is_in_shows_as_arrived_with_a_button_that_undoes_it(screen, event, desk):
    desk.registration.set_status({NGUYEN: Status.CANCELLED})
    desk.overrule(desk.check_in(NGUYEN), Authority("Accueil 1", "Agreed"))
    screen.refresh()
    screen.show_person(NGUYEN)
    assert "Cancelled. Arrived" in screen.list.panel.head.accessibleName()
    undo = [b for b in screen.list.panel._buttons if b.isVisible() and b.property("act") == PersonAction.UNDO]
    undo[0].click()
    assert event.attendees.visit(NGUYEN, "accueil") is None


def corrected_with(screen, qtbot, change, answer):
    """Correct the first person by `change`; return the windows that asked."""
    screen.show_person(GOFF)
    press(Qt.Key.Key_F4)
    change(screen.form.fields)
    hands = Answering(answer)
    press(Qt.Key.Key_Return)
    hands.stop()
    come_back(screen, qtbot)
    return hands.asked


def test_what_decides_about_entrances_is_corrected_by_a_supervisor_alone(screen, qtbot, event, desk):
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "Premier"))
    before = event.attendees.get(GOFF)

    def as_press(fields):
        fields.category.setCurrentIndex(fields.category.findData("presse"))

    def allow(dialog):
        qtbot.keyClicks(dialog.focusWidget(), "4071")
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)

    assert len(corrected_with(screen, qtbot, as_press, lambda dialog: dialog.reject())) == 1
    assert event.attendees.get(GOFF) == before
    assert screen.form.isVisible()
    assert len(corrected_with(screen, qtbot, as_press, allow)) == 1
    assert event.attendees.get(GOFF).category == "presse"
    newest = stories(screen)[0].line
    assert (newest.allowed_by, newest.can_undo) == ("Ana", False), "a volunteer would undo it without a PIN"


def test_names_organisation_and_diet_are_corrected_without_a_supervisor(screen, qtbot, event, desk):
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "Premier"))
    assert corrected_with(screen, qtbot, lambda fields: fields.organisation.setText("Brest"), None) == []
    assert event.attendees.get(GOFF).organisation == "Brest"


def test_an_address_that_is_none_stops_enter_once(screen, event):
    screen.show_person(GOFF)
    press(Qt.Key.Key_F4)
    screen.form.fields.lines["email"].setText("par")
    press(Qt.Key.Key_Return)
    assert screen.form.fields.lines["email"].hasFocus()
    assert "par" in screen.form._message.text()
    assert event.attendees.get(GOFF).email != "par"
    press(Qt.Key.Key_Return)
    assert event.attendees.get(GOFF).email == "par"


def test_a_chosen_column_is_corrected_for_anybody_also_for_a_walk_in(screen, event, desk, clock):
    columns = (Column("table", "Table", "custom:Table"), Column("regime", "Diet", "custom:Régime"))
    event.plan(replace(event.programme(), columns=columns), at=clock(), desk="d")
    desk.admission.reload()
    screen.show_person(GOFF)
    press(Qt.Key.Key_F4)
    assert list(screen.form.fields.custom) == ["Table", "Régime"]
    screen.form.fields.custom["Régime"].setText("végan")
    press(Qt.Key.Key_Return)
    assert dict(event.attendees.get(GOFF).custom) == {"Régime": "végan"}
    assert screen.heard[-1] == "Éléonore Le Goff-1 is corrected: Régime."


def test_a_form_stays_open_and_as_it_was_while_others_work(screen, event, clock):
    screen.show_person(GOFF)
    press(Qt.Key.Key_F4)
    screen.form.fields.lines["phone"].setText("06")
    other = EventFile.open(event.path)
    add_people(other, clock(), an_attendee(20))
    other.close()
    screen._look_for_others()
    assert screen.form.isVisible()
    assert screen.form.changes() == {"phone": "06"}
    assert counts(screen) == "4 of 4 registrations"


def test_of_a_group_the_people_are_told_beside_the_registrations(screen, event, desk, clock, qtbot):
    group = an_attendee(40, places=3)
    add_people(event, clock(), group)
    screen.refresh()
    assert counts(screen) == "4 of 4 registrations, 6 people"
    desk.admit(desk.scan(group.ticket_code), 2)
    screen.refresh()
    arrived = screen.list.bar.attendance
    arrived.setCurrentIndex(arrived.findData(str(AttendanceFilter.ARRIVED)))
    qtbot.waitUntil(lambda: counts(screen) == "1 of 4 registrations, 2 people")


def test_whoever_is_not_expected_is_told_beside_all_registrations(screen, event, desk, clock):
    desk.registration.set_status({GOFF: Status.CANCELLED})
    screen.refresh()
    assert counts(screen) == "3 of 3 registrations, 2 expected here"


def test_beside_a_part_of_the_list_nothing_is_told_of_those_expected_in_all(screen, event, desk, clock):
    cancelled = [an_attendee(40 + n, last_name="Quéré", status=Status.CANCELLED) for n in range(2)]
    add_people(event, clock(), *cancelled)
    desk.registration.set_status({GOFF: Status.CANCELLED, NGUYEN: Status.CANCELLED})
    screen.refresh()
    assert counts(screen) == "5 of 5 registrations, 1 expected here"
    type_in("quere")
    assert counts(screen) == "2 of 5 registrations"


def test_the_page_says_who_accompanies_whom(screen, event, clock):
    guest = an_attendee(41, first_name="Paul", last_name="Abel", companion=companion_key(GOFF, 1))
    add_people(event, clock(), guest)
    screen.refresh()
    screen.show_person(guest.id)
    host = event.attendees.get(GOFF).name
    assert f"accompanies {host}" in screen.list.panel.head.accessibleName()
    assert f"Accompanies: {host}" in screen.list.panel.facts.accessibleName()
    screen.show_person(GOFF)
    assert "Companions: Paul Abel" in screen.list.panel.facts.accessibleName()


def test_nobody_yet_offers_a_list(qapp, qtbot, tmp_path, clock):
    empty = EventFile.create(tmp_path / "empty.checkin", KEY)
    screen = a_screen(empty, Desk(empty, clock, "Accueil 1"), qtbot)
    assert screen.list.empty.sentence.text() == "Nobody is on the list yet."
    with qtbot.waitSignal(screen.list.import_wanted):
        QTest.mouseClick(screen.list.empty.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.list.import_wanted):
        press(Qt.Key.Key_I, CONTROL)
    screen.close()
    empty.close()


def test_f2_takes_over_what_was_typed(screen, qtbot):
    type_in("zoe durand")
    with qtbot.waitSignal(screen.list.register_wanted) as wanted:
        press(Qt.Key.Key_F2)
    assert wanted.args == ["zoe durand"]


def test_somebody_who_is_filtered_out_is_found_when_their_story_is_wanted(screen):
    type_in("goff")
    screen.show_person(NGUYEN)
    assert screen.list.table.selected_ids() == [NGUYEN]
    assert screen.list.bar.text == ""


def test_who_has_gone_meanwhile_is_looked_at_no_more(screen, event, clock):
    bring(event, clock, "Zoé;Abel", header="Prénom;Nom")
    screen.refresh()
    press(Qt.Key.Key_Down)
    assert screen.list.person.attendee.last_name == "Abel"
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d", authority=Authority("Ana", "x"))
    screen.refresh()
    assert screen.list.person is None
    assert screen.list.panel.acts == ()


def test_two_records_of_one_person_become_one_and_two_again(screen, desk, event, clock, qtbot):
    twice = an_attendee(9, first_name="Eleonore", last_name="Le Goff", phone="06", organisation="Ville de Brest")
    add_people(event, clock(), twice)
    desk.check_in(twice.id)
    screen.refresh()
    type_in("goff")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_M, CONTROL)
    page = screen.merge_page
    kept = [page._people[page.kept].attendee.id]
    press(Qt.Key.Key_Right if page.kept == 0 else Qt.Key.Key_Left)
    kept.append(page._people[page.kept].attendee.id)
    assert kept == [twice.id, GOFF]
    assert page._filled.text() == "Taken from the other record: Organisation, Phone."
    hands = Answering(giving(qtbot, "Registered twice"))
    press(Qt.Key.Key_Return)
    assert len(hands.asked) == 1
    assert screen.heard[-1] == "Éléonore Le Goff-1 now has one record: both codes work."
    assert (event.attendees.count(), event.attendees.get(GOFF).phone) == (3, "06")
    assert screen.list.person.attendee.id == GOFF
    assert [told.title for told in stories(screen)[:2]] == [
        "Merged with the record of Eleonore Le Goff",
        "Taken from the other record",
    ]
    assert desk.scan(twice.ticket_code).reason is Reason.REPEATED

    come_back(screen, qtbot)
    hands = Answering(giving(qtbot, "Two people after all"))
    press(Qt.Key.Key_M, CONTROL | SHIFT)
    assert len(hands.asked) == 1
    assert (event.attendees.count(), event.attendees.get(GOFF).phone) == (4, "")
    assert screen.heard[-1] == "Eleonore Le Goff has a separate record again."
    assert PersonAction.SEPARATE not in screen.list.panel.acts


def test_who_goes_back_merges_nobody(screen, event, qtbot):
    screen.list.table.selectAll()
    press(Qt.Key.Key_Escape)
    screen.list.table.select_ids([GOFF, NGUYEN], GOFF)
    QApplication.processEvents()
    press(Qt.Key.Key_M, CONTROL)
    hands = Answering(lambda dialog: dialog.reject())
    press(Qt.Key.Key_Return)
    assert len(hands.asked) == 1
    assert screen.merge_page.isVisible()
    come_back(screen, qtbot)
    press(Qt.Key.Key_Escape)
    assert screen.list.isVisible()
    assert event.attendees.count() == 3


@pytest.mark.parametrize("width", [1100, 1270, 1800])
def test_nothing_is_cut_off_at_any_width(screen, width):
    screen.resize(width, 640)
    screen.show_person(GOFF)
    QApplication.processEvents()
    table = screen.list.table
    shown_widths = [table.columnWidth(n) for n in range(len(COLUMNS)) if not table.isColumnHidden(n)]
    assert sum(shown_widths) == table.viewport().width()
    for button in screen.list.panel._buttons:
        assert button.isHidden() or button.width() >= button.sizeHint().width()


def stories(screen):
    model = screen.list.panel.story.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def replace_code_of(screen, attendee_id):
    screen.show_person(attendee_id)
    press(Qt.Key.Key_R, CONTROL | SHIFT)
    assert not screen.code_page.print_button.isVisible()
    press(Qt.Key.Key_Return)


def reprinting(qtbot, why):
    def give(dialog):
        dialog.reason.setEditText(why)
        qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)

    return give


def giving(qtbot, why):
    def give(dialog):
        dialog.why.setEditText(why)
        qtbot.keyClick(dialog.why, Qt.Key.Key_Return)

    return give


def test_everything_about_somebody_is_saved_for_them(screen, qtbot, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *how: (asked.append(how[2]), (str(tmp_path / "out"), ""))[1]
    )
    screen.show_person(NGUYEN)
    screen.list.action_wanted.emit(PersonAction.GIVE_DATA)
    assert "N’Guyen" in (tmp_path / "out.json").read_text("utf-8")
    assert "N’Guyen" in (tmp_path / "out.txt").read_text("utf-8")
    assert "out.json" in screen.heard[-1]
    assert "Guyen" not in asked[0]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    screen.list.action_wanted.emit(PersonAction.GIVE_DATA)
    assert len(screen.heard) == 1


def test_the_state_of_a_person_elsewhere_is_whole(qapp):
    """In the design's size: column and text grow alike."""
    translation.install(qapp, "fr")
    try:
        pill = Pill(translate(STATE_MESSAGES[PersonState.ELSEWHERE]), "delete", LIGHT.pill_quiet)
        assert pill_width(pill) <= WIDTHS[AttendeeColumn.STATE] - 2 * EDGE
    finally:
        translation.install(qapp, "en")


def test_somebody_whom_a_filter_hides_is_selected_no_more(screen, event, qtbot):
    screen.show_person(GOFF)
    attendance = screen.list.bar.attendance
    attendance.setCurrentIndex(attendance.findData(AttendanceFilter.ARRIVED))
    qtbot.waitUntil(lambda: screen.list.person is None)
    press(Qt.Key.Key_F7)
    assert event.attendees.inside("accueil") == 0
