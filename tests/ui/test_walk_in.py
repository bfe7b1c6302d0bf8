# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody is registered at the desk by keyboard: two names, whom the list has already, seats, a scanner in between."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.core.attendee import Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import EntryKind
from checkin.core.keyboard_layouts import repair
from checkin.core.message import Message, StorageError, UserError
from checkin.core.people.registration_form import MOST_LETTERS, RegistrationForm
from checkin.core.programme.programme import Category, Column, PointMode, Requirement
from checkin.devices.decoder import decode_image
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.ui.desk.answer_steps import AnswerAction
from checkin.ui.desk.desk_operations import PHOTO_LINGER_MS
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.theme import Appearance, Theme
from checkin.ui.widgets.keyboard import BREATH_MS
from tests.builders import an_attendee
from tests.ui.desk_scene import add_person, open_desk, press, steps

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ONE, TWO = an_attendee(1), an_attendee(2)
F2, F6, F8, ENTER, TAB = Qt.Key.Key_F2, Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_Return, Qt.Key.Key_Tab
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def keys(*what):
    """Press keys, each alone or with a modifier, and type texts. QTest knows ASCII only."""
    for each in what:
        if not isinstance(each, str):
            press(*each) if isinstance(each, tuple) else press(each)
            continue
        for character in each:
            key = Qt.Key(ord(character.upper())) if character.isascii() else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                QCoreApplication.sendEvent(QApplication.focusWidget(), event)


# In the window of the desk


@pytest.fixture
def window(qapp, qtbot, event, desk):
    Appearance(qapp).use(Theme.LIGHT)
    return open_desk(qtbot, event, desk)


def form_of(window):
    found = window.findChild(WalkInForm)
    return found if found and found.isVisible() else None


def told_in_the_form(window):
    found = (window.findChild(WalkInForm)._waiting, window.findChild(WalkInForm)._message)
    return [strip.text() for strip in found if strip.isVisible()]


def test_f2_two_names_and_enter_let_somebody_in_show_their_code_and_f8_takes_all_of_it_back(
    window, event, desk, tmp_path
):
    keys("dupont marie", F2)
    assert (window.stage.search.text(), form_of(window).names.names) == ("", ("Dupont", "Marie"))
    press(ENTER)
    answer = window.answers[-1]
    assert (answer.verdict, answer.reason) == (Verdict.ADMIT, Reason.WALK_IN)
    assert (event.attendees.arrived("accueil"), form_of(window)) == (1, None)
    assert window.stage.search.hasFocus()
    window.grab().save(str(tmp_path / "desk.png"))
    assert [seen.text for seen in decode_image(tmp_path / "desk.png")] == [answer.ticket]
    assert desk.scan(answer.ticket).attendee.name == "Dupont Marie"
    press(F8)
    assert (window.answers[-1].reason, event.attendees.count()) == (Reason.UNDONE, 3)
    window.desk_actions._chrome.count()
    newest = window.stage.recent_scans.lines[0]
    assert (newest.name, newest.is_undone, newest.is_open) == ("Dupont Marie", True, False)


def test_one_key_checks_in_whom_the_list_has_already_and_the_form_is_empty_for_the_next_guest(window, event):
    keys(F2, "jean", TAB, "fourn", (Qt.Key.Key_1, ALT))
    assert (window.answers[-1].attendee.id, event.attendees.count()) == (TWO.id, 3)
    press(F2)
    assert not form_of(window).has_text
    keys("Zoe", TAB, "Roy", ENTER, F2)
    assert not form_of(window).has_text


def test_f6_registers_who_came_instead_of_the_person_of_the_answer(window, event):
    press(F6)
    assert form_of(window) is None
    window.take_code("3760123450017")
    press(F6)
    assert form_of(window) is None
    window.operations.scan(ONE.ticket_code)
    press(F6)
    assert form_of(window).instead_of.id == ONE.id
    keys("Luc", TAB, "Roy", ENTER)
    assert (window.answers[-1].reason, window.answers[-1].attendee.category) == (Reason.WALK_IN, "participant")
    assert event.attendees.get(ONE.id).status is Status.CANCELLED
    assert event.attendees.arrived("accueil") == 1


def test_who_cannot_replace_somebody_cancelled_is_registered_with_f2_and_not_typed_again(window, desk):
    desk.registration.set_status({ONE.id: Status.CANCELLED})
    window.take_code(ONE.ticket_code)
    keys(F6, "Luc", TAB, "Roy")
    with pytest.raises(UserError):
        window.desk_actions.forms._register(form_of(window).form())
    press(F2)
    assert form_of(window).instead_of is None
    press(ENTER)
    assert window.answers[-1].attendee.name == "Luc Roy"


def test_an_unknown_code_offers_to_register_here(window):
    window.take_code("3760123450017")
    step = next(each for each in steps(window) if each.step.action is AnswerAction.WALK_IN)
    QTest.mouseClick(step, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is form_of(window).names.first


def test_a_code_is_answered_at_once_while_the_form_is_empty_and_waits_while_a_name_is_in_it(window, qtbot):
    press(F2)
    window.operations.scan(ONE.ticket_code)
    assert (window.answers.pop().attendee.id, form_of(window)) == (ONE.id, None)
    keys(F2, "Zoe")
    window.take_code(TWO.ticket_code)
    window.codes.step()  # its turn, as after any other answer
    assert window.answers == []
    assert ["code was scanned" in text for text in told_in_the_form(window)] == [True]
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(window.answers))
    assert window.answers[-1].attendee.id == TWO.id
    press(F2)
    assert form_of(window).names.first.text() == "Zoe"


def test_a_code_that_waited_leaves_the_new_one_time_to_be_photographed(window):
    keys(F2, "Zoe", TAB, "Roy")
    window.take_code(ONE.ticket_code)
    press(ENTER)
    assert [a.reason for a in window.answers] == [Reason.WALK_IN]
    assert window.codes.is_waiting
    assert window.codes._rest.remainingTime() > 5 * BREATH_MS
    assert window.shown_answer.linger.interval() == PHOTO_LINGER_MS


def test_f8_takes_nobody_back_while_the_form_is_open(window, event):
    window.take_code(ONE.ticket_code)
    for key in (F2, F8, Qt.Key.Key_F7):
        press(key)
    assert event.attendees.arrived("accueil") == 1
    assert form_of(window) is not None


def test_an_error_is_told_in_the_form_until_something_is_typed_and_a_disk_that_fails_says_whom_to_write_on_paper(
    window, event
):
    keys(F2, "Zoe", TAB, "Ro")
    window.fail(UserError(Message("test", "This was cancelled already.")))
    assert told_in_the_form(window) == ["This was cancelled already."]
    assert form_of(window).names.names == ("Zoe", "Ro")
    keys("y")
    assert told_in_the_form(window) == []
    event.db.conn.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError) as raised:
        window.desk_actions.forms._register(form_of(window).form())
    window.fail(raised.value)
    event.db.conn.execute("PRAGMA query_only = OFF")
    assert (window.answers[-1].reason, window.answers[-1].attendee.name) == (Reason.NOT_SAVED, "Zoe Roy")
    press(F2)
    assert form_of(window).names.last.text() == "Roy"
    assert not event.journal.entries_of_kinds([EntryKind.CHECKED_IN])


# The form itself


@pytest.fixture
def form(event, desk, qapp, qtbot):
    Appearance(qapp).use(Theme.LIGHT)
    made = WalkInForm(FormChoices(desk, DeskQueries(event)))
    qtbot.addWidget(made)
    made.resize(700, 560)
    made.start()
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is made.windowHandle())
    made.setFocus()
    made.done, made.picked, made.gone, made.busy = [], [], [], []
    made.registered.connect(made.done.append)
    made.chosen.connect(made.picked.append)
    made.left.connect(lambda: made.gone.append(True))
    made.busy_changed.connect(made.busy.append)
    return made


@pytest.fixture
def plan(form, event, desk, clock):
    """The form with another programme; `point` are fields of the control point."""

    def planned(point=None, **fields):
        points = (replace(desk.control_point, **(point or {})), *event.programme().control_points[1:])
        event.plan(replace(event.programme(), control_points=points, **fields), at=clock(), desk="d")
        desk.admission.reload()
        form._choices.forget()
        form.start("zoé fontaine")
        return form

    return planned


@pytest.mark.parametrize("height", [360, 900])
def test_names_and_what_stands_below_them_begin_and_end_on_one_line(form, height):
    form.resize(700, height)
    for _ in range(3):
        QCoreApplication.processEvents()

    def edges(field):
        left = field.mapTo(form, field.rect().topLeft()).x()
        return left, left + field.width()

    assert edges(form.names.last)[0] == edges(form.more.category)[0]
    assert edges(form.names.first) == edges(form.more.organisation)
    assert edges(form.names._exchange)[1] == edges(form.more.people)[1]


def test_two_names_and_enter_are_enough_and_with_one_enter_goes_to_the_other(form):
    keys("Zoé", ENTER)
    assert form.names.last.hasFocus()
    assert not form.do_button.isEnabled()
    keys("  ", ENTER)
    assert form.done == []
    keys("de La Tour d’Auvergne", ENTER)
    assert form.done == [RegistrationForm("Zoé", "de La Tour d’Auvergne", category="participant")]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("", "", ""),
        ("dupont", "", "Dupont"),
        (" marie  de la tour ", "Marie", "de La Tour"),
        ("Aziliz kerjean", "Aziliz", "Kerjean"),
        ("jean-baptiste de la fournière", "Jean-Baptiste", "de La Fournière"),
        ("yann d’argoat", "Yann", "d’Argoat"),
        ("thanh-mai n'guyen", "Thanh-Mai", "N'Guyen"),
        ("anne LE GOFF", "Anne", "LE GOFF"),
        ("ewen McCaroff", "Ewen", "McCaroff"),
        ("élodie", "", "Élodie"),
    ],
)
def test_what_was_typed_to_find_them_is_proposed_with_capitals_and_swapped_with_one_key(form, typed, first, last):
    form.start(typed)
    assert form.names.names == (first, last)
    press(Qt.Key.Key_E, CONTROL)
    assert form.names.names == (last, first)
    form.names.set_names("bell", "hooks")
    assert form.names.names == ("bell", "hooks")  # who writes their name small keeps it so


def test_all_of_the_form_is_filled_with_the_keyboard_alone(form, event, clock):
    add_person(event, clock, 11, organisation="Région Bretagne")
    form.start("zoé fontaine")
    keys(TAB, TAB, "regi")
    assert form.more.organisation.proposed == ["Région Bretagne"]
    for key in (Qt.Key.Key_Down, ENTER):
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key)
    assert form.done == []
    keys(TAB, "p", TAB, "z@x.example", TAB, "maire", TAB, (Qt.Key.Key_A, CONTROL))
    keys("3", TAB, " ", TAB, "à placer devant")
    assert not form.form().has_consented
    keys(TAB, " ", ENTER)
    more = {"organisation": "Région Bretagne", "role": "maire", "email": "z@x.example", "category": "presse"}
    rest = {"sessions": ("atelier-b",), "note": "à placer devant", "places": 3, "has_consented": True}
    assert form.done == [RegistrationForm("Zoé", "Fontaine", **more, **rest)]


def test_enter_registers_also_while_organisations_are_proposed_and_none_is_chosen(form, event, clock):
    add_person(event, clock, 11, organisation="Région Bretagne")
    form.start("zoé fontaine")
    form.more.organisation.setFocus()
    keys("Reg")
    QTest.keyClick(QApplication.activePopupWidget(), ENTER)
    assert [f.organisation for f in form.done] == ["Reg"]
    assert form.more.organisation.proposed == []


def test_who_may_be_the_same_is_shown_while_typing_and_checked_in_with_one_key(form):
    keys("je", TAB)
    assert form.likely.names == []
    keys("fo")
    (likely,) = form.likely.names
    assert "Jean-Baptiste de La Fournière · Expected (Alt+1)" in likely
    press(Qt.Key.Key_1, ALT)
    press(Qt.Key.Key_Ampersand, ALT)  # the same key on a French keyboard
    press(Qt.Key.Key_2, ALT)
    assert form.picked == [TWO.id] * 2
    keys("zzz")
    assert form.likely.names == []


@pytest.mark.parametrize("name", ["fourniere", "fournierre"])
def test_before_somebody_alike_is_registered_enter_stops_once_at_a_button_that_says_so(form, name):
    form.start(f"jean-baptiste de la {name}")
    press(ENTER)
    assert form.do_button.hasFocus()
    assert "anyway (Enter)" in form.do_button.text()
    held = QKeyEvent(QEvent.Type.KeyPress, ENTER, Qt.KeyboardModifier.NoModifier, "\r", autorep=True, count=1)
    QCoreApplication.sendEvent(QApplication.focusWidget(), held)
    assert form.done == []
    press(ENTER)
    assert [f.last_name for f in form.done] == [f"de La {name.title()}"]


def test_a_full_workshop_cannot_be_chosen_and_seats_are_those_of_now(form, event, clock):
    box = form.more.workshops.boxes[0]
    assert box.accessibleName() == "Atelier B · 06:40 · 1 seat"
    box.setChecked(True)
    add_person(event, clock, 12, sessions=("atelier-b",))
    form.refresh()
    assert box.accessibleName().endswith("full")
    assert box.isEnabled()  # it can still be unticked
    form.start("somebody else")
    box = form.more.workshops.boxes[0]
    assert (box.isEnabled(), box.isChecked()) == (False, False)


def test_in_place_of_somebody_what_they_had_is_shown_not_asked_and_that_they_are_cancelled(form, event, clock):
    had = {"organisation": "Mairie de Brest", "category": "presse", "sessions": ("atelier-b",), "places": 2}
    absent = add_person(event, clock, 21, first_name="Anne", last_name="Martin", **had)
    form.start_instead(absent)
    assert form.accessibleName() == "In place of Anne Martin"
    (told,) = (label.text() for label in form.findChildren(type(form._inherited)) if label.isVisible())
    assert "Anne Martin" in told
    assert "cancelled" in told
    assert told.endswith(": Mairie de Brest · Presse · Atelier B · 06:40")
    assert not form.more.category.isVisible()
    assert form.more.workshops.boxes == []
    form.setFocus()
    keys("Luc", TAB, "Roy", ENTER)
    assert form.done == [RegistrationForm("Luc", "Roy", places=2)]
    assert form.instead_of == absent


def test_escape_leaves_and_what_was_typed_is_there_again_for_a_while_or_until_f2_is_pressed_once_more(form, qtbot):
    keys("Zoé", Qt.Key.Key_Escape)
    assert form.gone == [True]
    form.hide()
    form.start()
    form.show()
    assert form.names.first.text() == "Zoé"
    form.start()
    assert form.names.first.text() == ""
    form._kept.setInterval(0)
    form.names.fill("zoé")
    form.hide()
    qtbot.waitUntil(lambda: not form.has_text)
    form.start("marie dupont")
    assert form.names.last.text() == "Dupont"


def test_it_is_busy_only_while_it_is_seen_with_something_in_it(form):
    keys("Z")
    form.hide()
    form.show()
    form.clear()
    assert form.busy == [True, False, True, False]


def test_rubbish_from_the_clipboard_becomes_one_line_of_visible_words(form):
    QGuiApplication.clipboard().setText("  Zoé\r\n\tFontaine\x00\u202e" + "x" * 5000)
    form.names.first.paste()
    assert len(form.names.first.text()) <= MOST_LETTERS
    form.names.last.setText("Roy")
    filled = form.form().first_name
    assert filled.startswith("Zoé Fontaine")
    assert filled.isprintable()


@pytest.mark.parametrize("place", ["first", "organisation", "note", "people", "category", "do_button"])
def test_what_a_scanner_types_into_the_form_is_a_code_and_leaves_the_form_as_it_was(form, qapp, event, clock, place):
    code, now, codes = ONE.ticket_code, [1_000], []
    add_person(event, clock, 11, organisation=f"{code[:4]} proposed while the code is typed")
    wedge = KeyboardWedge(lambda typed: repair(typed, {code}.__contains__), now=lambda: now[0])
    wedge.install(qapp)
    wedge.code_typed.connect(codes.append)
    form.start("zoé fontaine")
    before = form.form()
    next(getattr(part, place) for part in (form.names, form, form.more) if hasattr(part, place)).setFocus()
    for character in code + "\r":
        now[0] += 5
        key = ENTER if character == "\r" else Qt.Key(ord(character.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            typed = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            QCoreApplication.sendEvent(QApplication.focusWindow(), typed)
    qapp.removeEventFilter(wedge)
    assert (codes, form.form(), form.done) == ([code], before, [])
    assert form.more.organisation.proposed == []


# What the organiser asks of a walk-in

TABLE = Column("table", "Table", "custom:Table")


@pytest.fixture
def choosing(plan, event, clock):
    """The form where the organiser chose columns, and one person of the list has them."""
    add_person(event, clock, 31, custom={"TABLE": "Rosa Parks", "Carte": "12"})
    badge = Column("carte", "Press card", "custom:Carte", only_for=("presse",))
    return plan(columns=(TABLE, badge, Column("tel", "Phone", "phone")))


def test_a_walk_in_gets_the_columns_that_are_chosen_for_their_category(choosing):
    fields = choosing.more.columns.fields
    assert {title: field.accessibleName() for title, field in fields.items()} == {"TABLE": "Table"}
    choosing.more.workshops.boxes[-1].setFocus()
    keys(TAB, "ro")
    assert fields["TABLE"].proposed == ["Rosa Parks"]
    keys((Qt.Key.Key_A, CONTROL), " 7 ")
    choosing.refresh()
    assert fields["TABLE"].hasFocus()
    choosing.more.category.setCurrentIndex(choosing.more.category.findData("presse"))
    assert list(choosing.more.columns.fields) == ["TABLE", "Carte"]
    press(ENTER)
    assert choosing.done == [RegistrationForm("Zoé", "Fontaine", category="presse", custom={"TABLE": "7"})]
    choosing.clear()
    assert not choosing.has_text


def test_a_substitute_keeps_the_table_and_nothing_of_the_absent_person_is_shown_as_theirs(choosing):
    choosing.start_instead(an_attendee(32, category="presse", custom={"table": "4", "Carte": "9"}))
    hints = {title: field.placeholderText() for title, field in choosing.more.columns.fields.items()}
    assert hints == {"table": "4", "Carte": ""}
    choosing.more.columns.fields["Carte"].setText("10")
    assert choosing.form().custom == {"Carte": "10"}


@pytest.fixture
def required(plan, event, clock):
    """The form of a desk that lets in those who come on Monday; one person of the list comes on Tuesday."""
    add_person(event, clock, 31, custom={"Jours": "Mardi 6", "Table": "7"})
    return plan({"requires": (Requirement("custom:Jours", ("Les deux", "Lundi 5")),)}, columns=(TABLE,))


def test_a_walk_in_is_asked_for_what_the_control_point_requires_with_the_values_that_open_it(required):
    fields = required.more.columns.fields
    assert list(fields) == ["Jours", "Table"]
    assert fields["Jours"].placeholderText() == "Les deux or Lundi 5"
    press(ENTER)
    assert required.done == []
    assert fields["Jours"].hasFocus()
    assert fields["Jours"].proposed == ["Les deux", "Lundi 5"]
    assert "Jours: Les deux or Lundi 5" in required.more.needed.text()
    keys("lu")
    assert fields["Jours"].proposed == ["Lundi 5"]
    fields["Jours"].setText("Lundi 5")
    press(ENTER)
    assert [done.custom for done in required.done] == [{"Jours": "Lundi 5"}]


def test_somebody_for_another_day_is_registered_with_one_more_enter_and_a_substitute_at_once(required):
    required.more.columns.fields["Jours"].setText("Mardi 6")
    required.do_button.click()
    assert required.done == []
    required.do_button.click()
    assert [done.custom for done in required.done] == [{"Jours": "Mardi 6"}]
    required.start_instead(an_attendee(32, custom={"Jours": "Les deux"}))
    required.names.fill("zoé fontaine")
    press(ENTER)
    assert required.done[1].custom == {}


CATEGORIES = (Category("participant", "Participant"), Category("presse", "Presse"), Category("equipe", "Équipe"))


def test_a_walk_in_is_asked_for_a_category_that_may_enter_here(plan):
    form = plan({"categories": ("presse", "equipe")}, categories=CATEGORIES)
    press(ENTER)
    assert form.done == []
    assert form.more.category.hasFocus()
    assert "Category: Presse or Équipe" in form.more.needed.text()
    form.more.category.setCurrentIndex(1)
    assert form.more.needed.isHidden()
    press(ENTER)
    assert [done.category for done in form.done] == ["presse"]


@pytest.mark.parametrize(("mode", "presses"), [(PointMode.ENTRY, 2), (PointMode.EXIT, 1)])
def test_somebody_of_another_category_needs_one_more_enter_but_at_an_exit_and_a_substitute_none(plan, mode, presses):
    form = plan({"mode": mode, "categories": ("presse",)}, categories=CATEGORIES[:2])
    for _ in range(presses):
        assert form.done == []
        press(ENTER)
    assert [done.category for done in form.done] == ["participant"]
    form.start_instead(an_attendee(32, category="participant"))
    form.names.fill("zoé fontaine")
    press(ENTER)
    assert len(form.done) == 2


def test_many_columns_with_long_names_are_never_wider_than_the_form(plan):
    form = plan(columns=tuple(Column(str(n), f"{n} {'Une allergie ? ' * 14}", f"custom:{n}") for n in range(9)))
    form.resize(640, 508)
    QApplication.processEvents()
    assert len(form.more.columns.fields) == 9
    for field in (*form.more.columns.fields.values(), form.more.note):
        assert field.mapTo(form, field.rect().topRight()).x() < form.width() - 20
        assert field.width() > 100


def test_in_the_smallest_window_with_all_there_is_to_tell_names_and_buttons_keep_their_size(form, event, clock):
    names = {"first_name": "Marie-Françoise Bernadette-Alexandrine", "last_name": "de Rochechouart de La Trémoille"}
    water = "Syndicat mixte d’aménagement et de gestion des eaux du bassin versant"
    absent = add_person(event, clock, 21, **names, organisation=water, sessions=("atelier-b",))
    form.start_instead(absent)
    form.names.fill("jean-baptiste de la fourniere")
    form.show_code_waits()
    form.show_error("This registration was already cancelled. Nobody was added; register the person with F2.")
    form.resize(640, 508)
    QApplication.processEvents()
    assert form.size().height() == 508
    for part in (form.names.first, form.names.last, form.do_button, form.leave_button, form._waiting, form._message):
        place = part.rect().translated(part.mapTo(form, part.rect().topLeft()))
        assert form.rect().contains(place), part.accessibleName()
        wanted = part.heightForWidth(part.width()) if part.hasHeightForWidth() else part.sizeHint().height()
        assert part.height() >= wanted - 4, part.accessibleName()
    assert form.likely.isVisible()
