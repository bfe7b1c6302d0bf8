# SPDX-License-Identifier: GPL-3.0-or-later
"""The event on a USB drive: put on one at the first desk, joined from one at a new computer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.sync.invitation import CarriedEvent, Invitation, UsbDriveContents, Volume
from checkin.core.tokens import EventKey
from checkin.services.threads import BackgroundTask
from checkin.ui.sync.progress_dialog import ProgressDialog, UsbEventDialog
from checkin.ui.welcome.join_event import UsbJoinDialog
from scripts import backstage

AT = datetime(2023, 7, 4, 8, 41, tzinfo=UTC)
LONG = "9ᵉ Rencontre des pionniers des alliances en partage – Journée nationale de restitution"
CLE = Volume("/media/anne/CLE", "CLE", 14_200_000_000)
LONG_KEY = Volume("/media/anne/2", "Présidence de l’université, direction de la communication", 900_000_000)
DOCUMENTS = Path("/home/anne/Documents")


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "carry", carry
    yield "carry-none", lambda: UsbEventDialog("1f")
    yield "put", put
    yield "join", lambda: join(UsbDriveContents(CLE, (carried(),)))
    yield (
        "join-several",
        lambda: join(
            UsbDriveContents(LONG_KEY, (carried(LONG), carried("Gala", "2f", 1)), unreadable=1),
            UsbDriveContents(CLE, (carried(),)),
        ),
    )
    yield "join-none", join
    yield "join-empty", lambda: join(UsbDriveContents(LONG_KEY))
    yield "join-known", lambda: join(UsbDriveContents(CLE, (carried(),)), known={"1f": DOCUMENTS / "rencontre.checkin"})


def carried(title: str = "Rencontre annuelle", event: str = "1f", people: int = 332) -> CarriedEvent:
    invitation = Invitation(title, EventKey(event, bytes(32)))
    return CarriedEvent(invitation, AT, people, 1000, ("Accueil 1", "Accueil 2"), date(2023, 7, 4))


def carry() -> QWidget:
    """On one of two drives already."""
    made = UsbEventDialog("1f")
    made.show_contents((UsbDriveContents(CLE, (carried(),)), UsbDriveContents(LONG_KEY)))
    return made


def put() -> QWidget:
    from checkin.application.exchange_windows import _put_sentence

    errand = BackgroundTask(lambda report: None)
    made = ProgressDialog(errand, "CLE", lambda result: _put_sentence(CLE, result))
    errand.done.emit(carried())
    return made


def join(*found: UsbDriveContents, known: dict[str, Path] | None = None) -> QWidget:
    made = UsbJoinDialog(DOCUMENTS, known or {})
    made.show_contents(found)
    return made
