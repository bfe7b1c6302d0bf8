# SPDX-License-Identifier: GPL-3.0-or-later
"""The event on a USB key: put on one at the first desk, joined from one at a new computer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QWidget

from checkin.core.together.carried import CarriedEvent, KeyContents
from checkin.core.together.invitation import Invitation
from checkin.core.together.volumes import Volume
from checkin.core.tokens import EventKey
from checkin.desk.together.errand import Errand
from checkin.ui.together.carry_dialog import CarryDialog
from checkin.ui.together.errand_dialog import ErrandDialog
from checkin.ui.welcome.key_join_dialog import KeyJoinDialog
from scripts import backstage

AT = datetime(2023, 7, 4, 8, 41, tzinfo=UTC)
LONG = "9ᵉ Rencontre des pionniers des alliances en partage – Journée nationale de restitution"
CLE = Volume("/media/anne/CLE", "CLE", 14_200_000_000)
LONG_KEY = Volume("/media/anne/2", "Présidence de l’université, direction de la communication", 900_000_000)
DOCUMENTS = Path("/home/anne/Documents")


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "carry", carry
    yield "carry-none", lambda: CarryDialog("1f")
    yield "put", put
    yield "join", lambda: join(KeyContents(CLE, (carried(),)))
    yield (
        "join-several",
        lambda: join(
            KeyContents(LONG_KEY, (carried(LONG), carried("Gala", "2f", 1)), unreadable=1),
            KeyContents(CLE, (carried(),)),
        ),
    )
    yield "join-none", join
    yield "join-empty", lambda: join(KeyContents(LONG_KEY))
    yield "join-known", lambda: join(KeyContents(CLE, (carried(),)), known={"1f": DOCUMENTS / "rencontre.checkin"})


def carried(title: str = "Rencontre annuelle", event: str = "1f", people: int = 332) -> CarriedEvent:
    invitation = Invitation(title, EventKey(event, bytes(32)))
    return CarriedEvent(invitation, AT, people, 1000, ("Accueil 1", "Accueil 2"), date(2023, 7, 4))


def carry() -> QWidget:
    """On one of two keys already."""
    made = CarryDialog("1f")
    made.show_contents((KeyContents(CLE, (carried(),)), KeyContents(LONG_KEY)))
    return made


def put() -> QWidget:
    from checkin.program.desk_keys import _put_told

    errand = Errand(lambda tell: None)
    made = ErrandDialog(errand, "CLE", lambda result: _put_told(CLE, result))
    errand.done.emit(carried())
    return made


def join(*found: KeyContents, known: dict[str, Path] | None = None) -> QWidget:
    made = KeyJoinDialog(DOCUMENTS, known or {})
    made.show_contents(found)
    return made
