# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme, edited by somebody who coordinates volunteers: with the mouse and the keyboard, nothing by heart."""

from dataclasses import fields as fields_of
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

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
from checkin.core.supervisor import Authority
from checkin.paths import resources
from checkin.services.event_file import PROGRAMME_KINDS
from checkin.services.programme.programme_importing import load_programme
from checkin.services.programme.programme_use import ProgrammeUse
from checkin.services.supervision import Supervision
from checkin.ui.programme_editor import programme_editor
from checkin.ui.programme_editor.programme_editor import ProgrammeEditFlow, ProgrammeEditor
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from tests.builders import an_attendee
from tests.ui.answering import Answering
from tests.ui.test_supervision_flow import giving, press

DEMO = load_programme(resources() / "demo" / "programme.toml")
USE = ProgrammeUse({"atelier-b": 38}, {"sortie": 14}, {"presse": 8}, ("Repas",))
BARE = Programme(Event("journée"))
RENCONTRES = Programme(
    Event("Rencontres", date(2026, 12, 2), timezone="Europe/Paris", last_day=date(2026, 12, 3)),
    sessions=(Session("plenary", "Plénière"),),
)
EVENT, SESSIONS, POINTS, CATEGORIES, COLUMNS = range(5)
PASTE = (Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def open_editor(qtbot):
    def opened(programme=DEMO, use=USE, page=SESSIONS, row="", keep=None):
        kept = []
        editor = ProgrammeEditor(programme, use, keep or kept.append)
        editor.kept = kept
        qtbot.addWidget(editor, before_close_func=let_go)
        editor.show()
        editor.activateWindow()
        qtbot.waitUntil(editor.isActiveWindow)
        if (programme, page) != (BARE, EVENT):
            editor.tabs.setCurrentIndex(page)
        if row:
            editor.pages[page].choose_row(row)
        return editor

    return opened


def let_go(editor):
    """The test is over: nobody is there to answer."""
    editor.questions.may_discard = lambda: True


@pytest.fixture
def editor(open_editor):
    return open_editor()


@pytest.fixture
def workshop(open_editor):
    """The editor at the page of Atelier B."""
    return open_editor(row="atelier-b")


@pytest.fixture
def plenary(open_editor):
    """The editor of an event of two days, at the page of its only session, which has no time."""
    return open_editor(RENCONTRES, row="plenary")


@pytest.fixture
def typed(qtbot):
    """Types into a field or a line, in place of what is there, and leaves it if asked to."""

    def type_it(field, text, leaves=False):
        line = getattr(field, "line", field)
        line.setFocus()
        line.selectAll()
        qtbot.keyClick(line, Qt.Key.Key_Delete)
        qtbot.keyClicks(line, text)
        if leaves:
            qtbot.keyClick(line, Qt.Key.Key_Tab)

    return type_it


def pick(choice, index):
    """An item of a choice, as a hand does."""
    choice.setCurrentIndex(index)
    choice.activated.emit(index)


def fields(editor):
    return editor.tabs.currentWidget().form.fields


def hours(session):
    return f"{session.starts:%d %H:%M} {session.ends:%d %H:%M}"


def row_of(editor, page, item):
    return next(each for each in editor.pages[page].list.content.rows if each.id == item)


def test_every_item_of_the_programme_can_be_looked_at_without_changing_it(editor):
    assert [e.id for e in editor.sessions.list.content.rows] == [s.id for s in DEMO.sessions]
    assert (editor.draft.is_changed, editor.undo.isEnabled()) == (False, False)
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


def test_a_session_is_added_given_times_speakers_and_a_control_point(editor, typed):
    editor.sessions.add.click()
    form = fields(editor)
    assert form["title"].line.selectedText() == "New session"
    typed(form["title"], "Atelier E : raconter")
    assert editor.sessions.endless.isHidden()
    typed(form["starts"], "14h")
    assert not editor.sessions.endless.isHidden()
    assert "15:00" in editor.sessions.endless.text()
    assert "no end" in editor.sessions.list.currentIndex().data()
    typed(form["ends"], "1730")
    assert editor.sessions.endless.isHidden()
    typed(form["capacity"], "25")
    form["is_booked"].box.click()
    editor.sessions.speakers.add.click()
    typed(editor.sessions.speakers.rows[0].lines["name"], "Zoe Ba")
    editor.sessions.speakers.rows[0].to_confirm.click()
    editor.sessions.control_point.click()
    assert editor.tabs.currentIndex() == POINTS
    now = editor.draft.now
    session, point = now.sessions[-1], now.control_points[-1]
    assert (session.title, session.capacity, session.is_booked) == ("Atelier E : raconter", 25, True)
    assert hours(session)[3:] == "14:00 04 17:30"
    assert [(s.name, s.is_confirmed) for s in speakers_of(now, session.id)] == [("Zoe Ba", False)]
    assert (point.name, point.session, f"{point.opens:%H:%M}") == ("Atelier E", session.id, "13:30")
    editor.accept()
    assert editor.kept[0].now == now


def test_fewer_seats_than_people_registered_are_told_where_they_are_typed(editor, typed):
    editor.sessions.choose("atelier-b", "capacity")
    for seats, told in (("20", "38 registered for 20 seats"), ("40", "38 registered")):
        typed(fields(editor)["capacity"], seats)
        assert editor.sessions._registered.text().startswith(told)
    assert "seats" not in editor.sessions._registered.text()


@pytest.mark.parametrize("by_key", [False, True])
def test_typing_is_one_step_and_every_step_can_be_undone_also_with_ctrl_z_in_a_field(workshop, typed, qtbot, by_key):
    typed(fields(workshop)["room"], "Salle 12")
    typed(fields(workshop)["title"], "Atelier Be")
    room = fields(workshop)["room"].line
    if by_key:
        room.setFocus()
    else:
        workshop.sessions.choose_row("cafe")

    def undo():
        if by_key:
            qtbot.keyClick(room, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        else:
            workshop.undo.click()

    undo()
    assert workshop.sessions.chosen == "atelier-b"
    assert (room.text(), fields(workshop)["title"].line.text()[:11]) == ("Salle 12", "Atelier B –")
    undo()
    assert workshop.draft.now == DEMO
    workshop.redo.click()
    workshop.redo.click()
    assert workshop.draft.now.session("atelier-b").title == "Atelier Be"


# Days and times


@pytest.mark.parametrize("answer", [True, False])
def test_days_on_which_people_were_counted_are_not_taken_off_unasked(open_editor, typed, answer, monkeypatch):
    asked = []
    monkeypatch.setattr(programme_editor, "ask_confirmation", lambda _, texts, *__: asked.append(texts) or answer)
    two = with_event(DEMO, replace(DEMO.event, last_day=date(2023, 7, 5)))
    use = replace(USE, on_day={date(2023, 7, 4): 120, date(2023, 7, 5): 87})
    editor = open_editor(two, use, page=EVENT)
    typed(fields(editor)["last_day"], "")
    editor.accept()
    assert len(editor.kept) == answer
    assert ("87" in asked[0][1], "120" in asked[0][1]) == (True, False)


def test_times_go_along_when_the_day_of_the_event_changes(open_editor, typed):
    editor = open_editor(page=EVENT)
    typed(fields(editor)["day"], "05/07/2023", leaves=True)
    first = editor.draft.now.sessions[0]
    assert f"{first.starts:%d %H:%M}" == "05 08:30"
    typed(fields(editor)["day"], "demain", leaves=True)
    assert "not a date" in fields(editor)["day"].mistake.text()
    editor.tabs.setCurrentIndex(SESSIONS)
    editor.sessions.choose_row(first.id)
    assert fields(editor)["starts"].line.text() == "08:30"
    assert not fields(editor)["starts"].day.isVisible()  # at an event of one day a time is a time


def test_at_an_event_of_two_days_each_time_has_its_day_beside_it(plenary, typed):
    """“9h30” of the second day's plenary was on the first."""
    starts, ends = fields(plenary)["starts"], fields(plenary)["ends"]
    assert [starts.day.itemText(n) for n in range(starts.day.count())] == ["Wed 2", "Thu 3"]

    def now():
        return hours(plenary.draft.now.sessions[0])

    pick(starts.day, 1)
    typed(starts, "9h30")
    typed(ends, "10:30")
    assert (now(), ends.day.currentText(), starts.line.text()) == ("03 09:30 03 10:30", "Thu 3", "09:30")
    pick(starts.day, 0)
    assert (now(), ends.day.currentText(), ends.line.text()) == ("02 09:30 02 10:30", "Wed 2", "10:30")
    typed(ends, "03/12 11:00")
    assert now() == "02 09:30 03 11:00"
    typed(ends, "03/12 11:00", leaves=True)
    assert (ends.day.currentText(), ends.line.text()) == ("Thu 3", "11:00")


def test_tab_goes_through_a_session_as_it_is_read(plenary, qtbot):
    """The seats were typed into the room, and the room into the day."""
    part, places = plenary.sessions.form, []
    part.fields["title"].line.setFocus()
    for keys in ("", "jeudi", "9h30", "", "10h45", "Grande salle", "60"):
        qtbot.keyClicks(QApplication.focusWidget(), keys)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    (session,) = plenary.draft.now.sessions
    assert (hours(session), session.room, session.capacity) == ("03 09:30 03 10:45", "Grande salle", 60)
    part.fields["title"].line.setFocus()
    while part.isAncestorOf(QApplication.focusWidget()):
        places.append(QApplication.focusWidget().mapTo(part, QPoint()).y())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert places == sorted(places)


def test_a_text_that_is_no_day_is_told_beside_the_choice_of_days_until_one_is_chosen(plenary, qtbot):
    starts = fields(plenary)["starts"]
    starts.day.setFocus()
    qtbot.keyClicks(starts.day, "Grande salle")
    assert "Grande salle" in starts.mistake.text()
    qtbot.keyClick(starts.day, Qt.Key.Key_Tab)
    qtbot.keyClicks(fields(plenary)["room"].line, "Salle 2")
    assert starts.mistake.isVisible()
    qtbot.keyClick(starts.line, Qt.Key.Key_Backtab)
    qtbot.keyClicks(starts.day, "3/12")
    assert (starts.day.currentText(), starts.mistake.isVisible()) == ("Thu 3", False)


@pytest.mark.parametrize("typed_day", ["3", "T", "jeu. 3", "Thursday", "03/12/2026", "3 dec"])
def test_a_day_is_typed_as_people_write_it(plenary, qtbot, typed_day):
    qtbot.keyClicks(fields(plenary)["starts"].day, typed_day)
    qtbot.keyClicks(fields(plenary)["starts"].line, "14h")
    assert plenary.draft.now.sessions[0].starts.day == 3


def test_control_points_write_their_hours_as_sessions_do(open_editor):
    opens = datetime(2026, 12, 3, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    point = ControlPoint("atelier", "Atelier", "plenary", opens, opens + timedelta(hours=2))
    editor = open_editor(replace(RENCONTRES, control_points=(ControlPoint("accueil", "Accueil"), point)))
    assert row_of(editor, POINTS, "atelier").detail.startswith("Thu 3, 10:30 – 12:30")


# Pasted

MAIL = """Bonjour,
Mercredi 2 décembre
9h30 – Ouverture (Auditorium)
Jeudi 3 décembre
11h - 12h30 : Plénière, salle Ouessant
Bien à vous"""


def test_a_programme_is_pasted_into_the_list_looked_at_and_taken_over_in_one_step(plenary, qtbot):
    QApplication.clipboard().setText(MAIL)
    hands = Answering(lambda dialog: dialog.take.click())
    qtbot.keyClick(plenary.sessions.list, *PASTE)
    (dialog,) = hands.asked
    row = [dialog.table.model().index(1, n).data() for n in range(4)]
    assert row == ["Thu 3", "11:00 – 12:30", "Plénière", "salle Ouessant"]
    assert dialog.unread.toPlainText().splitlines() == ["Bonjour,", "Bien à vous"]
    opening, session = plenary.draft.now.sessions
    assert (opening.title, opening.ends, opening.room) == ("Ouverture", None, "Auditorium")
    assert (session.id, hours(session)) == ("plenary", "03 11:00 03 12:30")
    assert plenary.draft.now.event == RENCONTRES.event
    plenary.undo.click()
    assert plenary.draft.now == RENCONTRES


def test_what_was_not_understood_is_corrected_beside_it_before_it_is_taken_over(plenary):
    QApplication.clipboard().setText("Ouverture vers neuf heures")

    def correct(dialog):
        assert not dialog.take.isEnabled()
        dialog.text.setPlainText("9h Ouverture")
        assert not dialog.unread.isVisible()
        dialog.take.click()

    Answering(correct)
    plenary.sessions.paste.click()
    assert [s.title for s in plenary.draft.now.sessions] == ["Ouverture", "Plénière"]


@pytest.mark.parametrize(
    ("text", "takes", "titles"),
    [(MAIL, True, ["Ouverture", "Plénière"]), (MAIL, False, ["Plénière"])]
    + [(f"Grand débat{end}", None, ["Grand débat"]) for end in ("", "\n", "\r\n")],
)
def test_several_lines_pasted_into_a_title_are_proposed_as_sessions_and_one_is_a_title(
    plenary, qtbot, text, takes, titles
):
    QApplication.clipboard().setText(text)
    hands = Answering(lambda dialog: dialog.take.click() if takes else dialog.reject())
    line = fields(plenary)["title"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, *PASTE)
    assert len(hands.asked) == (takes is not None)
    assert [session.title for session in plenary.draft.now.sessions] == titles
    assert fields(plenary)["title"].line.text() in titles


# Mistakes


def test_a_mistake_is_told_at_its_field_at_once_and_nothing_is_saved_with_one(workshop, typed):
    ends = fields(workshop)["ends"]
    typed(ends, "13:00")
    assert (ends.mistake.isVisible(), "before" in ends.mistake.text()) == (True, True)
    assert "before the start" in ends.inner.accessibleDescription()
    assert row_of(workshop, SESSIONS, "atelier-b").is_wrong
    workshop.tabs.setCurrentIndex(EVENT)
    workshop.accept()
    assert (workshop.kept, workshop.tabs.currentIndex(), workshop.isVisible()) == ([], SESSIONS, True)
    assert "1 to correct" in workshop.strip.text()
    typed(ends, "05/07 2h")
    assert not ends.mistake.isVisible()
    workshop.accept()
    assert f"{workshop.kept[0].now.session('atelier-b').ends:%d %H:%M}" == "05 02:00"


def test_what_cannot_be_read_changes_nothing_and_holds_one_at_the_field(workshop, typed, qtbot):
    before, starts = workshop.draft.now, fields(workshop)["starts"]
    typed(starts, "deux heures")
    assert "no time" not in starts.mistake.text()
    typed(starts, "deux heures", leaves=True)
    assert "not a time" in starts.mistake.text()
    qtbot.waitUntil(lambda: not workshop.save.isEnabled())
    assert not workshop.tabs.tabIcon(SESSIONS).isNull()
    assert not workshop.sessions.list.isEnabled()
    typed(starts, "14:00")
    assert workshop.draft.now == before
    qtbot.waitUntil(workshop.save.isEnabled)
    typed(fields(workshop)["capacity"], "beaucoup")
    assert "whole number" in fields(workshop)["capacity"].mistake.text()


def test_what_is_half_typed_stays_while_another_page_is_looked_at_and_is_not_saved(workshop, typed):
    starts = fields(workshop)["starts"]
    typed(starts, "deux", leaves=True)
    workshop.tabs.setCurrentIndex(EVENT)
    typed(fields(workshop)["place"], "Rennes")
    assert workshop.draft.now.event.place == "Rennes"
    assert not workshop.tabs.tabIcon(SESSIONS).isNull()
    workshop.accept()
    assert (workshop.kept, workshop.tabs.currentWidget()) == ([], workshop.sessions)
    assert starts.line.text() == "deux"
    for text in ("14:00", "14:", "15:4"):
        typed(starts, text)
    workshop.accept()
    assert workshop.kept == []
    assert "not a time" in starts.mistake.text()


# Removed, moved, copied


@pytest.mark.parametrize(
    ("page", "item", "told"),
    [
        (SESSIONS, "atelier-b", ["registered for it: 38", "removed too: Atelier B"]),
        (POINTS, "sortie", ["passed here: 14"]),
        (CATEGORIES, "presse", ["in this category: 8"]),
    ],
)
def test_what_people_depend_on_goes_only_after_a_question(open_editor, page, item, told):
    editor = open_editor(page=page, row=item)
    hands = Answering(press("Keep"), press("Remove"))
    editor.pages[page].remove.click()
    assert editor.draft.now == DEMO
    editor.pages[page].remove.click()
    assert len(hands.asked) == 2
    assert all(words in hands.asked[1].informativeText() for words in told)
    now = editor.draft.now
    assert item not in {each.id for each in (now.sessions, now.control_points, now.categories)[page - 1]}
    assert page != SESSIONS or session_points(now, item) == ()


@pytest.mark.parametrize("of", ["a point", "a column"])
def test_the_only_category_of_a_point_or_a_column_cannot_go(open_editor, of):
    column = Column("t", "Table", "custom:Table", only_for=("presse",))
    editor = open_editor(replace(DEMO, columns=(column,) if of == "a column" else ()), page=POINTS, row="sortie")
    if of == "a point":
        fields(editor)["categories"].boxes[4].click()
        assert editor.draft.now.control_point("sortie").categories == ("presse",)
    editor.tabs.setCurrentIndex(CATEGORIES)
    editor.categories.choose_row("presse")
    hands = Answering(lambda box: box.accept())
    editor.categories.remove.click()
    assert ("Sortie" if of == "a point" else "Table") in hands.asked[0].informativeText()
    assert editor.draft.now.category("presse")


def test_a_copy_is_a_session_of_its_own_and_can_be_put_in_the_order_of_the_day(open_editor):
    editor = open_editor(row="cafe")
    editor.sessions.copy.click()
    copy = editor.draft.now.sessions[-1]
    assert (copy.title.endswith(" 2"), copy.room, copy.id != "cafe") == (True, "Hall", True)
    assert editor.sessions.chosen == copy.id
    editor.sessions.sort.click()
    assert [s.id for s in editor.draft.now.sessions][:2] == ["cafe", copy.id]
    assert not editor.sessions.sort.isEnabled()


# Who may enter


def condition(editor):
    """Add a condition of entry on the meals; return its row."""
    fields(editor)["requires"].add.click()
    row = fields(editor)["requires"].rows[0]
    assert "needs a field" in fields(editor)["requires"].mistake.text()
    pick(row.choice, row._fields.index("custom:Repas"))
    return row


def test_who_may_enter_and_with_what_and_how_many_people_that_lets_in(open_editor, typed):
    people = [an_attendee(n, custom={"Repas": meal}) for n, meal in enumerate(("oui", "Oui", "non"), 1)]
    editor = open_editor(DEMO, replace(USE, attendees=lambda: people), page=POINTS, row="dejeuner")
    form = fields(editor)
    assert [box.isChecked() for box in form["categories"].boxes] == [True, True, True, True, False, True]
    pick(form["mode"].choice, 1)
    form["reentry"].choice.activated.emit(2)
    form["asks_for"].boxes[0].click()
    row = condition(editor)
    typed(row.values, "yes")
    assert (row.refuses_all.text()[:8], row.met.isVisible()) == ("0 people", False)
    typed(row.values, "oui, vegetarien,")
    assert row.met.text().startswith("2 people")
    point = editor.draft.now.control_point("dejeuner")
    assert (point.mode, point.reentry, point.asks_for) == (PointMode.EXIT, Reentry.NEVER, ("email",))
    assert point.requires == (Requirement("custom:Repas", ("oui", "vegetarien")),)
    assert not form["requires"].mistake.isVisible()


# From nothing, and from the list


def test_a_programme_is_written_from_nothing(open_editor, typed):
    editor = open_editor(BARE, ProgrammeUse(), page=EVENT)
    assert editor.tabs.currentIndex() == EVENT
    typed(fields(editor)["title"], "Rencontre")
    editor.tabs.setCurrentIndex(SESSIONS)
    assert not editor.sessions.take.isVisible()
    editor.sessions.add.click()
    typed(fields(editor)["starts"], "9:00", leaves=True)
    assert "no date yet" in fields(editor)["starts"].mistake.text()
    typed(fields(editor)["starts"], "04/07/2025 9:00")
    editor.tabs.setCurrentIndex(CATEGORIES)
    editor.categories.add.click()
    typed(fields(editor)["name"], "Presse")
    editor.accept()
    now = editor.kept[0].now
    assert (now.event.title, now.sessions[0].title, now.categories[0].name) == ("Rencontre", "New session", "Presse")
    assert f"{now.sessions[0].starts:%d/%m/%Y %H:%M}" == "04/07/2025 09:00"


def test_a_time_zone_is_found_by_typing_its_name(open_editor, qtbot):
    editor = open_editor(BARE, ProgrammeUse(), page=EVENT)
    qtbot.keyClicks(editor.event_page.form.fields["timezone"].choice, "Pacific/Ta")
    assert editor.draft.now.event.timezone == "Pacific/Tahiti"


PEOPLE = {"Intervenant·e": 12, "Participant·e": 300, "Guest speaker": 2}


def test_categories_that_the_list_names_are_taken_at_once_and_speakers_call_attention(open_editor):
    editor = open_editor(BARE, ProgrammeUse(people=PEOPLE), page=CATEGORIES)
    assert editor.categories.take.isVisible()
    editor.categories.take.click()
    taken = [(c.name, c.calls_attention) for c in editor.draft.now.categories]
    assert taken == [("Participant·e", False), ("Intervenant·e", True), ("Guest speaker", True)]
    assert not editor.categories.take.isVisible()


def test_sessions_that_the_list_names_are_taken_with_its_categories_and_given_up_in_one_step(open_editor):
    use = ProgrammeUse(listed_sessions=("Atelier A", "Atelier B"), people=PEOPLE)
    editor = open_editor(BARE, use)
    editor.sessions.take.click()
    taken = editor.draft.now.sessions
    assert [(s.title, s.is_booked, s.starts) for s in taken] == [("Atelier A", True, None), ("Atelier B", True, None)]
    assert editor.draft.now.categories[0].name == "Participant·e"
    assert (editor.sessions.chosen, editor.sessions.take.isVisible()) == (taken[0].id, False)
    editor.undo.click()
    assert (editor.draft.now.sessions, editor.sessions.take.isVisible()) == ((), True)


def test_what_the_list_names_and_a_pasted_programme_does_not_is_still_offered(open_editor):
    use = ProgrammeUse(listed_sessions=("Atelier A", "Visite B"), people=PEOPLE)
    editor = open_editor(BARE, use)
    editor.sessions.append(Session("new", "Atelier A – Rivières"))
    assert editor.sessions.take_more.isVisible()
    editor.sessions.take_more.click()
    assert [session.title for session in editor.draft.now.sessions] == ["Atelier A – Rivières", "Visite B"]
    assert editor.draft.now.categories == (), "only an empty programme gets them unasked"
    assert (editor.sessions.item.title, editor.sessions.take_more.isVisible()) == ("Visite B", False)
    editor.tabs.setCurrentIndex(CATEGORIES)
    editor.categories.append(Category("presse", "Participant·e"))
    editor.categories.take_more.click()
    assert [category.name for category in editor.draft.now.categories] == [*PEOPLE][1::-1] + [*PEOPLE][2:]


def test_an_hour_typed_before_the_day_waits_for_it_and_no_tab_is_shut(open_editor, typed, qtbot):
    use = ProgrammeUse(listed_sessions=("Atelier A", "Atelier B"), listed_people={"Atelier A": 69})
    editor = open_editor(BARE, use, page=EVENT)
    day = editor.event_page.form.fields["day"]
    assert (editor.tabs.currentIndex(), day.line.hasFocus()) == (EVENT, True)
    editor.tabs.setCurrentIndex(SESSIONS)
    editor.sessions.take.click()
    typed(fields(editor)["starts"], "9h30", leaves=True)
    assert "“Event”" in fields(editor)["starts"].mistake.text()
    assert [editor.tabs.isTabEnabled(number) for number in range(4)] == [True] * 4
    editor.tabs.setCurrentIndex(EVENT)
    typed(day, "04/07/2027", leaves=True)
    qtbot.waitUntil(lambda: editor.draft.now.sessions[0].starts is not None)
    assert f"{editor.draft.now.sessions[0].starts:%d %H:%M}" == "04 09:30"
    qtbot.waitUntil(editor.save.isEnabled)
    editor.tabs.setCurrentIndex(SESSIONS)
    assert not fields(editor)["starts"].mistake.isVisible()
    typed(fields(editor)["title"], "Concertation")
    assert editor.sessions.list.content.rows[0].detail.endswith("69 registered")
    assert "69 registered" in [label.text() for label in editor.sessions.form.findChildren(QLabel) if label.isVisible()]
    editor.accept()
    first, second = editor.kept[0].now.sessions
    assert (first.title, first.also_called, second.also_called) == ("Concertation", ("Atelier A",), ("Atelier B",))


# Closing and saving


def test_closing_asks_before_anything_is_lost_and_nothing_without_a_change(open_editor):
    hands = Answering(press("Keep editing"), press("Close without saving"))
    untouched = open_editor()
    untouched.reject()
    assert (hands.asked, untouched.isVisible()) == ([], False)
    editor = open_editor(row="cafe")
    editor.sessions.remove.click()  # at once: nothing depends on it
    assert editor.draft.now.session("cafe") is None
    editor.reject()
    assert editor.isVisible()
    editor.reject()
    assert (len(hands.asked), editor.isVisible(), editor.kept) == (2, False, [])


def test_what_the_desk_cannot_save_is_told_and_nothing_is_lost(open_editor):
    def refuse(_):
        raise UserError(Message("storage", "The disk is full: nothing was saved. Free some space, then try again."))

    editor = open_editor(row="cafe", keep=refuse)
    editor.sessions.remove.click()
    editor.accept()
    assert editor.strip.text().startswith("The disk is full")
    assert editor.isVisible()
    editor.undo.click()
    assert editor.draft.now == DEMO


def test_it_fits_the_smallest_window_and_speaks_french(qapp, open_editor):
    translation.install(qapp, "fr")
    editor = open_editor()
    texts = [editor.tabs.tabText(n) for n in range(4)]
    assert texts == ["Événement", "Sessions (18)", "Points de contrôle (8)", "Catégories (6)"]
    assert (editor.minimumSizeHint().width() <= 1100, editor.height() <= 640) == (True, True)


# Columns and rules

CHOSEN = ProgrammeUse(custom=("Table", "N° de table", "Régime"), listed_titles=("N° de table", "Régime"))


@pytest.fixture
def with_columns(open_editor):
    def opened(*columns, people=()):
        use = replace(CHOSEN, attendees=lambda: people)
        return open_editor(replace(DEMO, columns=columns), use, page=COLUMNS)

    return opened


@pytest.fixture
def columns(with_columns):
    """The page of an event whose latest list calls a chosen column otherwise."""
    rule = ColumnRule(RuleTest.EMPTY, text="Demander au bureau")
    return with_columns(Column("table", "Table", "custom:Table", rules=(rule,)))


def choose(editor, name, value):
    pick(fields(editor)[name].choice, fields(editor)[name]._values.index(value))


def choose_test(row, test):
    pick(row.test, row._tests.index(test))


def test_a_chosen_column_that_the_latest_list_lacks_says_so_and_is_put_right(columns, typed):
    entry = row_of(columns, COLUMNS, "table")
    assert (entry.is_wrong, entry.detail.split(" · ")[0]) == (True, "not in the latest list")
    assert "“Table”" in columns.columns._missing.text()
    choose(columns, "field", "custom:N° de table")
    (column,) = columns.draft.now.columns
    assert (column.id, column.field, column.name) == ("table", "custom:N° de table", "N° de table")
    assert column.rules == (ColumnRule(RuleTest.EMPTY, text="Demander au bureau"),)
    assert not columns.columns._missing.isVisible()
    assert not row_of(columns, COLUMNS, "table").is_wrong
    typed(fields(columns)["name"], "Place")
    choose(columns, "field", "custom:Régime")
    columns.accept()
    assert columns.kept[0].now.columns[0].name == "Place"  # a name that was given stays


def test_columns_are_added_in_the_order_of_the_list_and_moved(columns):
    field = fields(columns)["field"]
    for number in range(4):
        columns.columns.add.click()
        assert columns.draft.now.columns[-1].field == ""  # nothing is chosen for the organiser
        assert field.mistake.isVisible()
        offered = [value for value in field._values if value not in {c.field for c in columns.draft.now.columns}]
        field.choice.activated.emit(field._values.index(offered[0]))
        assert len(columns.draft.now.columns) == number + 2
    listed = [("N° de table", "custom:N° de table"), ("Régime", "custom:Régime"), ("E-mail", "email")]
    assert [(c.name, c.field) for c in columns.draft.now.columns][1:] == [*listed, ("Phone", "phone")]
    for button, names in ((columns.columns.up, ["Phone", "E-mail"]), (columns.columns.down, ["E-mail", "Phone"])):
        button.click()
        assert [c.name for c in columns.draft.now.columns][2:] == ["Régime", *names]
    assert (columns.columns.up.isEnabled(), columns.columns.down.isEnabled()) == (True, False)


def test_a_rule_is_made_without_code(columns, typed):
    form = fields(columns)
    form["rules"].add.click()
    row = form["rules"].rows[1]
    assert "needs its values" in form["rules"].mistake.text()
    typed(row.values, "manquant, non,")
    typed(row.text, "Proposer la fiche")
    pick(row.effect, 1)
    made = columns.draft.now.columns[0].rules[1]
    assert made == ColumnRule(RuleTest.ONE_OF, ("manquant", "non"), "Proposer la fiche", needs_person=True)
    assert not form["rules"].mistake.isVisible()
    choose_test(row, RuleTest.EMPTY)
    assert columns.draft.now.columns[0].rules[1].values == ()
    assert not row.values.isEnabled()


def test_a_new_column_with_a_rule_or_of_days_of_birth_is_shown_only_if_the_organiser_says_so(open_editor):
    born = ("10/01/2001", "2009-12-24", "3/7/1958", "")
    people = [an_attendee(n, custom={"Naissance": day, "Badge rendu": "oui"}) for n, day in enumerate(born, 1)]
    use = ProgrammeUse(custom=("Naissance", "Badge rendu"), attendees=lambda: people)
    editor = open_editor(DEMO, use, page=COLUMNS)

    def shown():
        return editor.draft.now.columns[-1].shown_as

    editor.columns.add.click()
    choose(editor, "field", "custom:Badge rendu")
    assert shown() is ColumnDisplay.CHIP
    fields(editor)["rules"].add.click()
    assert shown() is ColumnDisplay.HIDDEN
    editor.columns.add.click()
    choose(editor, "field", "custom:Naissance")
    assert shown() is ColumnDisplay.HIDDEN
    choose(editor, "shown_as", ColumnDisplay.CHIP)
    fields(editor)["rules"].add.click()
    assert shown() is ColumnDisplay.CHIP


def test_a_rule_says_how_many_people_it_concerns_and_offers_the_values_of_the_list(with_columns, typed):
    diets = ("Allergie arachide", "Végétarien", "végétarien", "")
    people = [an_attendee(n, custom={"Régime": diet}) for n, diet in enumerate(diets, 1)]
    rule = ColumnRule(values=("Allergie",), text="Prévenir la cuisine")
    editor = with_columns(Column("regime", "Régime", "custom:Régime", rules=(rule,)), people=people)
    row = fields(editor)["rules"].rows[0]
    assert (row.concerned.isVisible(), row.concerned.text()[:8]) == (True, "0 people")
    assert row_of(editor, COLUMNS, "regime").is_wrong
    assert [box.text() for box in row.listed.boxes] == ["Végétarien (2)", "Allergie arachide (1)"]
    row.listed.boxes[1].click()
    assert editor.draft.now.columns[0].rules[0].values == ("Allergie arachide", "Allergie")
    assert row.values.text() == "Allergie arachide, Allergie"
    assert (row.met.text()[:8], row.concerned.isVisible()) == ("1 person", False)
    assert not row_of(editor, COLUMNS, "regime").is_wrong
    choose_test(row, RuleTest.CONTAINS)
    typed(row.values, "veget")
    assert row.met.text().startswith("2 people")


def test_a_rule_on_an_age_and_on_an_empty_cell(with_columns, typed):
    answers = (("15", "gluten"), ("17", "néant"), ("18", ""), ("", ""))
    people = [an_attendee(n, custom={"Âge": age, "Régime": diet}) for n, (age, diet) in enumerate(answers, 1)]
    age = Column("age", "Âge", "custom:Âge", rules=(ColumnRule(RuleTest.ONE_OF, ("15",)),))
    diet = Column("regime", "Régime", "custom:Régime", rules=(ColumnRule(RuleTest.NONE_OF, ("néant",)),))
    editor = with_columns(age, diet, people=people)
    rules = fields(editor)["rules"]
    choose_test(rules.rows[0], RuleTest.AT_MOST)
    assert not rules.rows[0].also_empty.isVisible()
    for text, is_wrong in (("dix-sept", True), ("17", False)):
        typed(rules.rows[0].values, text)
        assert rules.mistake.isVisible() is is_wrong
    assert rules.rows[0].met.text().startswith("2 people")
    editor.columns.choose_row("regime")
    row = rules.rows[0]
    assert (row.met.text()[:8], "(2)" in row.also_empty.text()) == ("1 person", True)
    row.also_empty.click()
    assert row.met.text().startswith("3 people")
    choose_test(row, RuleTest.FILLED)
    assert row.met.text().startswith("2 people")
    assert editor.draft.now.columns[1].rules == (ColumnRule(RuleTest.FILLED),)


# At the desk: on a supervisor's word where one is named, and the desk answers by it


@pytest.fixture
def editing(event, desk, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    made = ProgrammeEditFlow(event, desk, window)
    made.heard = []
    made.reported.connect(made.heard.append)
    yield made
    window.close()


def rename(editor, room="Salle 9"):
    editor.sessions.choose_row("atelier-b")
    field = editor.sessions.form.fields["room"]
    field.line.setText(room)
    field.line.textEdited.emit(room)
    editor.save.click()


def test_what_is_saved_is_the_desks_programme_and_nothing_is_written_when_it_is_closed_again(
    editing, event, desk, qtbot
):
    before = event.journal.count()
    hands = Answering(lambda editor: editor.reject(), rename)
    editing.ask_edit()
    assert (len(hands.asked), editing.heard, event.journal.count()) == (1, [], before)
    with qtbot.waitSignal(editing.changed):
        editing.ask_edit()
    assert [type(window) for window in hands.asked] == [ProgrammeEditor] * 2
    assert desk.programme.session("atelier-b").room == "Salle 9"
    assert ["Sessions: 1; control points: 4." in told for told in editing.heard] == [True]


def test_where_a_supervisor_is_named_their_pin_opens_it_and_their_name_is_kept(editing, event, desk, qtbot):
    Supervision(event, desk).name("Ana", "4071", Authority("Accueil 1", "x"))
    hands = Answering(lambda dialog: dialog.reject(), giving(qtbot, "Change of programme", "4071"), rename)
    editing.ask_edit()
    editing.ask_edit()
    assert [type(window) for window in hands.asked] == [AuthorityDialog, AuthorityDialog, ProgrammeEditor]
    written = event.journal.entries_of_kinds(PROGRAMME_KINDS)[-1]
    said = (written.subject, written.body["allowed_by"], written.body["why"])
    assert said == ("atelier-b", "Ana", "Change of programme")
