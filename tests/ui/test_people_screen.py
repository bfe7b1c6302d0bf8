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
from checkin.core.people_list import STATE_MESSAGES, AttendanceFilter, AttendeeColumn, PersonState
from checkin.core.print_jobs import JobProgress, JobState, PrintPlan
from checkin.core.programme.programme import Column
from checkin.core.supervisor import Authority
from checkin.devices.decoder import decode_image
from checkin.services import people_queries
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
from tests.ui.desk_scene import add_person, hit
from tests.ui.test_supervision_flow import giving
from tests.ui.test_supervision_flow import press as press_button

NAME, STATE = COLUMNS.index(AttendeeColumn.NAME), COLUMNS.index(AttendeeColumn.STATE)
DOWN, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape
F4, F7, F8, F9 = Qt.Key.Key_F4, Qt.Key.Key_F7, Qt.Key.Key_F8, Qt.Key.Key_F9
CONTROL, SHIFT = Qt.Modifier.CTRL, Qt.Modifier.SHIFT
FOURNIERE, GOFF, NGUYEN = (an_attendee(n).id for n in (2, 1, 3))  # in the order of the list
PLAN = PrintPlan("ipp://hall")


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


@pytest.fixture
def add(screen, event, clock):
    """Bring somebody in, and look at them."""

    def added(number, **fields):
        person = add_person(event, clock, number, **fields)
        screen.refresh()
        screen.show_person(person.id)
        return person

    return added


def press(*what):
    """Keys, with Ctrl too, and texts to type."""
    for each in what:
        hit(each)
        QApplication.processEvents()


def come_back(screen, qtbot):
    """As a window manager does when a dialog is gone."""
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)


def filter_by(screen, attendance):
    choice = screen.list.bar.attendance
    choice.setCurrentIndex(choice.findData(str(attendance)))
    QApplication.processEvents()


def shown(screen):
    return [screen.list.model.id_at(row) for row in range(screen.list.model.rowCount())]


def counts(screen):
    return screen.list.counts.accessibleName()


def head(screen):
    return screen.list.panel.head.accessibleName()


def facts(screen):
    return screen.list.panel.facts.accessibleName()


def stories(screen):
    model = screen.list.panel.story.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


# Finding


def test_typing_filters_and_the_arrows_choose_without_leaving_the_box(screen):
    assert (shown(screen), counts(screen)) == ([FOURNIERE, GOFF, NGUYEN], "3 of 3 registrations")
    assert screen.list.person is None
    press("goff")
    assert (shown(screen), counts(screen)) == ([GOFF], "1 of 3 registrations")
    press(DOWN)
    assert screen.list.person.attendee.id == GOFF
    assert QApplication.focusWidget() is screen.list.bar.box
    press(ESCAPE)
    assert len(shown(screen)) == 3
    assert screen.list.table.selected_ids() == [GOFF]
    screen.list.table.setFocus()
    press("ng")  # in the table: it goes to the box
    assert (screen.list.bar.text, shown(screen)) == ("ng", [NGUYEN])


def test_somebody_looked_for_in_a_part_of_the_list_is_looked_for_in_all_of_it_before_they_are_registered(screen, qtbot):
    filter_by(screen, AttendanceFilter.ARRIVED)
    press("goff")
    empty = screen.list.empty
    assert empty.isVisible()
    assert "A filter is on: Arrived" in empty.hint.text()
    empty.unfilter.click()
    QApplication.processEvents()
    assert (shown(screen), screen.list.bar.text) == ([GOFF], "goff")
    press("zzz")
    assert (empty.isVisible(), empty.unfilter.isVisible()) == (True, False)
    assert "another spelling" in empty.hint.text()
    with qtbot.waitSignal(screen.list.register_wanted) as wanted:
        press(Qt.Key.Key_F2)
    assert wanted.args == ["goffzzz"]


def test_the_panel_asks_to_choose_and_goes_where_there_is_nobody_to_choose(screen):
    panel = screen.list.panel
    assert (panel._nobody.isVisible(), panel.head.isVisible()) == (True, False)
    press("zzz")
    assert not panel.isVisible()
    screen.list.bar.box.clear()
    press("goff", DOWN)
    assert (panel._nobody.isVisible(), panel.head.isVisible()) == (False, True)
    press("zzz")
    assert not panel.isVisible()  # no key acts on somebody who is not in the list


def test_enter_chooses_the_first_and_a_ticket_is_the_desks(screen, qtbot):
    press("guyen", ENTER)
    assert screen.list.person.attendee.id == NGUYEN
    screen.list.bar.box.clear()
    press(an_attendee(1).ticket_code)
    with qtbot.waitSignal(screen.list.code_typed) as typed:
        press(ENTER)
    assert (typed.args, screen.list.bar.text) == ([an_attendee(1).ticket_code], "")


def test_the_choices_hold_with_what_is_typed_and_escape_takes_them_back(screen, desk, qtbot):
    desk.check_in(GOFF)
    screen.refresh()
    filter_by(screen, AttendanceFilter.TO_COME)
    assert shown(screen) == [FOURNIERE, NGUYEN]
    press("goff")
    assert "“goff”" in screen.list.empty.sentence.text()
    press(ESCAPE, ESCAPE)
    assert len(shown(screen)) == 3
    with qtbot.waitSignal(screen.list.left):
        press(ESCAPE)
    category = screen.list.bar.category
    assert [category.itemText(n) for n in range(category.count())] == ["All categories", "Participant", "No category"]
    category.setCurrentIndex(2)
    QApplication.processEvents()
    for _ in range(2):
        assert shown(screen) == [NGUYEN]
        screen.refresh()


def test_a_click_on_a_title_sorts_and_whom_one_looks_at_stays(screen, desk):
    desk.check_in(NGUYEN)
    screen.refresh()
    press(DOWN)
    screen.list.table.sortByColumn(STATE, Qt.SortOrder.DescendingOrder)
    assert shown(screen) == [NGUYEN, FOURNIERE, GOFF]
    assert screen.list.table.selected_ids() == [FOURNIERE]


def test_whom_a_filter_hides_is_selected_no_more_and_found_when_their_story_is_wanted(screen, event, qtbot):
    screen.show_person(GOFF)
    filter_by(screen, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: screen.list.person is None)
    press(F7)
    assert event.attendees.inside("accueil") == 0
    press("goff")
    screen.show_person(NGUYEN)
    assert (screen.list.table.selected_ids(), screen.list.bar.text) == ([NGUYEN], "")


def test_whom_an_act_takes_out_of_the_list_is_looked_at_still(screen):
    filter_by(screen, AttendanceFilter.TO_COME)
    press(DOWN, F7)
    assert shown(screen) == [GOFF, NGUYEN]
    assert screen.list.person.attendee.id == FOURNIERE
    press(F8)
    assert shown(screen) == [FOURNIERE, GOFF, NGUYEN]


def test_who_has_gone_meanwhile_is_looked_at_no_more(screen, event, clock):
    bring(event, clock, "Zoé;Abel", header="Prénom;Nom")
    screen.refresh()
    press(DOWN)
    assert screen.list.person.attendee.last_name == "Abel"
    undo_import(event, newest_import(event).import_id, at=clock(), desk="d", authority=Authority("Ana", "x"))
    screen.refresh()
    assert (screen.list.person, screen.list.panel.acts) == (None, ())


def test_nobody_yet_offers_a_list(qapp, qtbot, tmp_path, clock):
    empty = EventFile.create(tmp_path / "empty.checkin", KEY)
    screen = a_screen(empty, Desk(empty, clock, "Accueil 1"), qtbot)
    assert screen.list.empty.sentence.text().startswith("Nobody is on the list")
    with qtbot.waitSignal(screen.list.import_wanted):
        QTest.mouseClick(screen.list.empty.button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(screen.list.import_wanted):
        press(CONTROL | Qt.Key.Key_I)
    screen.close()
    empty.close()


# What is said of somebody


def test_a_group_is_counted_in_people_and_told_where_they_came(screen, add, desk, qtbot):
    group = add(9, places=5)
    assert counts(screen) == "4 of 4 registrations, 8 people"
    desk.admit(desk.scan(group.ticket_code), people=3)
    screen.refresh()
    assert "People: 5" in facts(screen)
    assert "Came: Accueil 08:40 (3 of 5)" in facts(screen)
    assert screen.list.panel.acts[0] is PersonAction.CHECK_IN
    filter_by(screen, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: counts(screen) == "1 of 4 registrations, 3 people")


def test_whoever_is_not_expected_is_told_beside_all_registrations_and_not_beside_a_part_of_them(
    screen, event, desk, clock
):
    cancelled = [an_attendee(40 + n, last_name="Quéré", status=Status.CANCELLED) for n in range(2)]
    add_people(event, clock(), *cancelled)
    desk.registration.set_status({GOFF: Status.CANCELLED, NGUYEN: Status.CANCELLED})
    screen.refresh()
    assert counts(screen) == "5 of 5 registrations, 1 expected here"
    press("quere")
    assert counts(screen) == "2 of 5 registrations"


def test_the_state_is_of_the_control_point_where_the_desk_stands_and_names_it_if_in_doubt(screen, desk):
    model = screen.list.model
    screen.show_person(NGUYEN)
    assert head(screen).endswith("Expected")
    desk.move_to("atelier-b")
    screen.refresh()
    assert head(screen).endswith("Expected · Atelier B")
    desk.check_in(NGUYEN)
    desk.move_to("accueil")
    screen.refresh()
    assert head(screen).endswith("Expected · Accueil")
    assert (model.headerData(STATE, Qt.Orientation.Horizontal), model.index(2, STATE).data()) == ("Accueil", "Expected")


def test_the_page_says_who_accompanies_whom(screen, add, event):
    add(41, first_name="Paul", last_name="Abel", companion=companion_key(GOFF, 1))
    host = event.attendees.get(GOFF).name
    assert f"accompanies {host}" in head(screen)
    assert f"Accompanies: {host}" in facts(screen)
    screen.show_person(GOFF)
    assert "Companions: Paul Abel" in facts(screen)


def test_the_code_in_the_panel_can_be_read_by_a_camera(screen, tmp_path):
    screen.show_person(GOFF)
    QApplication.processEvents()
    screen.grab().save(str(tmp_path / "panel.png"))
    assert [seen.text for seen in decode_image(tmp_path / "panel.png")] == [an_attendee(1).ticket_code]


def test_the_state_of_a_person_elsewhere_is_whole(qapp):
    """In the design's size: column and text grow alike."""
    translation.install(qapp, "fr")
    pill = Pill(translate(STATE_MESSAGES[PersonState.ELSEWHERE]), "delete", LIGHT.pill_quiet)
    assert pill_width(pill) <= WIDTHS[AttendeeColumn.STATE] - 2 * EDGE


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


# Arrivals, and what is taken back


def test_f7_checks_in_and_f8_undoes_it_and_each_is_told_after_the_commit(screen, event):
    press(DOWN, F7)
    assert event.attendees.arrived("accueil") == 1
    assert [told.partition(" has arrived: ")[2] for told in screen.heard] == ["Accueil, 08:40."]
    assert screen.list.person.standing.is_inside
    assert PersonAction.CHECK_IN not in screen.list.panel.acts
    press(F7)
    assert "Nothing was changed" in screen.heard[-1]
    press(F8)
    assert event.attendees.arrived("accueil") == 0
    assert screen.heard[-1].startswith("Arrival undone: Jean-Baptiste de La Fournière, 08:40, Accueil 1 (Accueil). ")


def test_who_has_to_be_looked_at_is_answered_at_the_desk(screen, add, event):
    add(9, presence=Presence.REMOTE)
    press(F7)
    assert [answer.reason for answer in screen.settled] == [Reason.REMOTE]
    assert event.attendees.arrived("accueil") == 0


def test_of_what_was_recorded_elsewhere_only_its_own_line_is_taken_back(screen, desk, event):
    desk.move_to("atelier-b")
    desk.check_in(NGUYEN)
    desk.move_to("accueil")
    screen.show_person(NGUYEN)
    screen._undo(screen.list.person)
    assert [told.endswith("nothing to undo here.") for told in screen.heard] == [True]
    assert event.attendees.arrived("atelier-b") == 1
    desk.check_in(NGUYEN)
    screen.refresh()
    story = screen.list.panel.story
    story.setFocus()
    story.setCurrentIndex(story.model().index(1, 0))
    press(Qt.Key.Key_Delete)
    assert (event.attendees.arrived("atelier-b"), event.attendees.arrived("accueil")) == (0, 1)
    assert screen.heard[-1].startswith("Arrival undone: Thanh-Mai N’Guyen, 08:40, Accueil 1 (Atelier B).")


def test_a_cancelled_person_who_is_in_shows_as_arrived_with_a_button_that_undoes_it(screen, event, desk):
    desk.registration.set_status({NGUYEN: Status.CANCELLED})
    desk.overrule(desk.check_in(NGUYEN), Authority("Accueil 1", "Agreed"))
    screen.refresh()
    screen.show_person(NGUYEN)
    assert "Cancelled. Arrived" in head(screen)
    buttons = screen.list.panel._buttons
    next(b for b in buttons if b.isVisible() and b.property("act") == PersonAction.UNDO).click()
    assert event.attendees.visit(NGUYEN, "accueil") is None


BAND = "04:A2:b1"


@pytest.fixture
def banded(screen, desk):
    """The screen with somebody who got a wristband after they arrived: it is the first line, the arrival the second."""
    desk.check_in(GOFF)
    desk.tying.tie(GOFF, BAND, keeps=True)
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


def test_f8_takes_off_the_wristband_of_the_line_that_was_clicked_and_its_button_says_so(banded, event):
    assert undo_words(banded) == ["Undo the arrival"]
    click_line(banded, 0)
    assert banded.list.panel.story.selected().line.code == BAND
    assert undo_words(banded) == ["Undo the selected line"]
    banded.list.bar.box.setFocus()
    QApplication.processEvents()
    assert undo_words(banded) == ["Undo the arrival"]
    click_line(banded, 0)
    press(F8)
    assert (event.attendees.holders(BAND), event.attendees.arrived("accueil")) == ([], 1)
    assert banded.heard[-1].startswith("New code taken back: Éléonore Le Goff-1")


def test_f8_undoes_the_line_that_the_arrows_chose(banded, event):
    banded.list.panel.story.setFocus(Qt.FocusReason.TabFocusReason)
    press(DOWN, F8)
    assert (event.attendees.holders(BAND), event.attendees.arrived("accueil")) == ([GOFF], 0)


def test_the_menu_takes_off_the_code_given_last(banded, event):
    assert PersonAction.UNTIE_CODE in banded.list.panel.acts
    press(CONTROL | SHIFT | Qt.Key.Key_L)
    assert (event.attendees.holders(BAND), event.attendees.arrived("accueil")) == ([], 1)
    QApplication.processEvents()
    assert PersonAction.UNTIE_CODE not in banded.list.panel.acts


def test_f8_on_a_line_that_cannot_be_undone_says_so_and_on_a_correction_puts_the_field_back(banded, desk, event):
    click_line(banded, banded.list.panel.story.model().rowCount() - 1)
    press(F8)
    assert banded.heard[-1].startswith("This line cannot be undone.")
    desk.registration.correct(GOFF, {"email": "wrong@example.org"})
    banded.refresh()
    click_line(banded, 0)
    assert PersonAction.UNDO in banded.list.panel.acts
    press(F8)
    assert event.attendees.get(GOFF).email == an_attendee(1).email
    assert event.attendees.arrived("accueil") == 1
    assert banded.heard[-1].endswith("As before: E-mail.")


def test_a_code_is_given_at_the_desk_also_to_who_has_not_come_and_taken_back_in_the_history(screen, desk, event):
    wanted = []
    screen.code_wanted.connect(wanted.append)
    screen.show_person(GOFF)
    press(CONTROL | Qt.Key.Key_L)
    assert [person.id for person in wanted] == [GOFF]
    desk.tying.tie(GOFF, BAND, keeps=True)
    screen.refresh()
    assert BAND in facts(screen)
    assert [line.can_undo for line in screen.list.person.story if line.code] == [True]
    click_line(screen, 0)
    assert PersonAction.UNDO in screen.list.panel.acts
    press(F8)
    assert event.attendees.holders(BAND) == []


# Registrations


def test_a_cancellation_asks_who_allows_it_and_is_brought_back(screen, event, qtbot):
    screen.show_person(GOFF)
    hands = Answering(giving(qtbot, "Ill"))
    press(CONTROL | Qt.Key.Key_D)
    assert len(hands.asked) == 1
    assert event.attendees.get(GOFF).status is Status.CANCELLED
    assert screen.list.panel.acts[:2] == (PersonAction.BRING_BACK, PersonAction.CORRECT)
    come_back(screen, qtbot)
    Answering(giving(qtbot, "Well again"))
    press(CONTROL | SHIFT | Qt.Key.Key_D)
    assert event.attendees.get(GOFF).status is Status.CONFIRMED
    assert screen.heard[-1].endswith("the registration is confirmed.")
    assert [told.line.why for told in stories(screen)[:2]] == ["Well again", "Ill"]


def test_who_pays_is_asked_how_and_the_payment_is_in_the_history(screen, add, event, qtbot):
    person = add(9, status=Status.UNPAID)
    Answering(lambda dialog: dialog.reject())
    press(F9)
    assert event.attendees.get(person.id).status is Status.UNPAID
    come_back(screen, qtbot)
    Answering(lambda dialog: (dialog.choices.setCurrentRow(3), dialog.accept()))
    press(F9)
    assert event.attendees.get(person.id).status is Status.CONFIRMED
    assert [told.title for told in stories(screen) if told.line.means] == ["Paid: transfer"]


def test_a_payment_that_another_desk_noted_meanwhile_is_not_told_as_this_ones(screen, add, event):
    person = add(9, status=Status.UNPAID)

    def too_late(dialog):
        with event.transaction():
            body = {"means": "card"}
            event.journal.append(EntryKind.PAYMENT_RECEIVED, person.id, body, at=MORNING, desk="Accueil 2")
        dialog.choices.setCurrentRow(0)
        dialog.accept()

    Answering(too_late)
    press(F9)
    assert len(event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])) == 1
    assert not any("paid" in told for told in screen.heard)


def test_who_awaits_approval_is_confirmed_after_one_question(screen, add, event, qtbot):
    person, asked = add(9, status=Status.PENDING), []
    cancel, approve = map(press_button, ("Cancel", "Approve"))
    hands = Answering(lambda box: (asked.append(box.text()), cancel(box)), approve)
    press(F9)
    assert [person.name in text for text in asked] == [True]
    assert event.attendees.get(person.id).status is Status.PENDING
    come_back(screen, qtbot)
    press(F9)
    assert len(hands.asked) == 2
    assert event.attendees.get(person.id).status is Status.CONFIRMED
    assert screen.heard[-1].startswith(f"{person.name}: approved")


def test_several_are_confirmed_on_one_word_and_their_codes_copied(screen, event, clock, qtbot):
    add_people(event, clock(), *(an_attendee(n, last_name="Abel", status=Status.PENDING) for n in (8, 9)))
    screen.refresh()
    press(DOWN, SHIFT | DOWN)
    assert head(screen) == "2 people selected"
    press(CONTROL | Qt.Key.Key_K)
    assert set(QGuiApplication.clipboard().text().split()) == {an_attendee(n).ticket_code for n in (8, 9)}
    hands = Answering(giving(qtbot, "Agreed by the town"))
    press(F9)
    assert len(hands.asked) == 1
    assert [event.attendees.get(an_attendee(n).id).status for n in (8, 9)] == [Status.CONFIRMED] * 2


def test_of_very_many_selected_people_nothing_is_done_at_once(screen, monkeypatch):
    monkeypatch.setattr("checkin.ui.people.people_table.MOST_SELECTED", 2)
    screen.list.table.selectAll()
    QApplication.processEvents()
    assert (head(screen), screen.list.panel.acts) == ("3 people selected", ())


def test_everything_about_somebody_is_saved_for_them(screen, tmp_path, monkeypatch):
    asked, answers = [], [str(tmp_path / "out"), ""]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *how: (asked.append(how[2]), (answers.pop(0), ""))[1])
    screen.show_person(NGUYEN)
    for _ in range(2):
        screen.list.action_wanted.emit(PersonAction.GIVE_DATA)
    assert all("N’Guyen" in (tmp_path / f"out.{kind}").read_text("utf-8") for kind in ("json", "txt"))
    assert ["out.json" in told for told in screen.heard] == [True]
    assert "Guyen" not in asked[0]


# Badges and new codes


def replace_code_of(screen, attendee_id):
    screen.show_person(attendee_id)
    press(CONTROL | SHIFT | Qt.Key.Key_R)
    assert not screen.code_page.print_button.isVisible()
    press(ENTER)


def test_a_code_is_replaced_after_a_question_and_shown_to_be_photographed(screen, desk, event, tmp_path):
    old = an_attendee(1).ticket_code
    screen.show_person(GOFF)
    press(CONTROL | SHIFT | Qt.Key.Key_R, ESCAPE)
    assert not event.journal.entries_of_kinds([EntryKind.CODE_REPLACED])
    replace_code_of(screen, GOFF)
    assert "“Badge replaced”" in screen.code_page.accessibleDescription()
    screen.grab().save(str(tmp_path / "code.png"))
    (seen,) = decode_image(tmp_path / "code.png")
    assert seen.text == event.attendees.get(GOFF).ticket_code != old
    assert desk.scan(old).reason is Reason.CODE_REPLACED
    press(ENTER)
    assert QApplication.focusWidget() is screen.list.bar.box
    assert screen.list.person.attendee.ticket_code == seen.text


def test_a_badge_with_the_new_code_is_offered_where_this_computer_prints(screen, desk):
    replace_code_of(screen, GOFF)
    assert not screen.code_page.print_button.isVisible()
    press(CONTROL | Qt.Key.Key_R)
    assert desk.printing.jobs() == []
    press(ESCAPE)
    desk.printing.use(PLAN)
    replace_code_of(screen, NGUYEN)
    assert screen.code_page.print_button.isVisible()
    press(CONTROL | Qt.Key.Key_R)
    assert [job.attendee for job in desk.printing.jobs()] == [NGUYEN]
    assert "Thanh-Mai N’Guyen was sent to print" in screen.heard[-1]


def test_ctrl_r_prints_the_badge_of_whoever_is_looked_at_and_asks_why_for_another(screen, desk, event, clock, qtbot):
    desk.printing.use(PLAN)
    screen.show_person(GOFF)
    with qtbot.waitSignal(screen.badge_asked):
        press(CONTROL | Qt.Key.Key_R)
    (job,) = desk.printing.jobs()
    assert (job.attendee, job.why, len(screen.heard)) == (GOFF, "", 1)
    press(CONTROL | Qt.Key.Key_R)
    assert len(desk.printing.jobs()) == 1  # what waits is not doubled
    with event.transaction():
        PrintQueue(event.db).note(job.id, JobProgress(JobState.PRINTED), clock())
    hands = Answering(lambda dialog: dialog.reject())
    press(CONTROL | Qt.Key.Key_R)
    assert (len(hands.asked), len(desk.printing.jobs())) == (1, 1)
    come_back(screen, qtbot)

    def lost(dialog):
        dialog.reason.setEditText("Lost")
        qtbot.keyClick(dialog.reason, ENTER)

    hands = Answering(lost)
    press(CONTROL | Qt.Key.Key_R)
    assert len(hands.asked) == 1
    assert (desk.printing.jobs()[0].why, desk.printing.jobs()[0].copy) == ("Lost", 2)


def test_the_badge_is_among_the_acts_where_this_computer_prints_and_the_registration_stands(screen, desk):
    screen.show_person(GOFF)
    assert PersonAction.PRINT not in screen.list.panel.acts
    desk.printing.use(PLAN)
    screen.refresh()
    label = f"{translate(LABELS[PersonAction.PRINT])}\tCtrl+R"
    assert label in [act.text() for act in screen.list.panel._menu.actions()]
    desk.registration.set_status({GOFF: Status.CANCELLED})
    screen.refresh()
    assert PersonAction.PRINT not in screen.list.panel.acts


# Corrections


@pytest.fixture
def form(screen):
    """That of the first person."""
    screen.show_person(GOFF)
    press(F4)
    return screen.form


def corrected_with(screen, qtbot, change, answer=None):
    """Correct the first person by `change`; return how many windows asked."""
    screen.show_person(GOFF)
    press(F4)
    change(screen.form.fields)
    hands = Answering(answer)
    press(ENTER)
    hands.stop()
    come_back(screen, qtbot)
    return len(hands.asked)


def test_f4_corrects_and_the_sentence_names_what_was_changed(screen, event, form):
    form.names.last.setText("Le Goff-Kermarrec")
    form.fields.organisation.setText("Ville de Brest")
    press(ENTER)
    person = event.attendees.get(GOFF)
    assert (person.last_name, person.organisation) == ("Le Goff-Kermarrec", "Ville de Brest")
    assert screen.heard[-1].endswith("is corrected: Last name, Organisation.")
    assert screen.list.person.attendee == person
    press(F4, ENTER)
    assert screen.heard[-1].endswith("Nothing was changed.")


def test_what_decides_about_entrances_is_corrected_by_a_supervisor_alone_and_the_rest_without(
    screen, qtbot, event, desk
):
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "Premier"))
    assert corrected_with(screen, qtbot, lambda fields: fields.organisation.setText("Brest")) == 0
    before = event.attendees.get(GOFF)
    assert before.organisation == "Brest"

    def as_press(fields):
        fields.category.setCurrentIndex(fields.category.findData("presse"))

    def allow(dialog):
        qtbot.keyClicks(dialog.focusWidget(), "4071")
        qtbot.keyClick(dialog.focusWidget(), ENTER)

    assert corrected_with(screen, qtbot, as_press, lambda dialog: dialog.reject()) == 1
    assert event.attendees.get(GOFF) == before
    assert screen.form.isVisible()
    assert corrected_with(screen, qtbot, as_press, allow) == 1
    assert event.attendees.get(GOFF).category == "presse"
    newest = stories(screen)[0].line
    assert (newest.allowed_by, newest.can_undo) == ("Ana", False), "a volunteer would undo it without a PIN"


def test_an_address_that_is_none_stops_enter_once(event, form):
    email = form.fields.lines["email"]
    email.setText("par")
    press(ENTER)
    assert email.hasFocus()
    assert "par" in form._message.text()
    assert event.attendees.get(GOFF).email != "par"
    press(ENTER)
    assert event.attendees.get(GOFF).email == "par"


def test_a_chosen_column_is_corrected_for_anybody_also_for_a_walk_in(screen, event, desk, clock):
    columns = (Column("table", "Table", "custom:Table"), Column("regime", "Diet", "custom:Régime"))
    event.plan(replace(event.programme(), columns=columns), at=clock(), desk="d")
    desk.admission.reload()
    screen.show_person(GOFF)
    press(F4)
    assert list(screen.form.fields.custom) == ["Table", "Régime"]
    screen.form.fields.custom["Régime"].setText("végan")
    press(ENTER)
    assert dict(event.attendees.get(GOFF).custom) == {"Régime": "végan"}
    assert screen.heard[-1].endswith(": Régime.")


def test_a_form_stays_open_and_as_it_was_while_others_work(screen, event, clock, form):
    form.fields.lines["phone"].setText("06")
    other = EventFile.open(event.path)
    add_people(other, clock(), an_attendee(20))
    other.close()
    screen._look_for_others()
    assert (form.isVisible(), form.changes()) == (True, {"phone": "06"})
    assert counts(screen) == "4 of 4 registrations"


def test_two_records_of_one_person_become_one_and_two_again(screen, desk, event, clock, qtbot):
    fields = {"first_name": "Eleonore", "last_name": "Le Goff", "phone": "06", "organisation": "Ville de Brest"}
    twice = add_person(event, clock, 9, **fields)
    desk.check_in(twice.id)
    screen.refresh()
    press("goff", DOWN, SHIFT | DOWN, CONTROL | Qt.Key.Key_M)
    page = screen.merge_page
    kept = [page._people[page.kept].attendee.id]
    press(Qt.Key.Key_Right if page.kept == 0 else Qt.Key.Key_Left)
    kept.append(page._people[page.kept].attendee.id)
    assert kept == [twice.id, GOFF]
    assert "Organisation, Phone" in page._filled.text()
    hands = Answering(giving(qtbot, "Registered twice"))
    press(ENTER)
    assert len(hands.asked) == 1
    assert "one record" in screen.heard[-1]
    assert (event.attendees.count(), event.attendees.get(GOFF).phone) == (3, "06")
    assert screen.list.person.attendee.id == GOFF
    assert "Eleonore Le Goff" in stories(screen)[0].title
    assert desk.scan(twice.ticket_code).reason is Reason.REPEATED
    come_back(screen, qtbot)
    hands = Answering(giving(qtbot, "Two people after all"))
    press(CONTROL | SHIFT | Qt.Key.Key_M)
    assert len(hands.asked) == 1
    assert (event.attendees.count(), event.attendees.get(GOFF).phone) == (4, "")
    assert "separate record" in screen.heard[-1]
    assert PersonAction.SEPARATE not in screen.list.panel.acts


def test_who_goes_back_merges_nobody(screen, event, qtbot):
    screen.list.table.selectAll()
    press(ESCAPE)
    screen.list.table.select_ids([GOFF, NGUYEN], GOFF)
    QApplication.processEvents()
    press(CONTROL | Qt.Key.Key_M)
    hands = Answering(lambda dialog: dialog.reject())
    press(ENTER)
    assert len(hands.asked) == 1
    assert screen.merge_page.isVisible()
    come_back(screen, qtbot)
    press(ESCAPE)
    assert screen.list.isVisible()
    assert event.attendees.count() == 3


# Very many people, whose order is read beside the window


@pytest.fixture
def many(screen, monkeypatch):
    """A screen that takes these few people for many."""
    monkeypatch.setattr(people_queries, "FEW_PEOPLE", 0)
    return screen


def test_a_list_of_another_filter_is_hidden_until_the_right_one_has_come(many, desk, qtbot, may_read):
    filter_by(many, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(many.list.waiting.isVisible)
    assert (many.list.table.isVisible(), many.list.counts.isVisible()) == (False, False)
    press(DOWN)
    assert many.list.person is None, "nobody is chosen in a list that is hidden"
    desk.check_in(GOFF)  # written while the order is read
    many.refresh()
    may_read.set()
    qtbot.waitUntil(many.list.table.isVisible)
    qtbot.waitUntil(lambda: shown(many) == [GOFF])
    assert counts(many).startswith("1 ")


def test_the_list_stays_and_can_be_searched_while_the_same_one_is_read_again(many, desk, qtbot, may_read):
    desk.check_in(GOFF)
    many.refresh()
    assert many.list.table.isVisible()
    many.list.bar.box.setText("nguyen")
    qtbot.waitUntil(lambda: shown(many) == [NGUYEN])
    may_read.set()
    qtbot.waitUntil(lambda: not many.list._beside.is_reading)
    assert shown(many) == [NGUYEN]


def test_a_person_outside_the_filters_is_chosen_once_everybody_is_listed(many, qtbot, may_read):
    may_read.set()
    filter_by(many, AttendanceFilter.ARRIVED)
    qtbot.waitUntil(lambda: shown(many) == [])
    may_read.clear()
    many.show_person(FOURNIERE)
    assert many.list.waiting.isVisible()
    may_read.set()
    qtbot.waitUntil(lambda: many.list.person is not None)
    assert many.list.person.attendee.id == FOURNIERE
    assert many.list.table.selected_ids() == [FOURNIERE]


def test_enter_chooses_the_first_who_matches_once_they_are_listed(many, desk, qtbot, may_read):
    desk.check_in(GOFF)
    filter_by(many, AttendanceFilter.TO_COME)
    many.list.bar.box.setText("ng")
    many.list.bar.box.setFocus()
    press(ENTER)
    assert many.list.person is None
    may_read.set()
    qtbot.waitUntil(lambda: many.list.person is not None)
    assert many.list.person.attendee.id == NGUYEN
