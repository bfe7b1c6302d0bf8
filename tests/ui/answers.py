# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers with defaults, so that a test of the window names only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from checkin.core.answer import Answer, RecentScan, SearchMatch
from checkin.core.attendee import Attendee, CheckInMethod
from checkin.core.decision import Reason, Verdict
from checkin.core.programme.programme import Category, ControlPoint, Event, PointMode, Programme, Session

NOW = datetime(2023, 7, 4, 8, 47, tzinfo=UTC)
ARRIVAL = ControlPoint("accueil", "Accueil", opens=NOW.replace(hour=9, minute=0), closes=NOW)
WORKSHOP = ControlPoint("b", "Atelier B", session="b", categories=("pro", "presse"))
WAY_OUT = ControlPoint("sortie", "Sortie", mode=PointMode.EXIT)
PROGRAMME = Programme(
    Event("9ᵉ Rencontre"),
    (Category("pro", "Professionnels"), Category("presse", "Presse"), Category("int", "Intervenants", True)),
    (Session("b", "Atelier B", NOW.replace(hour=14, minute=0), capacity=20, is_booked=True),),
    control_points=(ARRIVAL, WORKSHOP, WAY_OUT),
)

ADMITTED = "welcome attention reentry exit speaker_to_confirm walk_in lent signed_ticket"
ASKED = (
    "exit_without_entry not_heard_of pending unpaid room_full not_registered remote incomplete person_needed several "
    "group to_check undecided"
)
DUPLICATES = {Reason.REPEATED, Reason.ALREADY_ARRIVED}


def a_person(**fields: Any) -> Attendee:
    defaults: dict[str, Any] = {
        "id": "1",
        "first_name": "Éléonore",
        "last_name": "Le Goff-Kermarrec",
        "ticket_code": "X",
        "organisation": "Pays d’Iroise",
        "role": "cheffe de projet",
    }
    return Attendee(**{**defaults, **fields})


def an_answer(reason: Reason = Reason.WELCOME, **fields: Any) -> Answer:
    """The verdict that `reason` comes with, unless another is given."""
    defaults: dict[str, Any] = {
        "verdict": _verdict(reason),
        "reason": reason,
        "at": NOW,
        "control_point": ARRIVAL,
        "how": CheckInMethod.CODE,
        "attendee": a_person(),
        "entry": b"entry",
    }
    return Answer(**{**defaults, **fields})


def _verdict(reason: Reason) -> Verdict:
    if reason in ADMITTED.split():
        return Verdict.ADMIT
    if reason in ASKED.split():
        return Verdict.ASK
    return Verdict.DUPLICATE if reason in DUPLICATES else Verdict.REFUSE


def a_passage(number: int = 1, **fields: Any) -> RecentScan:
    defaults: dict[str, Any] = {
        "entry": bytes([number]),
        "at": NOW - timedelta(minutes=number),
        "verdict": Verdict.ADMIT,
        "reason": Reason.WELCOME,
        "name": f"Personne {number}",
        "organisation": "Région Bretagne",
        "how": CheckInMethod.CODE,
        "desk": "Accueil 2",
        "can_undo": True,
    }
    return RecentScan(**{**defaults, **fields})


def a_match(number: int = 1, **fields: Any) -> SearchMatch:
    defaults: dict[str, Any] = {
        "attendee": a_person(id=str(number), last_name=f"Personne {number}"),
        "is_inside": True,
        "came": 1,
    }
    return SearchMatch(**{**defaults, **fields})
