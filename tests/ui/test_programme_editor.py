# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme, edited by somebody who coordinates volunteers: with the mouse and the keyboard, nothing by heart."""

from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from checkin import translation
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import (
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Reentry,
    Requirement,
    RuleTest,
    Session,
)
from checkin.core.programme.programme_edits import session_points, speakers_of, with_event
from checkin.paths import resources
from checkin.services.programme.programme_importing import load_programme
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.ui.programme_editor import programme_editor
from checkin.ui.programme_editor.programme_editor import ProgrammeEditor
from tests.builders import an_attendee
from tests.ui.answering import Answering

DEMO = load_programme(resources() / "demo" / "programme.toml")
USE = ProgrammeUse({"atelier-b": 38}, {"sortie": 14}, {"presse": 8}, ("Repas",))


def let_go(editor):
    """The test is over: nobody is there to answer."""
    editor.questions.may_discard = lambda: True


@pytest.fixture
def open_editor(qtbot):
    def opened(programme=DEMO, use=USE):
        kept = []
        editor = ProgrammeEditor(programme, use, kept.append)
        editor.kept = kept
        qtbot.addWidget(editor, before_close_func=let_go)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        return editor

    return opened


@pytest.fixture
def editor(open_editor):
    return open_editor()


def typed(qtbot, field, text):
    """Into a field or a line, in place of what is there."""
    line = getattr(field, "line", field)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def left(qtbot, field):
    """The field, with the tab key."""
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)


def press(text):
    """A button of a question, by its words."""

    def choose(box):
        assert isinstance(box, QMessageBox)
        next(b for b in box.buttons() if b.text() == text).click()

    return choose


def fields(editor):
    return editor.tabs.currentWidget().form.fields


def test_it_opens_on_the_sessions_in_their_order_and_is_unchanged(editor):
    assert editor.tabs.currentIndex() == 1
    assert [e.id for e in editor.sessions.list.content.rows] == [s.id for s in DEMO.sessions]
    assert not editor.draft.is_changed
    assert not editor.undo.isEnabled()


def test_every_item_of_the_programme_can_be_looked_at_without_changing_it(editor):
    for number, page in enumerate(editor.pages[1:], start=1):
        editor.tabs.setCurrentIndex(number)
        for entry in page.list.content.rows:
            page.choose_row(entry.id)
            assert page.form.item.id == entry.id
    editor.accept()
    assert editor.kept[0].now == DEMO


def test_every_field_of_the_programme_can_be_edited(editor):
    kinds = (Event, Session, ControlPoint, Category, Column)
    missing = {
        (kind.__name__, field.name)
        for kind, page in zip(kinds, editor.pages, strict=True)
        for field in fields_of(kind)
        if field.name not in page.form.fields
    }
    made_by_the_program = {(kind.__name__, "id") for kind in kinds[1:]} | {("Event", "is_demo")}
    assert missing - made_by_the_program == {("Session", "also_called")}


def test_a_session_is_added_given_times_speakers_and_a_control_point(editor, qtbot):
    editor.sessions.add.click()
    form = fields(editor)
    assert form["title"].line.selectedText() == "New session"
    typed(qtbot, form["title"], "Atelier E : raconter")
    typed(qtbot, form["starts"], "14h")
    typed(qtbot, form["ends"], "1730")
    typed(qtbot, form["capacity"], "25")
    form["is_booked"].box.click()
    editor.sessions.speakers.add.click()
    typed(qtbot, editor.sessions.speakers.rows[0].lines["name"], "Zoe Ba")
    editor.sessions.speakers.rows[0].to_confirm.click()
    editor.sessions.control_point.click()
    assert editor.tabs.currentIndex() == 2
    now = editor.draft.now
    session, point = now.sessions[-1], now.control_points[-1]
    assert (session.title, session.capacity, session.is_booked) == ("Atelier E : raconter", 25, True)
    assert (f"{session.starts:%H:%M}", f"{session.ends:%H:%M}") == ("14:00", "17:30")
    assert [(s.name, s.is_confirmed) for s in speakers_of(now, session.id)] == [("Zoe Ba", False)]
    assert (point.name, point.session, f"{point.opens:%H:%M}") == ("Atelier E", session.id, "13:30")
    editor.accept()
    assert editor.kept[0].now == now


def test_the_end_of_a_session_is_asked_for_where_it_is_typed(editor, qtbot):
    editor.sessions.add.click()
    form = fields(editor)
    typed(qtbot, form["title"], "Diner")
    assert editor.sessions.endless.isHidden()
    typed(qtbot, form["starts"], "20h")
    assert "21:00" in editor.sessions.endless.text()
    assert not editor.sessions.endless.isHidden()
    assert "no end" in editor.sessions.list.currentIndex().data()
    typed(qtbot, form["ends"], "23h")
    assert editor.sessions.endless.isHidden()


def test_fewer_seats_than_people_registered_are_told_where_they_are_typed(editor, qtbot):
    editor.sessions.choose("atelier-b", "capacity")
    typed(qtbot, fields(editor)["capacity"], "20")
    assert editor.sessions._registered.text() == "38 registered for 20 seats. They all stay registered."
    typed(qtbot, fields(editor)["capacity"], "40")
    assert editor.sessions._registered.text() == "38 registered"


def test_typing_is_one_step_and_every_step_can_be_undone(editor, qtbot):
    editor.sessions.choose_row("atelier-b")
    typed(qtbot, fields(editor)["room"], "Salle 12")
    typed(qtbot, fields(editor)["title"], "Atelier Be")
    editor.sessions.choose_row("cafe")
    editor.undo.click()
    assert editor.sessions.chosen == "atelier-b"
    assert fields(editor)["title"].line.text().startswith("Atelier B –")
    assert editor.draft.now.session("atelier-b").room == "Salle 12"
    editor.undo.click()
    assert editor.draft.now == DEMO
    editor.redo.click()
    editor.redo.click()
    assert editor.draft.now.session("atelier-b").title == "Atelier Be"


def test_ctrl_z_in_a_field_undoes_the_last_step_of_the_editor_not_of_the_field(editor, qtbot):
    editor.sessions.choose_row("atelier-b")
    typed(qtbot, fields(editor)["room"], "Salle 12")
    typed(qtbot, fields(editor)["title"], "Atelier Be")
    fields(editor)["room"].line.setFocus()
    qtbot.keyClick(fields(editor)["room"].line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (fields(editor)["room"].line.text(), fields(editor)["title"].line.text()[:11]) == ("Salle 12", "Atelier B –")
    qtbot.keyClick(fields(editor)["room"].line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.draft.now == DEMO


def test_an_event_that_gets_a_last_day_counts_arrivals_on_each_day(editor, qtbot):
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, editor.event_page.form.fields["last_day"], "5/7/2023")
    editor.accept()
    (draft,) = editor.kept
    assert draft.now.event.last_day == date(2023, 7, 5)
    daily = [point.name for point in draft.now.control_points if point.is_daily]
    assert daily == [point.name for point in DEMO.control_points if not point.session and point.mode is PointMode.ENTRY]


@pytest.mark.parametrize(("answer", "kept"), [(True, 1), (False, 0)])
def test_days_on_which_people_were_counted_are_not_taken_off_unasked(open_editor, qtbot, answer, kept, monkeypatch):
    two = with_event(DEMO, replace(DEMO.event, last_day=date(2023, 7, 5)))
    asked = []

    def confirmed(_, texts, *buttons):
        asked.append(texts)
        return answer

    monkeypatch.setattr(programme_editor, "ask_confirmation", confirmed)
    editor = open_editor(two, replace(USE, on_day={date(2023, 7, 4): 120, date(2023, 7, 5): 87}))
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, editor.event_page.form.fields["last_day"], "")
    editor.accept()
    assert len(editor.kept) == kept
    assert "87" in asked[0][1]
    assert "120" not in asked[0][1]


def test_at_an_event_of_two_days_each_time_has_its_day_beside_it(open_editor, qtbot):
    """“9h30” of the second day's plenary was on the first."""
    event = Event("Journées", date(2026, 12, 1), last_day=date(2026, 12, 2))
    editor = open_editor(Programme(event, sessions=(Session("plenary", "Plénière"),)))
    editor.sessions.choose_row("plenary")
    starts, ends = fields(editor)["starts"], fields(editor)["ends"]
    assert [starts.day.itemText(n) for n in range(starts.day.count())] == ["Tue 1", "Wed 2"]
    starts.day.setCurrentIndex(1)
    starts.day.activated.emit(1)
    typed(qtbot, starts, "9h30")
    typed(qtbot, ends, "10:30")
    (plenary,) = editor.draft.now.sessions
    assert f"{plenary.starts:%d %H:%M} {plenary.ends:%d %H:%M}" == "02 09:30 02 10:30"
    assert (ends.day.currentText(), starts.line.text()) == ("Wed 2", "09:30")
    starts.day.setCurrentIndex(0)
    starts.day.activated.emit(0)
    (plenary,) = editor.draft.now.sessions
    assert f"{plenary.starts:%d %H:%M} {plenary.ends:%d %H:%M}" == "01 09:30 01 10:30"
    assert (ends.day.currentText(), ends.line.text()) == ("Tue 1", "10:30")
    typed(qtbot, ends, "02/12 11:00")
    assert f"{editor.draft.now.sessions[0].ends:%d %H:%M}" == "02 11:00"
    left(qtbot, ends)
    assert (ends.day.currentText(), ends.line.text()) == ("Wed 2", "11:00")


RENCONTRES = Programme(
    Event("Rencontres", date(2026, 12, 2), timezone="Europe/Paris", last_day=date(2026, 12, 3)),
    sessions=(Session("plenary", "Plénière"),),
)


def test_tab_goes_through_a_session_as_it_is_read(open_editor, qtbot):
    """The seats were typed into the room, and the room into the day."""
    editor = open_editor(RENCONTRES)
    editor.sessions.choose_row("plenary")
    editor.sessions.form.fields["title"].line.setFocus()
    for keys in ("", "jeudi", "9h30", "", "10h45", "Grande salle", "60"):
        qtbot.keyClicks(QApplication.focusWidget(), keys)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    (plenary,) = editor.draft.now.sessions
    assert f"{plenary.starts:%d %H:%M} {plenary.ends:%d %H:%M}" == "03 09:30 03 10:45"
    assert (plenary.room, plenary.capacity) == ("Grande salle", 60)
    part, places = editor.sessions.form, []
    editor.sessions.form.fields["title"].line.setFocus()
    while part.isAncestorOf(QApplication.focusWidget()):
        places.append(QApplication.focusWidget().mapTo(part, QPoint()))
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert [p.y() for p in places] == sorted(p.y() for p in places)


def test_a_text_that_is_no_day_is_told_beside_the_choice_of_days(open_editor, qtbot):
    editor = open_editor(RENCONTRES)
    editor.sessions.choose_row("plenary")
    starts = fields(editor)["starts"]
    starts.day.setFocus()
    qtbot.keyClicks(starts.day, "Grande salle")
    assert "Grande salle" in starts.mistake.text()
    assert starts.mistake.isVisible()
    qtbot.keyClick(starts.day, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor.sessions.form.fields["room"].line, "Salle 2")
    assert starts.mistake.isVisible()  # until a day is chosen
    qtbot.keyClick(starts.line, Qt.Key.Key_Backtab)
    qtbot.keyClicks(starts.day, "3/12")
    assert (starts.day.currentText(), starts.mistake.isVisible()) == ("Thu 3", False)


@pytest.mark.parametrize("typed_day", ["3", "T", "jeu. 3", "Thursday", "03/12/2026", "3 dec"])
def test_a_day_is_typed_as_people_write_it(open_editor, qtbot, typed_day):
    editor = open_editor(RENCONTRES)
    editor.sessions.choose_row("plenary")
    qtbot.keyClicks(fields(editor)["starts"].day, typed_day)
    qtbot.keyClicks(fields(editor)["starts"].line, "14h")
    assert editor.draft.now.sessions[0].starts.day == 3


MAIL = """Bonjour,
Mercredi 2 décembre
9h30 – Ouverture (Auditorium)
Jeudi 3 décembre
11h - 12h30 : Plénière, salle Ouessant
Bien à vous"""


def test_a_programme_is_pasted_into_the_list_looked_at_and_taken_over_in_one_step(open_editor, qtbot):
    editor = open_editor(RENCONTRES)
    QApplication.clipboard().setText(MAIL)
    hands = Answering(lambda dialog: dialog.take.click())
    qtbot.keyClick(editor.sessions.list, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = hands.asked
    assert [dialog.table.model().index(1, n).data() for n in range(4)] == [
        "Thu 3",
        "11:00 – 12:30",
        "Plénière",
        "salle Ouessant",
    ]
    assert dialog.unread.toPlainText().splitlines() == ["Bonjour,", "Bien à vous"]
    opening, plenary = editor.draft.now.sessions
    assert (opening.title, opening.ends, opening.room) == ("Ouverture", None, "Auditorium")
    assert (plenary.id, f"{plenary.starts:%d %H:%M}", f"{plenary.ends:%H:%M}") == ("plenary", "03 11:00", "12:30")
    assert editor.draft.now.event == RENCONTRES.event
    editor.undo.click()
    assert editor.draft.now == RENCONTRES


def test_what_was_not_understood_is_corrected_beside_it_before_it_is_taken_over(open_editor, qtbot):
    editor = open_editor(RENCONTRES)
    QApplication.clipboard().setText("Ouverture vers neuf heures")

    def correct(dialog):
        assert not dialog.take.isEnabled()
        dialog.text.setPlainText("9h Ouverture")
        assert not dialog.unread.isVisible()
        dialog.take.click()

    hands = Answering(correct)
    editor.sessions.paste.click()
    assert hands.asked
    assert [s.title for s in editor.draft.now.sessions] == ["Ouverture", "Plénière"]


@pytest.mark.parametrize("is_taken", [True, False])
def test_several_lines_pasted_into_a_title_are_proposed_as_sessions(open_editor, qtbot, is_taken):
    editor = open_editor(RENCONTRES)
    editor.sessions.choose_row("plenary")
    QApplication.clipboard().setText(MAIL)
    hands = Answering(lambda dialog: dialog.take.click() if is_taken else dialog.reject())
    fields(editor)["title"].line.setFocus()
    qtbot.keyClick(fields(editor)["title"].line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(hands.asked) == 1
    titles = ["Ouverture", "Plénière"] if is_taken else ["Plénière"]
    assert [session.title for session in editor.draft.now.sessions] == titles
    assert fields(editor)["title"].line.text() in titles


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_title_alone_is_pasted_as_before(open_editor, qtbot, end):
    editor = open_editor(RENCONTRES)
    editor.sessions.choose_row("plenary")
    QApplication.clipboard().setText(f"Grand débat{end}")
    line = fields(editor)["title"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.draft.now.sessions[0].title == line.text() == "Grand débat"


def test_control_points_write_their_hours_as_sessions_do(open_editor):
    zone = timezone(timedelta(hours=1))
    opens = datetime(2026, 12, 3, 10, 30, tzinfo=zone)
    point = ControlPoint("atelier", "Atelier", "plenary", opens, opens + timedelta(hours=2))
    editor = open_editor(replace(RENCONTRES, control_points=(ControlPoint("accueil", "Accueil"), point)))
    (entry,) = [each for each in editor.points.list.content.rows if each.id == "atelier"]
    assert entry.detail.startswith("Thu 3, 10:30 – 12:30")


def test_at_an_event_of_one_day_a_time_is_a_time(editor):
    editor.sessions.choose_row("atelier-b")
    assert not fields(editor)["starts"].day.isVisible()


def test_a_mistake_is_told_at_its_field_at_once_and_nothing_is_saved_with_one(editor, qtbot):
    editor.sessions.choose_row("atelier-b")
    typed(qtbot, fields(editor)["ends"], "13:00")
    told = fields(editor)["ends"].mistake
    assert (told.isVisible(), told.text().startswith("Ends – This is before")) == (True, True)
    assert (
        fields(editor)["ends"].inner.accessibleDescription()
        == "This is before the start. If it is the next day, write the date before the time."
    )
    assert next(e for e in editor.sessions.list.content.rows if e.id == "atelier-b").is_wrong
    editor.tabs.setCurrentIndex(0)
    editor.accept()
    assert editor.kept == []
    assert (editor.tabs.currentIndex(), editor.isVisible()) == (1, True)
    assert editor.strip.text() == "Nothing is saved yet: 1 to correct, starting with this one."
    typed(qtbot, fields(editor)["ends"], "05/07 2h")
    assert not told.isVisible()
    editor.accept()
    assert f"{editor.kept[0].now.session('atelier-b').ends:%d %H:%M}" == "05 02:00"


def test_what_cannot_be_read_changes_nothing_and_holds_one_at_the_field(editor, qtbot):
    editor.sessions.choose_row("atelier-b")
    before = editor.draft.now
    typed(qtbot, fields(editor)["starts"], "deux heures")
    assert "no time" not in fields(editor)["starts"].mistake.text()
    left(qtbot, fields(editor)["starts"])
    assert "This is not a time" in fields(editor)["starts"].mistake.text()
    qtbot.waitUntil(lambda: not editor.save.isEnabled())
    assert not editor.tabs.tabIcon(1).isNull()
    assert not editor.sessions.list.isEnabled()
    typed(qtbot, fields(editor)["starts"], "14:00")
    assert editor.draft.now == before
    qtbot.waitUntil(editor.save.isEnabled)
    typed(qtbot, fields(editor)["capacity"], "beaucoup")
    assert "whole number" in fields(editor)["capacity"].mistake.text()


def test_what_is_half_typed_stays_while_another_page_is_looked_at_and_is_not_saved(editor, qtbot):
    editor.sessions.choose_row("atelier-b")
    typed(qtbot, fields(editor)["starts"], "deux")
    left(qtbot, fields(editor)["starts"])
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, editor.event_page.form.fields["place"], "Rennes")
    assert editor.draft.now.event.place == "Rennes"
    assert not editor.tabs.tabIcon(1).isNull()
    editor.accept()
    assert (editor.kept, editor.tabs.currentWidget()) == ([], editor.sessions)
    assert fields(editor)["starts"].line.text() == "deux"
    typed(qtbot, fields(editor)["starts"], "14:00")
    typed(qtbot, fields(editor)["starts"], "14:")
    typed(qtbot, fields(editor)["starts"], "15:4")
    editor.accept()
    assert editor.kept == []
    assert "This is not a time" in fields(editor)["starts"].mistake.text()


def test_two_points_with_one_name_are_told_at_the_second(editor, qtbot):
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("sortie")
    typed(qtbot, fields(editor)["name"], "accueil")
    assert "“accueil” already exists" in fields(editor)["name"].mistake.text()
    assert not editor.tabs.tabIcon(2).isNull()


def test_a_session_that_people_depend_on_goes_only_after_a_question(editor):
    editor.sessions.choose_row("atelier-b")
    told = ""

    def keep(box):
        nonlocal told
        told = box.informativeText()
        press("Keep")(box)

    hands = Answering(keep, press("Remove"))
    editor.sessions.remove.click()
    assert editor.draft.now == DEMO
    editor.sessions.remove.click()
    assert len(hands.asked) == 2
    assert "People registered for it: 38" in told
    assert "Its control points are removed too: Atelier B." in told
    assert editor.draft.now.session("atelier-b") is None
    assert session_points(editor.draft.now, "atelier-b") == ()


def test_what_nothing_depends_on_goes_at_once_and_can_be_undone(editor):
    editor.sessions.choose_row("cafe")
    editor.sessions.remove.click()
    assert editor.draft.now.session("cafe") is None
    editor.undo.click()
    assert editor.draft.now == DEMO


def test_a_point_where_people_have_passed_is_asked_about(editor):
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("sortie")
    hands = Answering(press("Remove"))
    editor.points.remove.click()
    assert "People who have passed here: 14" in hands.asked[0].informativeText()
    assert editor.draft.now.control_point("sortie") is None


def test_the_only_category_of_a_point_cannot_go_another_can(editor, qtbot):
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("sortie")
    categories = fields(editor)["categories"]
    categories.boxes[4].click()
    assert editor.draft.now.control_point("sortie").categories == ("presse",)
    editor.tabs.setCurrentIndex(3)
    editor.categories.choose_row("presse")
    hands = Answering(lambda box: box.accept())
    editor.categories.remove.click()
    assert "Sortie" in hands.asked[0].informativeText()
    assert editor.draft.now.category("presse")
    editor.undo.click()
    hands = Answering(press("Remove"))
    editor.categories.choose_row("presse")
    editor.categories.remove.click()
    assert "People in this category: 8" in hands.asked[0].informativeText()
    assert editor.draft.now.category("presse") is None


def test_who_may_enter_and_with_what(editor, qtbot):
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("dejeuner")
    form = fields(editor)
    assert [box.isChecked() for box in form["categories"].boxes] == [True, True, True, True, False, True]
    form["mode"].choice.setCurrentIndex(1)
    form["mode"].choice.activated.emit(1)
    form["reentry"].choice.activated.emit(2)
    form["asks_for"].boxes[0].click()
    form["requires"].add.click()
    row = form["requires"].rows[0]
    assert "Each line needs a field" in form["requires"].mistake.text()
    row.choice.setCurrentIndex(row._fields.index("custom:Repas"))
    row.choice.activated.emit(0)
    typed(qtbot, row.values, "oui, vegetarien,")
    point = editor.draft.now.control_point("dejeuner")
    assert (point.mode, point.reentry, point.asks_for) == (PointMode.EXIT, Reentry.NEVER, ("email",))
    assert point.requires == (Requirement("custom:Repas", ("oui", "vegetarien")),)
    assert not form["requires"].mistake.isVisible()


def test_a_condition_of_entry_says_how_many_people_it_lets_in(open_editor, qtbot):
    people = [an_attendee(n, custom={"Repas": meal}) for n, meal in enumerate(("oui", "Oui", "non"), 1)]
    editor = open_editor(DEMO, replace(USE, attendees=lambda: people))
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("dejeuner")
    fields(editor)["requires"].add.click()
    row = fields(editor)["requires"].rows[0]
    row.choice.setCurrentIndex(row._fields.index("custom:Repas"))
    row.choice.activated.emit(0)
    typed(qtbot, row.values, "oui")
    assert row.met.text().startswith("2 people")
    typed(qtbot, row.values, "yes")
    assert row.refuses_all.text().startswith("0 people")
    assert not row.met.isVisible()


def test_control_points_change_places(editor):
    editor.tabs.setCurrentIndex(2)
    editor.points.choose_row("sortie")
    editor.points.down.click()
    editor.points.down.click()
    editor.points.up.click()
    assert [p.id for p in editor.draft.now.control_points][:4] == ["accueil", "pleniere", "sortie", "dejeuner"]
    assert editor.points.chosen == "sortie"
    editor.points.choose_row("accueil")
    assert not editor.points.up.isEnabled()


def test_a_copy_is_a_session_of_its_own_and_can_be_put_in_the_order_of_the_day(editor, qtbot):
    editor.sessions.choose_row("cafe")
    editor.sessions.copy.click()
    copy = editor.draft.now.sessions[-1]
    assert (copy.title.endswith(" 2"), copy.room, copy.id != "cafe") == (True, "Hall", True)
    assert editor.sessions.chosen == copy.id
    editor.sessions.sort.click()
    assert [s.id for s in editor.draft.now.sessions][:2] == ["cafe", copy.id]
    assert not editor.sessions.sort.isEnabled()


def test_times_go_along_when_the_day_of_the_event_changes(editor, qtbot):
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, fields(editor)["day"], "05/07/2023")
    left(qtbot, fields(editor)["day"])
    first = editor.draft.now.sessions[0]
    assert f"{first.starts:%d %H:%M}" == "05 08:30"
    editor.tabs.setCurrentIndex(1)
    editor.sessions.choose_row(first.id)
    assert fields(editor)["starts"].line.text() == "08:30"
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, fields(editor)["day"], "demain")
    left(qtbot, fields(editor)["day"])
    assert "This is not a date" in fields(editor)["day"].mistake.text()


def test_a_programme_is_written_from_nothing(open_editor, qtbot):
    editor = open_editor(Programme(Event("journée")), ProgrammeUse())
    assert editor.tabs.currentIndex() == 0
    typed(qtbot, fields(editor)["title"], "Rencontre")
    editor.tabs.setCurrentIndex(1)
    editor.sessions.add.click()
    typed(qtbot, fields(editor)["starts"], "9:00")
    left(qtbot, fields(editor)["starts"])
    assert "The event has no date yet" in fields(editor)["starts"].mistake.text()
    typed(qtbot, fields(editor)["starts"], "04/07/2025 9:00")
    editor.tabs.setCurrentIndex(3)
    editor.categories.add.click()
    typed(qtbot, fields(editor)["name"], "Presse")
    editor.accept()
    now = editor.kept[0].now
    assert (now.event.title, now.sessions[0].title, now.categories[0].name) == ("Rencontre", "New session", "Presse")
    assert f"{now.sessions[0].starts:%d/%m/%Y %H:%M}" == "04/07/2025 09:00"


def test_categories_that_the_list_names_are_taken_at_once_and_speakers_call_attention(open_editor):
    use = ProgrammeUse(people={"Intervenant·e": 12, "Participant·e": 300, "Guest speaker": 2})
    editor = open_editor(Programme(Event("journée")), use)
    editor.tabs.setCurrentIndex(3)
    assert editor.categories.take.isVisible()
    editor.categories.take.click()
    assert [(c.name, c.calls_attention) for c in editor.draft.now.categories] == [
        ("Participant·e", False),
        ("Intervenant·e", True),
        ("Guest speaker", True),
    ]
    assert not editor.categories.take.isVisible()


def test_the_categories_of_the_list_come_with_its_sessions(open_editor):
    use = ProgrammeUse(listed_sessions=("Atelier A",), people={"Intervenant·e": 12, "Participant·e": 300})
    editor = open_editor(Programme(Event("journée")), use)
    editor.sessions.take.click()
    assert [c.name for c in editor.draft.now.categories] == ["Participant·e", "Intervenant·e"]


def test_sessions_that_the_list_names_are_taken_at_once_and_given_up_in_one_step(open_editor):
    editor = open_editor(Programme(Event("journée")), ProgrammeUse(listed_sessions=("Atelier A", "Atelier B")))
    editor.tabs.setCurrentIndex(1)
    assert editor.sessions.take.isVisible()
    editor.sessions.take.click()
    taken = editor.draft.now.sessions
    assert [(s.title, s.is_booked, s.starts) for s in taken] == [("Atelier A", True, None), ("Atelier B", True, None)]
    assert editor.sessions.chosen == taken[0].id
    assert not editor.sessions.take.isVisible()
    editor.undo.click()
    assert editor.draft.now.sessions == ()
    assert editor.sessions.take.isVisible()


def test_an_hour_typed_before_the_day_waits_for_it_and_no_tab_is_shut(open_editor, qtbot):
    use = ProgrammeUse(listed_sessions=("Atelier A",), listed_people={"Atelier A": 69})
    editor = open_editor(Programme(Event("journée")), use)
    day = editor.event_page.form.fields["day"]
    assert (editor.tabs.currentIndex(), day.line.hasFocus()) == (0, True)
    editor.tabs.setCurrentIndex(1)
    editor.sessions.take.click()
    typed(qtbot, fields(editor)["starts"], "9h30")
    left(qtbot, fields(editor)["starts"])
    assert "enter it under “Event”" in fields(editor)["starts"].mistake.text()
    assert [editor.tabs.isTabEnabled(number) for number in range(4)] == [True] * 4
    editor.tabs.setCurrentIndex(0)
    typed(qtbot, day, "04/07/2027")
    left(qtbot, day)
    qtbot.waitUntil(lambda: editor.draft.now.sessions[0].starts is not None)
    assert f"{editor.draft.now.sessions[0].starts:%d %H:%M}" == "04 09:30"
    qtbot.waitUntil(editor.save.isEnabled)
    editor.tabs.setCurrentIndex(1)
    assert not fields(editor)["starts"].mistake.isVisible()


def test_a_session_of_the_list_says_how_many_are_registered_while_its_title_is_changed(open_editor, qtbot):
    use = ProgrammeUse(listed_sessions=("Atelier A", "Atelier B"), listed_people={"Atelier A": 69})
    editor = open_editor(Programme(Event("journée", date(2027, 7, 4))), use)
    editor.sessions.take.click()
    typed(qtbot, fields(editor)["title"], "Concertation")
    assert editor.sessions.list.content.rows[0].detail.endswith("69 registered")
    assert "69 registered" in [label.text() for label in editor.sessions.form.findChildren(QLabel) if label.isVisible()]
    editor.accept()
    first, second = editor.kept[0].now.sessions
    assert (first.title, first.also_called, second.also_called) == ("Concertation", ("Atelier A",), ("Atelier B",))


def test_where_the_list_names_none_nothing_is_offered(open_editor):
    editor = open_editor(Programme(Event("journée")), ProgrammeUse())
    editor.tabs.setCurrentIndex(1)
    assert not editor.sessions.take.isVisible()


def test_closing_asks_before_anything_is_lost(editor, qtbot):
    editor.sessions.choose_row("cafe")
    editor.sessions.remove.click()
    hands = Answering(press("Keep editing"), press("Close without saving"))
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    assert len(hands.asked) == 2
    assert (editor.isVisible(), editor.kept) == (False, [])


def test_closing_without_a_change_asks_nothing(editor):
    hands = Answering()
    editor.reject()
    assert (hands.asked, editor.isVisible()) == ([], False)


def test_what_the_desk_cannot_save_is_told_and_nothing_is_lost(qtbot):
    def refuse(_):
        raise UserError(Message("storage", "The disk is full: nothing was saved. Free some space, then try again."))

    editor = ProgrammeEditor(DEMO, USE, refuse)
    qtbot.addWidget(editor, before_close_func=let_go)
    editor.show()
    editor.sessions.choose_row("cafe")
    editor.sessions.remove.click()
    editor.accept()
    assert editor.strip.text().startswith("The disk is full")
    assert editor.isVisible()


def test_it_fits_the_smallest_window_and_speaks_french(qapp, open_editor):
    translation.install(qapp, "fr")
    editor = open_editor()
    texts = [editor.tabs.tabText(n) for n in range(4)]
    translation.install(qapp, "en")
    assert texts == ["Événement", "Sessions (18)", "Points de contrôle (8)", "Catégories (6)"]
    assert editor.minimumSizeHint().width() <= 1100
    assert editor.height() <= 640


CHOSEN = ProgrammeUse(custom=("Table", "N° de table", "Régime"), listed_titles=("N° de table", "Régime"))


@pytest.fixture
def columns(open_editor):
    """The page of an event whose latest list calls a chosen column otherwise."""
    table = Column("table", "Table", "custom:Table", rules=(ColumnRule(RuleTest.EMPTY, text="Demander au bureau"),))
    editor = open_editor(replace(DEMO, columns=(table,)), CHOSEN)
    editor.tabs.setCurrentIndex(4)
    return editor


def test_a_chosen_column_that_the_latest_list_lacks_says_so_and_is_put_right(columns):
    entry = columns.columns.list.content.rows[0]
    assert (entry.is_wrong, entry.detail.split(" · ")[0]) == (True, "not in the latest list")
    assert "no column “Table”" in columns.columns._missing.text()
    field = fields(columns)["field"]
    field.choice.setCurrentIndex(field._values.index("custom:N° de table"))
    field.choice.activated.emit(field.choice.currentIndex())
    (column,) = columns.draft.now.columns
    assert (column.id, column.field, column.name) == ("table", "custom:N° de table", "N° de table")
    assert column.rules == (ColumnRule(RuleTest.EMPTY, text="Demander au bureau"),)
    assert not columns.columns._missing.isVisible()
    assert not columns.columns.list.content.rows[0].is_wrong
    columns.accept()
    assert columns.kept


def test_a_name_that_was_given_stays_when_the_column_is_another(columns, qtbot):
    typed(qtbot, fields(columns)["name"], "Place")
    field = fields(columns)["field"]
    field.choice.setCurrentIndex(field._values.index("custom:Régime"))
    field.choice.activated.emit(field.choice.currentIndex())
    assert columns.draft.now.columns[0].name == "Place"


def test_columns_are_added_in_the_order_of_the_list_and_moved(columns):
    field = fields(columns)["field"]
    for number in range(4):
        columns.columns.add.click()
        assert columns.draft.now.columns[-1].field == ""  # nothing is chosen for the organiser
        assert field.mistake.isVisible()
        offered = [value for value in field._values if value not in {c.field for c in columns.draft.now.columns}]
        field.choice.activated.emit(field._values.index(offered[0]))
        assert len(columns.draft.now.columns) == number + 2
    found = [(c.name, c.field) for c in columns.draft.now.columns]
    assert found[1:] == [
        ("N° de table", "custom:N° de table"),
        ("Régime", "custom:Régime"),
        ("E-mail", "email"),
        ("Phone", "phone"),
    ]
    columns.columns.up.click()
    assert [c.name for c in columns.draft.now.columns][2:] == ["Régime", "Phone", "E-mail"]


def test_a_rule_is_made_without_code(columns, qtbot):
    form = fields(columns)
    form["rules"].add.click()
    row = form["rules"].rows[1]
    assert "Each rule needs its values" in form["rules"].mistake.text()
    typed(qtbot, row.values, "manquant, non,")
    typed(qtbot, row.text, "Proposer la fiche")
    row.effect.setCurrentIndex(1)
    row.effect.activated.emit(1)
    made = columns.draft.now.columns[0].rules[1]
    assert made == ColumnRule(RuleTest.ONE_OF, ("manquant", "non"), "Proposer la fiche", needs_person=True)
    assert not form["rules"].mistake.isVisible()
    row.test.setCurrentIndex(row._tests.index(RuleTest.EMPTY))
    row.test.activated.emit(0)
    assert columns.draft.now.columns[0].rules[1].values == ()
    assert not row.values.isEnabled()


def test_a_new_column_with_a_rule_or_of_days_of_birth_is_shown_only_if_the_organiser_says_so(open_editor):
    born = ("10/01/2001", "2009-12-24", "3/7/1958", "")
    people = [an_attendee(n, custom={"Naissance": day, "Badge rendu": "oui"}) for n, day in enumerate(born, 1)]
    editor = open_editor(DEMO, ProgrammeUse(custom=("Naissance", "Badge rendu"), attendees=lambda: people))
    editor.tabs.setCurrentIndex(4)
    form = fields(editor)

    def shown():
        return editor.draft.now.columns[-1].shown_as

    def choose(field, value):
        form[field].choice.activated.emit(form[field]._values.index(value))

    editor.columns.add.click()
    choose("field", "custom:Badge rendu")
    assert shown() is ColumnDisplay.CHIP
    form["rules"].add.click()
    assert shown() is ColumnDisplay.HIDDEN
    editor.columns.add.click()
    choose("field", "custom:Naissance")
    assert shown() is ColumnDisplay.HIDDEN
    choose("shown_as", ColumnDisplay.CHIP)
    form["rules"].add.click()
    assert shown() is ColumnDisplay.CHIP


def test_a_rule_says_how_many_people_it_concerns_and_offers_the_values_of_the_list(open_editor, qtbot):
    diets = ("Allergie arachide", "Végétarien", "végétarien", "")
    people = [an_attendee(n, custom={"Régime": diet}) for n, diet in enumerate(diets, 1)]
    rule = ColumnRule(values=("Allergie",), text="Prévenir la cuisine")
    diet = Column("regime", "Régime", "custom:Régime", rules=(rule,))
    editor = open_editor(replace(DEMO, columns=(diet,)), replace(CHOSEN, attendees=lambda: people))
    editor.tabs.setCurrentIndex(4)
    row = fields(editor)["rules"].rows[0]
    assert row.concerned.text().startswith("0 people")
    assert row.concerned.isVisible()
    assert editor.columns.list.content.rows[0].is_wrong
    assert [box.text() for box in row.listed.boxes] == ["Végétarien (2)", "Allergie arachide (1)"]
    row.listed.boxes[1].click()
    assert editor.draft.now.columns[0].rules[0].values == ("Allergie arachide", "Allergie")
    assert row.values.text() == "Allergie arachide, Allergie"
    assert row.met.text().startswith("1 person")
    assert not row.concerned.isVisible()
    assert not editor.columns.list.content.rows[0].is_wrong
    row.test.setCurrentIndex(row._tests.index(RuleTest.CONTAINS))
    row.test.activated.emit(row.test.currentIndex())
    typed(qtbot, row.values, "veget")
    assert row.met.text().startswith("2 people")


def test_a_rule_on_an_age_and_on_an_empty_cell(open_editor, qtbot):
    answers = (("15", "gluten"), ("17", "néant"), ("18", ""), ("", ""))
    people = [an_attendee(n, custom={"Âge": age, "Régime": diet}) for n, (age, diet) in enumerate(answers, 1)]
    columns = (
        Column("age", "Âge", "custom:Âge", rules=(ColumnRule(RuleTest.ONE_OF, ("15",)),)),
        Column("regime", "Régime", "custom:Régime", rules=(ColumnRule(RuleTest.NONE_OF, ("néant",)),)),
    )
    editor = open_editor(replace(DEMO, columns=columns), replace(CHOSEN, attendees=lambda: people))
    editor.tabs.setCurrentIndex(4)
    row = fields(editor)["rules"].rows[0]
    row.test.setCurrentIndex(row._tests.index(RuleTest.AT_MOST))
    row.test.activated.emit(row.test.currentIndex())
    assert not row.also_empty.isVisible()
    typed(qtbot, row.values, "dix-sept")
    assert fields(editor)["rules"].mistake.isVisible()
    typed(qtbot, row.values, "17")
    assert not fields(editor)["rules"].mistake.isVisible()
    assert row.met.text().startswith("2 people")
    editor.columns.choose_row("regime")
    row = fields(editor)["rules"].rows[0]
    assert row.met.text().startswith("1 person")
    assert "(2)" in row.also_empty.text()
    row.also_empty.click()
    assert row.met.text().startswith("3 people")
    row.test.setCurrentIndex(row._tests.index(RuleTest.FILLED))
    row.test.activated.emit(row.test.currentIndex())
    assert row.met.text().startswith("2 people")
    assert editor.draft.now.columns[1].rules == (ColumnRule(RuleTest.FILLED),)


def test_the_only_category_of_a_column_is_not_removed(open_editor):
    editor = open_editor(replace(DEMO, columns=(Column("t", "Table", "custom:Table", only_for=("presse",)),)), CHOSEN)
    editor.tabs.setCurrentIndex(3)
    editor.categories.choose_row("presse")
    said = Answering(lambda box: box.accept())
    editor.categories.remove.click()
    assert len(said.asked) == 1
    assert editor.draft.now.category("presse")
