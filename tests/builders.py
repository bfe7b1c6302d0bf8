# SPDX-License-Identifier: GPL-3.0-or-later
"""Values with defaults, so that a test names only what matters to it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from checkin.core.attendee import Attendee, attendee_body
from checkin.core.entries import Entry, EntryKind, next_id
from checkin.core.programme.programme import Category, ControlPoint, Event, PointMode, Programme, Session, Speaker
from checkin.core.tokens import EventKey

MORNING = datetime(2023, 7, 4, 6, 40, tzinfo=UTC)
KEY = EventKey("test-event", bytes(range(32)))


def an_attendee(number: int = 1, **fields: Any) -> Attendee:
    token = KEY.issue(number.to_bytes(16, "big"))
    defaults = {"id": token.id, "first_name": "Éléonore", "last_name": f"Le Goff-{number}", "ticket_code": token.code}
    return Attendee(**{**defaults, **fields})


def a_programme(**fields: Any) -> Programme:
    workshop = Session("atelier-b", "Atelier B", MORNING, MORNING + timedelta(hours=2), "Salle 2", 2, True)
    defaults: dict[str, Any] = {
        "event": Event("9ᵉ Rencontre", date(2023, 7, 4)),
        "categories": (
            Category("participant", "Participant"),
            Category("officiel", "Officiel", calls_attention=True),
            Category("presse", "Presse"),
        ),
        "sessions": (workshop,),
        "speakers": (Speaker("s/1", "Sylvain REYMOND", "Directeur", "Les Entreprises", "s", is_confirmed=False),),
        "control_points": (
            ControlPoint("accueil", "Accueil", "", MORNING - timedelta(hours=1), MORNING + timedelta(hours=8)),
            ControlPoint("atelier-b", "Atelier B", "atelier-b"),
            ControlPoint("dejeuner", "Déjeuner", categories=("participant",)),
            ControlPoint("sortie", "Sortie", mode=PointMode.EXIT),
        ),
    }
    return Programme(**{**defaults, **fields})


class Steps:
    """Entries one after another, each a second later, with ids in order."""

    def __init__(self) -> None:
        self.at = MORNING
        self._last: bytes | None = None

    def entry(self, kind: str, subject: str = "A", desk: str = "Accueil 1", **body: Any) -> Entry:
        self.at += timedelta(seconds=1)
        self._last = next_id(self._last, int(self.at.timestamp() * 1000), bytes(10))
        return Entry(self._last, kind, subject, desk, self.at, body)

    def added(self, attendee: Attendee) -> Entry:
        return self.entry(EntryKind.ATTENDEE_ADDED, attendee.id, **attendee_body(attendee))
