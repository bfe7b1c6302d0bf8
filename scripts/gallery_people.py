# SPDX-License-Identifier: GPL-3.0-or-later
"""Everybody on the list: found, told all about, several at once, two made one, with a new code; and nobody at all."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from checkin.core.attendee import Status, attendee_body
from checkin.core.entries import EntryKind
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.ui.people.people_screen import PeopleScreen
from checkin.ui.widgets.screen_page import PARTICIPANTS
from scripts import backstage
from scripts.backstage_answers import LONGEST
from scripts.backstage_photographs import portrait

Scene = Callable[[PeopleScreen], object]
CONTROL = Qt.KeyboardModifier.ControlModifier


def line_chosen(screen: PeopleScreen) -> None:
    """A line of the history that F8 undoes."""
    look_for(screen, "kermarrec jeanne")
    screen.list.panel.story.setFocus()


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, act in (
        ("list", lambda screen: None),
        ("longest", lambda screen: look_for(screen, "rochechouart")),
        ("story", lambda screen: look_for(screen, "kermarrec jeanne")),
        ("story-line", line_chosen),
        ("photograph", lambda screen: (look_for(screen, "rochechouart"), photographed(screen))),
        ("several", several),
        ("merge", compared),
        ("nobody", lambda screen: type_in(screen, "zzz qqq")),
        ("form", lambda screen: (look_for(screen, "rochechouart"), press(screen, Qt.Key.Key_F4))),
        (
            "code-asked",
            lambda screen: (
                look_for(screen, "rochechouart"),
                press(screen, Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier),
            ),
        ),
        ("code", replaced),
        ("by-state", lambda screen: screen.list.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)),
    ):
        yield name, partial(on_screen, act)
    yield "empty", empty


def on_screen(act: Scene) -> QWidget:
    screen = backstage.entered(backstage.program(*backstage.demo(filled)), PARTICIPANTS)
    assert isinstance(screen, PeopleScreen)
    act(screen)
    return screen.window()


def empty() -> QWidget:
    return backstage.entered(backstage.program(*backstage.empty()), PARTICIPANTS).window()


def type_in(screen: PeopleScreen, text: str) -> None:
    screen.list.bar.box.clear()
    QTest.keyClicks(screen.list.bar.box, text)


def look_for(screen: PeopleScreen, text: str) -> None:
    type_in(screen, text)
    QApplication.processEvents()
    press(screen, Qt.Key.Key_Down)


def press(screen: PeopleScreen, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(screen.list.bar.box, key, modifier or Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()


def photographed(screen: PeopleScreen) -> None:
    person = screen.list.person
    assert person
    screen._desk.photographs.keep(person.attendee.id, portrait())
    screen.refresh()


def replaced(screen: PeopleScreen) -> None:
    look_for(screen, "rochechouart")
    press(screen, Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(screen.code_page, Qt.Key.Key_Return)


def compared(screen: PeopleScreen) -> None:
    ids = [screen.list.model.id_at(row) for row in range(screen.list.model.rowCount())]
    standings = [screen.list.model.standing(row) for row in range(len(ids))]
    longest = next(each.attendee.id for each in standings if each and each.attendee.places > 1)
    screen.list.table.select_ids([longest, ids[3]], longest)
    QApplication.processEvents()
    press(screen, Qt.Key.Key_M, CONTROL)


def several(screen: PeopleScreen) -> None:
    type_in(screen, "le")
    for _ in range(3):
        press(screen, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def filled(event: EventFile, now: datetime) -> None:
    """A morning: some came, one has a long story, one a long name and a group of five."""
    desk = Desk(event, lambda: now, "Accueil 1")
    everyone = [attendee for attendee, _ in event.attendees.all()]
    for attendee in everyone[3:60:4]:
        desk.check_in(attendee.id)
    issued = event.issue_code()
    longest = replace(LONGEST, id=issued.id, ticket_code=issued.code, places=5, category="intervenant")
    longest = replace(longest, phone="+33 6 00 00 00 00", custom={"Régime alimentaire": "Sans gluten, sans lactose"})
    longest = replace(longest, email="marie-francoise.de-rochechouart-montmorency@syndicat-mixte-haute-vallee.example")
    with event.transaction():
        facts = [(EntryKind.ATTENDEE_ADDED, longest.id, attendee_body(longest))]
        event.journal.append_all(facts, at=desk.now(), desk=desk.name)
    answer = desk.registration.walk_in(RegistrationForm("Jeanne", "Kermarec", "Ville de Brest"))
    assert answer.entry
    assert answer.attendee
    person = answer.attendee
    desk.registration.correct(person.id, {"last_name": "Kermarrec", "organisation": "Brest métropole"})
    desk.undo(answer.entry)
    desk.scan(person.ticket_code)
    desk.replace_code(person.id)
    desk.scan(person.ticket_code)
    ana = Authority("Ana", "Badge prêté à quelqu’un d’autre")
    desk.registration.set_status({person.id: Status.BLOCKED}, ana)
    desk.registration.set_status({person.id: Status.CONFIRMED}, Authority("Ana", "Accord de l’organisateur"))
