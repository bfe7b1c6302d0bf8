# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be settled between the desks: a guest of whom two desks thought differently, and too many in a session."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from checkin.core.entries import EntryKind
from checkin.core.sync.conflicts import (
    ConflictKind,
    ConflictSide,
    OpenConflict,
    Resolution,
    RivalResolution,
    SessionArrival,
)
from checkin.services.desk import Desk
from checkin.services.desk_conflicts import Conflicts
from checkin.services.event_file import EventFile
from checkin.ui.sync.conflicts_dialog import ConflictsDialog
from scripts import backstage

EAST = "Entrée des partenaires et de la presse"


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "apart", lambda: dialog(0)
    yield "registered-twice", lambda: dialog(1)
    yield "crowd", lambda: dialog(2)
    yield "one-id", lambda: dialog(3)
    yield "code-of-two", lambda: dialog(4)


def dialog(row: int) -> ConflictsDialog:
    event, now = backstage.demo()
    shown = ConflictsDialog(cast(Conflicts, _Open(event, Desk(event, now, "Accueil 1"))))
    shown.list.setCurrentRow(row)
    return shown


class _Open:
    """Stands for `Conflicts`: five of them, of the first people of the demo."""

    def __init__(self, event: EventFile, desk: Desk) -> None:
        self._event, self._desk = event, desk

    def open(self) -> list[OpenConflict]:
        at, programme = self._desk.admission.now(), self._desk.programme
        people = [person for person, _ in self._event.attendees.all()][:12]
        first, second = ConflictSide(at, "Accueil 1", b""), ConflictSide(at + timedelta(minutes=4), EAST, b"")
        kinds, point = ConflictKind, programme.control_points[0]
        choices = (
            RivalResolution(Resolution.SECOND_WRONG, at + timedelta(minutes=20), "Accueil 1", ""),
            RivalResolution(Resolution.FIRST_WRONG, at + timedelta(minutes=22), EAST, ""),
        )
        inside = tuple(
            SessionArrival(person.name, at - timedelta(minutes=place), ("Accueil 1", EAST)[place % 2], 1)
            for place, person in enumerate(people)
        )
        one, other = people[1], people[2]
        named = (
            ConflictSide(first.at, first.desk, b"", one.name),
            ConflictSide(second.at, second.desk, b"", other.name),
        )
        told = ConflictSide(first.at, first.desk, b"", "blocked", EntryKind.ATTENDEE_CORRECTED)
        told_otherwise = ConflictSide(first.at, first.desk, b"", "", EntryKind.CHECKED_IN)
        return [
            OpenConflict(
                "1", kinds.DOUBLE_ADMISSION, ("",), people[0], None, first, second, "", point, choices=choices
            ),
            OpenConflict("2", kinds.SAME_WALK_IN, ("", ""), one, other, *named),
            OpenConflict("3", kinds.OVERRUN, session=programme.sessions[0], people=3, inside=inside),
            OpenConflict("4", kinds.ONE_ID, person=people[3], first=told, second=told_otherwise),
            OpenConflict("5", kinds.CODE_OF_TWO, ("", ""), one, other, *named, "04:A2:fE:09:Bb:11:80"),
        ]
