# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme at 9:42: most speakers of the morning are in, two are replaced, workshops fill up. And with none."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_queries import ProgrammeQueries
from checkin.services.programme.programme_use import Speakers
from checkin.ui.programme.programme_screen import ProgrammeScreen
from checkin.ui.programme.speaker_actions import SpeakerAction
from checkin.ui.widgets.screen_page import PROGRAMME
from scripts import backstage

AT = time(9, 42)
LONG_NAME = "Marie-Françoise de Rochechouart-Montmorency-Laval"
Scene = Callable[[ProgrammeScreen], object]


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "all", partial(on_screen, lambda screen: screen.show_alerts())
    yield "session", partial(on_screen, choose("modeles", 1))
    yield "workshop", partial(on_screen, choose("atelier-d"))
    yield "replace", partial(on_screen, replacing)
    yield "replaced", partial(on_screen, choose("odd"))
    yield "at-the-desk", lambda: backstage.program(*backstage.demo(morning, AT)).shell
    yield "empty", empty


def morning(event: EventFile, now: datetime) -> None:
    desk = Desk(event, lambda: now, "Accueil 1")
    lines = ProgrammeQueries(event).read(now).speakers
    for line in lines[:3] + lines[5:7] + lines[8:11]:
        if line.attendee:
            desk.check_in(line.attendee.id)
    speakers = Speakers(event, desk)
    speakers.substitute("modeles/2", LONG_NAME, "Vice-présidente", "Cités-Unies France")
    speakers.substitute("odd/1", "Moana Teriitahi", "", "Haut-commissariat, Polynésie française")
    everyone = [person for person, _ in event.attendees.all()]
    for number, workshop in enumerate(("atelier-a", "atelier-c", "atelier-d")):
        door = Desk(event, lambda: now.replace(hour=14), "Atelier", workshop)
        for person in [p for p in everyone if workshop in p.sessions][: 12 + 20 * number]:
            door.check_in(person.id)


def on_screen(act: Scene) -> QWidget:
    made = backstage.program(*backstage.demo(morning, AT))
    screen = backstage.entered(made, PROGRAMME)
    assert isinstance(screen, ProgrammeScreen)
    act(screen)
    return made.shell


def choose(session: str, speaker: int = 0) -> Scene:
    def act(screen: ProgrammeScreen) -> None:
        screen.sessions.choose(session)
        screen.speakers.list.setCurrentIndex(screen.speakers.list.content.index(speaker))

    return act


def replacing(screen: ProgrammeScreen) -> None:
    choose("societe-civile")(screen)
    screen.act(SpeakerAction.SUBSTITUTE)


def empty() -> QWidget:
    return backstage.entered(backstage.program(*backstage.empty()), PROGRAMME).window()
