# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing screen: in the morning, in the evening, with a certificate verified, while sheets are drawn; what was
written, and what could not be.
"""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from checkin.core.attendance.stays import EventOccasions
from checkin.core.message import Message, StorageError
from checkin.core.supervisor import Authority
from checkin.documents.atomic_write import NOT_ALLOWED
from checkin.services.attendance.attendance_papers import issue
from checkin.services.demo_event import OPENING_TIME
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile, zone_of
from checkin.services.supervision import Supervision
from checkin.translation import Translator, current_language, translate
from checkin.ui.closing.closing_screen import ClosingScreen
from checkin.ui.closing.closing_sections import confirm_request
from checkin.ui.shell import Shell
from checkin.ui.supervision.supervision_flow import AuthorityDialog
from checkin.ui.widgets.screen_page import CLOSING
from scripts import backstage, backstage_day


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "first", partial(on_screen, lambda screen, event: None)
    yield "verified", partial(on_screen, verified, LATE)
    yield "drawing", partial(on_screen, drawing)
    yield "evening", partial(on_screen, lambda screen, event: None, LATE)
    yield "hour-refused", partial(on_screen, hour_refused, LATE)
    yield "confirmed", partial(on_screen, confirmed, LATE)
    yield "signed", partial(on_screen, signed, LATE)
    yield "written", partial(on_screen, written)
    yield "not-written", partial(on_screen, not_written)
    yield "no-times", no_times


LATE = time(19, 30)
"""When the programme is over."""


def on_screen(act: Callable[[ClosingScreen, EventFile], object], at: time = OPENING_TIME) -> QWidget:
    event, now = backstage.demo(backstage_day.EARLY if at is LATE else backstage.some_arrived, at)
    screen = backstage.entered(backstage.program(event, now), CLOSING)
    assert isinstance(screen, ClosingScreen)
    act(screen, event)
    return screen.window()


def no_times() -> QWidget:
    """An event of a list alone."""
    return backstage.entered(backstage.program(*backstage.empty()), CLOSING).window()


def verified(screen: ClosingScreen, event: EventFile) -> None:
    screen.certificates.code.setText(issue(event)[0].code)
    screen.certificates.verify.click()


def hour_refused(screen: ClosingScreen, event: EventFile) -> None:
    screen.exits.fields[-1].setText("23h15")
    screen.exits.button.click()


def confirmed(screen: ClosingScreen, event: EventFile) -> None:
    screen.exits.fields[-1].setText("17h05")
    screen.exits.button.click()


ANNE = "Marie-Christine Le Gall-Kerdaniel"
"""A long name of a supervisor."""


def signed(screen: ClosingScreen, event: EventFile) -> None:
    """Confirmed twice, the second time by a supervisor."""
    confirmed(screen, event)
    hours = {hour.half_day.id: hour.hour - timedelta(minutes=5) for hour in screen.exits._hours}
    screen._hours.confirm(hours, Authority(ANNE, "On a vu les participants partir"))
    screen.refresh()
    screen.sheets.form.setCurrentIndex(screen.sheets.form.count() - 1)


def supervisor() -> QWidget:
    """The question to a supervisor before exit times are confirmed."""
    event, now = backstage.demo(backstage_day.EARLY, LATE)
    supervision = Supervision(event, Desk(event, now, "Accueil 1"))
    supervision.name(ANNE, "738164", Authority("Accueil 1", "Première responsable"))
    voice, programme = Translator(current_language()), event.programme()
    halves = EventOccasions.of(programme, zone_of(programme.event)).half_days
    hours = {half.id: half.time.ends for half in halves}
    return AuthorityDialog(supervision, confirm_request(hours, programme, zone_of(programme.event), voice))


def written(screen: ClosingScreen, event: EventFile) -> None:
    rows = Message("file", "{rows} {rows:row|rows} written to {name}.")
    name = "9e-rencontre-des-pionniers-de-l-eau-présences-2023-07-04-1805.xlsx"
    shell_of(screen).show_written(translate(rows, rows=348, name=name), Path(name))


def not_written(screen: ClosingScreen, event: EventFile) -> None:
    shell_of(screen).fail(StorageError(NOT_ALLOWED))


def shell_of(screen: ClosingScreen) -> Shell:
    shell = screen.window()
    assert isinstance(shell, Shell)
    return shell


def drawing(screen: ClosingScreen, event: EventFile) -> None:
    screen.logo.image = QImage(300, 90, QImage.Format.Format_RGB32)
    screen.logo.image.fill(QColor("#8A1538"))
    screen.logo._show()
    screen.sheets.occasion.setCurrentIndex(8)
    screen.progress.show_progress(120, 348)
