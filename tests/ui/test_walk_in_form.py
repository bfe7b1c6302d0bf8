# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody is registered at the desk by keyboard: two names, whom the list has already, seats, a scanner in between."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from checkin.core.keyboard_layouts import repair
from checkin.core.people.registration_form import MOST_LETTERS, RegistrationForm
from checkin.core.programme.programme import Category, Column, PointMode, Requirement
from checkin.devices.keyboard_wedge import KeyboardWedge
from checkin.services.desk_queries import DeskQueries, FormChoices
from checkin.ui.desk.walk_in_form import WalkInForm
from checkin.ui.look.theme import Appearance, Theme
from tests.builders import an_attendee
from tests.conftest import add_people

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CODE = an_attendee(1).ticket_code


@pytest.fixture
def choices(event, desk):
    return FormChoices(desk, DeskQueries(event))


@pytest.fixture
def form(choices, qapp, qtbot):
    Appearance(qapp).use(Theme.LIGHT)
    made = WalkInForm(choices)
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


def type_in(text):
    """QTest knows ASCII only."""
    for character in text:
        key = Qt.Key(ord(character.upper())) if character.isascii() else Qt.Key.Key_unknown
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
            QCoreApplication.sendEvent(QApplication.focusWidget(), event)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


@pytest.mark.parametrize("height", [360, 900])
def test_names_and_what_stands_below_them_begin_and_end_on_one_line(form, qtbot, height):
    form.resize(700, height)
    for _ in range(3):
        QCoreApplication.processEvents()

    def edges(field):
        left = field.mapTo(form, field.rect().topLeft()).x()
        return left, left + field.width()

    assert edges(form.names.last)[0] == edges(form.more.category)[0]
    assert edges(form.names.first) == edges(form.more.organisation)
    assert edges(form.names._exchange)[1] == edges(form.more.people)[1]


def test_two_names_and_enter_are_enough(form):
    type_in("Zoé")
    press(Qt.Key.Key_Tab)
    type_in("de La Tour d’Auvergne")
    press(Qt.Key.Key_Return)
    assert form.done == [RegistrationForm("Zoé", "de La Tour d’Auvergne", category="participant")]


def test_enter_with_one_name_goes_to_the_other(form):
    type_in("Zoé")
    press(Qt.Key.Key_Return)
    assert form.done == []
    assert form.names.last.hasFocus()
    assert not form.do_button.isEnabled()
    type_in("  ")
    press(Qt.Key.Key_Return)
    assert form.done == []


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("dupont", "", "Dupont"),
        ("marie dupont", "Marie", "Dupont"),
        (" marie  de la tour ", "Marie", "de La Tour"),
        ("", "", ""),
    ],
)
def test_what_was_typed_to_find_them_is_taken_over_and_swapped_with_one_key(form, typed, first, last):
    form.start(typed)
    assert (form.names.first.text(), form.names.last.text()) == (first, last)
    press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert (form.names.first.text(), form.names.last.text()) == (last, first)


def test_all_of_the_form_is_filled_with_the_keyboard_alone(form, event, clock):
    add_people(event, clock(), an_attendee(11, organisation="Région Bretagne"))
    form.start("zoé fontaine")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    type_in("regi")
    assert form.more.organisation.proposed == ["Région Bretagne"]
    popup = QApplication.activePopupWidget()
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert form.done == []
    press(Qt.Key.Key_Tab)
    type_in("p")  # Presse
    press(Qt.Key.Key_Tab)
    type_in("z@x.example")
    press(Qt.Key.Key_Tab)
    type_in("maire")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_in("3")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Tab)
    type_in("à placer devant")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return)
    assert form.done == [
        RegistrationForm(
            "Zoé",
            "Fontaine",
            organisation="Région Bretagne",
            role="maire",
            email="z@x.example",
            category="presse",
            sessions=("atelier-b",),
            note="à placer devant",
            places=3,
            has_consented=True,
        )
    ]


def test_enter_registers_also_while_organisations_are_proposed_and_none_is_chosen(form, event, clock):
    add_people(event, clock(), an_attendee(11, organisation="Région Bretagne"))
    form.start("zoé fontaine")
    form.more.organisation.setFocus()
    type_in("Reg")
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_Return)
    assert [f.organisation for f in form.done] == ["Reg"]
    assert form.more.organisation.proposed == []


def test_nothing_is_agreed_to_that_nobody_ticked(form):
    form.start("zoé fontaine")
    assert not form.form().has_consented


def test_who_may_be_the_same_is_shown_while_typing_and_checked_in_with_one_key(form):
    type_in("je")
    press(Qt.Key.Key_Tab)
    assert form.likely.names == []
    type_in("fo")
    assert form.likely.names == ["Perhaps: Jean-Baptiste de La Fournière · Expected (Alt+1)"]
    press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert form.picked == [an_attendee(2).id]
    press(Qt.Key.Key_Ampersand, Qt.KeyboardModifier.AltModifier)  # the same key on a French keyboard
    assert len(form.picked) == 2
    press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert len(form.picked) == 2
    type_in("zzz")
    assert form.likely.names == []


@pytest.mark.parametrize("name", ["fourniere", "fournierre"])
def test_before_somebody_alike_is_registered_enter_stops_once_at_a_button_that_says_so(form, name):
    form.start(f"jean-baptiste de la {name}")
    press(Qt.Key.Key_Return)
    assert form.done == []
    assert form.do_button.hasFocus()
    assert form.do_button.text() == "Register anyway (Enter)"
    press(Qt.Key.Key_Return)
    assert [f.last_name for f in form.done] == [f"de La {name.title()}"]


def test_holding_enter_down_registers_no_namesake(form):
    form.start("jean-baptiste de la fourniere")
    press(Qt.Key.Key_Return)
    again = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", autorep=True, count=1
    )
    QCoreApplication.sendEvent(QApplication.focusWidget(), again)
    assert form.done == []


def test_a_full_workshop_cannot_be_chosen_and_seats_are_those_of_now(form, event, clock):
    box = form.more.workshops.boxes[0]
    assert box.accessibleName() == "Atelier B · 06:40 · 1 seat"
    box.setChecked(True)
    add_people(event, clock(), an_attendee(12, sessions=("atelier-b",)))
    form.refresh()
    assert box.accessibleName().endswith("full")
    assert box.isEnabled()  # it can still be unticked
    form.start("somebody else")
    box = form.more.workshops.boxes[0]
    assert not box.isEnabled()
    assert not box.isChecked()


def test_in_place_of_somebody_their_organisation_category_and_workshops_are_shown_not_asked(form, event, clock):
    absent = an_attendee(
        21, first_name="Anne", last_name="Martin", organisation="Mairie de Brest", category="presse",
        sessions=("atelier-b",), places=2,
    )  # fmt: skip
    add_people(event, clock(), absent)
    form.start_instead(absent)
    assert form.accessibleName() == "In place of Anne Martin"
    shown = [label.text() for label in form.findChildren(type(form._inherited)) if label.isVisible()]
    assert len(shown) == 1
    assert shown[0].endswith("Kept from their registration: Mairie de Brest · Presse · Atelier B · 06:40")
    assert not form.more.category.isVisible()
    assert form.more.workshops.boxes == []
    form.setFocus()
    type_in("Luc")
    press(Qt.Key.Key_Tab)
    type_in("Roy")
    press(Qt.Key.Key_Return)
    assert form.done == [RegistrationForm("Luc", "Roy", places=2)]
    assert form.instead_of == absent


def test_escape_leaves_and_what_was_typed_is_there_again_until_f2_is_pressed_once_more(form):
    type_in("Zoé")
    press(Qt.Key.Key_Escape)
    assert form.gone == [True]
    form.hide()
    form.start()
    form.show()
    assert form.names.first.text() == "Zoé"
    form.start()
    assert form.names.first.text() == ""


def test_what_was_left_is_forgotten_after_a_while_and_for_another_name(form, qtbot):
    form._kept.setInterval(0)
    type_in("Zoé")
    form.hide()
    qtbot.waitUntil(lambda: not form.has_text)
    form.start("marie dupont")
    assert form.names.last.text() == "Dupont"


def test_it_is_busy_only_while_it_is_seen_with_something_in_it(form):
    type_in("Z")
    form.hide()
    form.show()
    form.clear()
    assert form.busy == [True, False, True, False]


def test_an_error_is_told_until_something_is_typed_and_loses_nothing(form):
    form.start("zoé fontaine")
    form.show_error("The disk is full.")
    assert form._message.isVisible()
    assert form.names.last.text() == "Fontaine"
    form.setFocus()
    type_in("x")
    assert not form._message.isVisible()


def test_rubbish_from_the_clipboard_becomes_one_line_of_visible_words(form):
    QGuiApplication.clipboard().setText("  Zoé\r\n\tFontaine\x00\u202e" + "x" * 5000)
    form.names.first.paste()
    assert len(form.names.first.text()) <= MOST_LETTERS
    form.names.last.setText("Roy")
    filled = form.form()
    assert filled.first_name.startswith("Zoé Fontaine")
    assert filled.first_name.isprintable()


class Scanner:
    """Types as a USB scanner does, with the clock of its keys."""

    def __init__(self):
        self.now = 1_000

    def type(self, text):
        for character in text:
            self.now += 5
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                QCoreApplication.sendEvent(QApplication.focusWindow(), event)


@pytest.mark.parametrize("place", ["first", "organisation", "note", "people", "category", "do_button"])
def test_what_a_scanner_types_into_the_form_is_a_code_and_leaves_the_form_as_it_was(form, qapp, event, clock, place):
    add_people(event, clock(), an_attendee(11, organisation=f"{CODE[:4]} proposed while the code is typed"))
    scanner, codes = Scanner(), []
    wedge = KeyboardWedge(lambda typed: repair(typed, {CODE}.__contains__), now=lambda: scanner.now)
    wedge.install(qapp)
    wedge.code_typed.connect(codes.append)
    form.start("zoé fontaine")
    before = form.form()
    field = next(getattr(part, place) for part in (form.names, form, form.more) if hasattr(part, place))
    field.setFocus()
    scanner.type(CODE + "\r")
    qapp.removeEventFilter(wedge)
    assert codes == [CODE]
    assert form.form() == before
    assert form.done == []
    assert form.more.organisation.proposed == []


TABLE = Column("table", "Table", "custom:Table")
BADGE = Column("carte", "Press card", "custom:Carte", only_for=("presse",))
PHONE = Column("tel", "Phone", "phone")


@pytest.fixture
def choosing(form, event, desk, clock):
    """The form where the organiser chose columns, and one person of the list has them."""
    event.plan(replace(event.programme(), columns=(TABLE, BADGE, PHONE)), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(31, custom={"TABLE": "Rosa Parks", "Carte": "12"}))
    desk.admission.reload()
    form._choices.forget()
    form.start("zoé fontaine")
    return form


def test_a_walk_in_gets_the_columns_that_are_chosen_for_their_category(choosing):
    fields = choosing.more.columns.fields
    assert {title: field.accessibleName() for title, field in fields.items()} == {"TABLE": "Table"}
    choosing.more.workshops.boxes[-1].setFocus()
    press(Qt.Key.Key_Tab)
    type_in("ro")
    assert fields["TABLE"].proposed == ["Rosa Parks"]
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_in(" 7 ")
    choosing.refresh()
    assert fields["TABLE"].hasFocus()
    choosing.more.category.setCurrentIndex(choosing.more.category.findData("presse"))
    assert list(choosing.more.columns.fields) == ["TABLE", "Carte"]
    press(Qt.Key.Key_Return)
    assert choosing.done == [RegistrationForm("Zoé", "Fontaine", category="presse", custom={"TABLE": "7"})]
    choosing.clear()
    assert not choosing.has_text


def test_a_substitute_keeps_the_table_and_nothing_of_the_absent_person_is_shown_as_theirs(choosing):
    absent = an_attendee(32, category="presse", custom={"table": "4", "Carte": "9"})
    choosing.start_instead(absent)
    hints = {title: field.placeholderText() for title, field in choosing.more.columns.fields.items()}
    assert hints == {"table": "4", "Carte": ""}
    choosing.more.columns.fields["Carte"].setText("10")
    assert choosing.form().custom == {"Carte": "10"}


def test_the_form_of_a_substitute_says_that_the_absent_person_is_cancelled(choosing):
    absent = an_attendee(32)
    choosing.start_instead(absent)
    told = choosing._inherited.text()
    assert absent.name in told
    assert "cancelled" in told


@pytest.fixture
def required(form, event, desk, clock):
    """The form of a desk that lets in those who come on Monday; one person of the list comes on Tuesday."""
    monday = Requirement("custom:Jours", ("Les deux", "Lundi 5"))
    points = (replace(desk.control_point, requires=(monday,)), *event.programme().control_points[1:])
    event.plan(replace(event.programme(), control_points=points, columns=(TABLE,)), at=clock(), desk="d")
    add_people(event, clock(), an_attendee(31, custom={"Jours": "Mardi 6", "Table": "7"}))
    desk.admission.reload()
    form._choices.forget()
    form.start("zoé fontaine")
    return form


def test_a_walk_in_is_asked_for_what_the_control_point_requires_with_the_values_that_open_it(required):
    fields = required.more.columns.fields
    assert list(fields) == ["Jours", "Table"]
    assert fields["Jours"].placeholderText() == "Les deux or Lundi 5"
    press(Qt.Key.Key_Return)
    assert required.done == []
    assert fields["Jours"].hasFocus()
    assert fields["Jours"].proposed == ["Les deux", "Lundi 5"]
    assert "Jours: Les deux or Lundi 5" in required.more.needed.text()
    type_in("lu")
    assert fields["Jours"].proposed == ["Lundi 5"]
    fields["Jours"].setText("Lundi 5")
    press(Qt.Key.Key_Return)
    assert [done.custom for done in required.done] == [{"Jours": "Lundi 5"}]


def test_somebody_for_another_day_is_registered_with_one_more_enter(required):
    required.more.columns.fields["Jours"].setText("Mardi 6")
    required.do_button.click()
    assert required.done == []
    required.do_button.click()
    assert [done.custom for done in required.done] == [{"Jours": "Mardi 6"}]


def test_a_substitute_of_somebody_who_may_enter_is_not_asked(required):
    required.start_instead(an_attendee(32, custom={"Jours": "Les deux"}))
    required.names.fill("zoé fontaine")
    press(Qt.Key.Key_Return)
    assert [done.custom for done in required.done] == [{}]


def test_a_walk_in_is_asked_for_a_category_that_may_enter_here(form, event, desk, clock):
    categories = (Category("participant", "Participant"), Category("presse", "Presse"), Category("equipe", "Équipe"))
    points = (replace(desk.control_point, categories=("presse", "equipe")), *event.programme().control_points[1:])
    event.plan(replace(event.programme(), categories=categories, control_points=points), at=clock(), desk="d")
    desk.admission.reload()
    form.start("zoé fontaine")
    press(Qt.Key.Key_Return)
    assert form.done == []
    assert form.more.category.hasFocus()
    assert "Category: Presse or Équipe" in form.more.needed.text()
    form.more.category.setCurrentIndex(1)
    assert form.more.needed.isHidden()
    press(Qt.Key.Key_Return)
    assert [done.category for done in form.done] == ["presse"]


def test_somebody_of_another_category_is_registered_with_one_more_enter_and_a_substitute_at_once(
    form, event, desk, clock
):
    categories = (Category("participant", "Participant"), Category("presse", "Presse"))
    points = (replace(desk.control_point, categories=("presse",)), *event.programme().control_points[1:])
    event.plan(replace(event.programme(), categories=categories, control_points=points), at=clock(), desk="d")
    desk.admission.reload()
    form.start("zoé fontaine")
    for _ in range(2):
        press(Qt.Key.Key_Return)
    assert [done.category for done in form.done] == ["participant"]
    form.start_instead(an_attendee(32, category="participant"))
    form.names.fill("zoé fontaine")
    press(Qt.Key.Key_Return)
    assert len(form.done) == 2


def test_at_an_exit_nobody_is_asked_for_a_category(form, event, desk, clock):
    exit_point = replace(desk.control_point, id="sortie", name="Sortie", mode=PointMode.EXIT, categories=("presse",))
    points = (*event.programme().control_points, exit_point)
    categories = (Category("participant", "Participant"), Category("presse", "Presse"))
    event.plan(replace(event.programme(), categories=categories, control_points=points), at=clock(), desk="d")
    desk.admission.reload()
    desk.move_to("sortie")
    form.start("zoé fontaine")
    press(Qt.Key.Key_Return)
    assert len(form.done) == 1


def test_many_columns_with_long_names_are_never_wider_than_the_form(form, event, desk, clock):
    columns = tuple(Column(str(n), f"{n} {'Avez-vous une allergie ? ' * 8}", f"custom:{n}") for n in range(9))
    event.plan(replace(event.programme(), columns=columns), at=clock(), desk="d")
    desk.admission.reload()
    form.start("zoé fontaine")
    form.resize(640, 508)
    QApplication.processEvents()
    assert len(form.more.columns.fields) == 9
    for field in (*form.more.columns.fields.values(), form.more.note):
        assert field.mapTo(form, field.rect().topRight()).x() < form.width() - 20
        assert field.width() > 100


def test_in_the_smallest_window_with_all_there_is_to_tell_names_and_buttons_keep_their_size(form, event, clock):
    absent = an_attendee(
        21, first_name="Marie-Françoise Bernadette-Alexandrine", last_name="de Rochechouart de La Trémoille",
        organisation="Syndicat mixte d’aménagement et de gestion des eaux du bassin versant", sessions=("atelier-b",),
    )  # fmt: skip
    add_people(event, clock(), absent)
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


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("aziliz kerjean", ("Aziliz", "Kerjean")),
        ("Aziliz kerjean", ("Aziliz", "Kerjean")),
        ("jean-baptiste de la fournière", ("Jean-Baptiste", "de La Fournière")),
        ("yann d’argoat", ("Yann", "d’Argoat")),
        ("thanh-mai n'guyen", ("Thanh-Mai", "N'Guyen")),
        ("anne LE GOFF", ("Anne", "LE GOFF")),
        ("ewen McCaroff", ("Ewen", "McCaroff")),
        ("élodie", ("", "Élodie")),
    ],
)
def test_a_name_typed_in_small_letters_is_proposed_with_capitals(form, typed, proposed):
    form.start(typed)
    assert form.names.names == proposed


def test_who_writes_their_name_small_keeps_it_so(form):
    form.start("bell hooks")
    form.names.set_names("bell", "hooks")
    assert form.names.names == ("bell", "hooks")
