# SPDX-License-Identifier: GPL-3.0-or-later
"""The self-service screen in every state, across and upright; what comes before it, and its call at another desk."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin import translation
from checkin.application.desk_recovery import HEADLINES
from checkin.core.answer import Answer
from checkin.core.kiosk_answers import GreetingStyle, KioskSettings
from checkin.core.message import Message, StorageError
from checkin.core.print_jobs import JobState, PrintJob, RequestedBadge
from checkin.core.supervisor import Authority
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.kiosk_service import KioskService
from checkin.storage import settings_store
from checkin.storage.regular_files import FileTrouble
from checkin.translation import translate
from checkin.ui.kiosk.kiosk_pin import KioskDialog
from checkin.ui.kiosk.kiosk_window import KioskWindow
from scripts import backstage
from scripts.backstage_answers import LONGEST
from scripts.gallery_desk import hall

UPRIGHT = (1080, 1920)
PIN = "4711"

State = Callable[[KioskWindow, Desk], None]


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    for name, state in STATES.items():
        yield name, partial(screen, state)
    for name in ("idle", "welcome", "desk", "longest", "pin"):
        yield f"upright-{name}", partial(screen, STATES[name], size=UPRIGHT)
    yield "longest-no-name", partial(screen, longest, greeting=GreetingStyle.NONE)
    yield "before", partial(before, has_pin=True)
    yield "before-without-pin", partial(before, has_pin=False)
    yield "called-at-the-desk", at_the_desk


def screen(state: State, greeting: GreetingStyle = GreetingStyle.FULL, size: tuple[int, int] | None = None) -> QWidget:
    event, now = backstage.demo(backstage.some_arrived)
    desk = Desk(event, now, "Borne 2")
    settings_store.save_kiosk(event.db, KioskSettings(is_open=True, greeting=greeting))
    service = KioskService(event, desk)
    service.supervision.name("Anne", PIN, Authority("Borne 2", "Premier superviseur"))
    window = KioskWindow(service, translation.current_language())
    if size:
        window.resize(*size)
    backstage.after(window.dismiss)
    window.show_camera("", "", is_live=True, is_mirrored=True)
    window.take_image(hall())
    state(window, desk)
    return window


def before(*, has_pin: bool) -> QWidget:
    event, now = backstage.demo()
    service = KioskService(event, Desk(event, now, "Accueil 1"))
    if has_pin:
        service.supervision.name("Anne", PIN, Authority("Accueil 1", "Premier superviseur"))
    return KioskDialog(service, "Accueil 1")


def at_the_desk() -> QWidget:
    event, now = backstage.demo(backstage.some_arrived)
    Desk(event, now, "Borne 2").help.ask()
    return backstage.program(event, now).shell


# States


def idle(window: KioskWindow, desk: Desk) -> None:
    """As it is."""


def no_camera(window: KioskWindow, desk: Desk) -> None:
    window.show_camera("", "", is_live=False, is_mirrored=True)


def scanner(window: KioskWindow, desk: Desk) -> None:
    window.idle._was_live = False
    window.show_camera("", "", is_live=False, is_mirrored=True)
    window.idle.give_up_camera()


def welcome(window: KioskWindow, desk: Desk) -> None:
    window.take_code(_expected(desk))


def see_desk(window: KioskWindow, desk: Desk) -> None:
    window.take_code("3760123450017")


def longest(window: KioskWindow, desk: Desk) -> None:
    _present(window, desk, lambda answer: replace(answer, attendee=LONGEST))


def badge(state: JobState, window: KioskWindow, desk: Desk) -> None:
    job = PrintJob(1, "1", "a6", "pdf:x", 1, "", True, state, desk.now())
    _present(window, desk, lambda answer: replace(answer, badge=RequestedBadge(job)))


def called(window: KioskWindow, desk: Desk) -> None:
    window.bar.help.click()


def coming(window: KioskWindow, desk: Desk) -> None:
    window.bar.help.click()
    desk.help.promise(desk.help.open()[0])
    window._keep_time()


def waiting(window: KioskWindow, desk: Desk) -> None:
    window.bar.help.click()
    window.rest()


def pin(window: KioskWindow, desk: Desk) -> None:
    window.bar.team.click()
    for digit in "081":
        window.pin.keys[digit].click()


def wrong_pin(window: KioskWindow, desk: Desk) -> None:
    window.bar.team.click()
    for digit in "0815":
        window.pin.keys[digit].click()
    window.pin.enter.click()


def locked(window: KioskWindow, desk: Desk) -> None:
    window.bar.team.click()
    for _ in range(5):
        for digit in "0815":
            window.pin.keys[digit].click()
        window.pin.enter.click()


def trouble(window: KioskWindow, desk: Desk) -> None:
    window.show_occasion(translate(HEADLINES[FileTrouble.DAMAGED]), is_trouble=True)


def not_saved(window: KioskWindow, desk: Desk) -> None:
    window._trying = _expected(desk)
    window.fail(StorageError(Message("list", "The last name is missing.")))


STATES: dict[str, State] = {
    "idle": idle,
    "no-camera": no_camera,
    "scanner": scanner,
    "welcome": welcome,
    "desk": see_desk,
    "longest": longest,
    "badge-coming": partial(badge, JobState.PRINTING),
    "badge-ready": partial(badge, JobState.PRINTED),
    "badge-at-the-desk": partial(badge, JobState.FAILED),
    "file-trouble": trouble,
    "not-saved": not_saved,
    "help-called": called,
    "help-waiting": waiting,
    "help-coming": coming,
    "pin": pin,
    "pin-wrong": wrong_pin,
    "pin-locked": locked,
}


def _expected(desk: Desk) -> str:
    """The code of somebody plainly expected."""
    people = [person for person, _ in _event_of(desk).attendees.all()][30:]
    return next(p.ticket_code for p in people if p.category == "participant" and not p.note)


def _event_of(desk: Desk) -> EventFile:
    return desk._event


def _present(window: KioskWindow, desk: Desk, change: Callable[[Answer], Answer]) -> None:
    window._present(change(desk.scan(_expected(desk))))
