# SPDX-License-Identifier: GPL-3.0-or-later
"""People who do not exist, the longest names among them, and a likely answer for every reason. See `gallery_desk`."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from checkin.core.answer import (
    Alternatives,
    Answer,
    EarlierPassage,
    GivenCode,
    LentThing,
    SearchMatch,
    SeatCounts,
    SessionSeats,
    TicketingAnswer,
    UndoResult,
)
from checkin.core.attendee import Attendee, CheckInMethod, Presence, Status
from checkin.core.decision import Reason, Verdict
from checkin.core.entries import Entry, EntryKind
from checkin.core.message import Message, UserError
from checkin.core.programme.programme import (
    Category,
    Column,
    ColumnDisplay,
    ColumnRule,
    ControlPoint,
    Event,
    PointMode,
    Programme,
    Session,
    Speaker,
)
from checkin.core.ticketing.rule_explanations import NO_MEDIUM, TicketExplanation
from checkin.core.tokens import TEST_CODE
from checkin.services.desk_services import TAKEN

NOW = datetime(2023, 7, 4, 8, 47, tzinfo=UTC)
ARRIVAL = ControlPoint("accueil", "Accueil", opens=NOW + timedelta(minutes=13), closes=NOW)
CHECKING = ControlPoint("accueil", "Accueil", checks="Pièce d’identité : le nom est celui de l’inscription")
WORKSHOP = ControlPoint("b", "Atelier B", session="b", categories=("pro", "presse"))
WAY_OUT = ControlPoint("sortie", "Sortie", mode=PointMode.EXIT)
PROGRAMME = Programme(
    Event("9ᵉ Rencontre des pionniers", date(2023, 7, 4)),
    (Category("pro", "Professionnels"), Category("presse", "Presse"), Category("int", "Intervenants", True)),
    (
        Session("p", "Plénière", NOW.replace(hour=9, minute=30)),
        Session("b", "Atelier B", NOW.replace(hour=14, minute=0), capacity=20, is_booked=True),
    ),
    control_points=(ARRIVAL, WORKSHOP, WAY_OUT),
)
ELEONORE = Attendee(
    "1",
    "Éléonore",
    "Le Goff-Kermarrec",
    "X",
    "Communauté de communes du Pays d’Iroise",
    "cheffe de projet",
    category="pro",
    sessions=("b",),
)
JEAN = Attendee("2", "Jean-Baptiste", "de La Fournière", "Y", "Fondation pour les territoires ruraux", category="pro")
MAIWENN = Attendee(
    "3",
    "Maïwenn",
    "Saint-Aubin",
    "Z",
    "Chaire Territoires et transitions",
    "directrice",
    category="int",
    note="Prévenir la régie : micro-cravate, entrée côté scène.",
)
LONGEST = Attendee(
    "4",
    "Marie-Françoise Bernadette-Alexandrine",
    "de Rochechouart-Montmorency-Laval de La Trémoille",
    "W",
    "Syndicat mixte d’aménagement et de gestion des eaux du bassin versant de la Haute-Vallée de la Sarthe",
    "directrice adjointe chargée de la coopération décentralisée et des partenariats européens",
    category="int",
    presence=Presence.BOTH,
    sessions=("p", "b"),
    note="Arrive en fauteuil roulant : accompagner par l’ascenseur nord, "
    "prévenir la régie au 06 00 00 00 00, "
    "puis installer au premier rang côté jardin avant l’ouverture des portes.",
)
COLUMNS = (
    Column("table", "Table", "custom:Table", in_search=True),
    Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE, in_kiosk=True),
    Column("taille", "T-shirt", "custom:T-shirt"),
    Column("hotel", "Hôtel", "custom:Hôtel", ColumnDisplay.LINE),
    Column(
        "mineur",
        "Mineur",
        "custom:Mineur",
        ColumnDisplay.HIDDEN,
        rules=(ColumnRule(values=("oui",), text="Mineur : appeler l’accompagnateur de sa page.", needs_person=True),),
    ),
)
"""Columns of the list that are chosen, with the values that `CHOSEN` has in them."""
CHOSEN = {
    "Table": "7",
    "Régime": "Végétarien",
    "T-shirt": "XL",
    "Hôtel": "Ibis Styles Gare Montparnasse, navette à 17 h 45 devant l’entrée nord",
}
MANY = tuple(
    Column(f"c{n}", f"Colonne {n}", f"custom:{n}", (ColumnDisplay.CHIP, ColumnDisplay.LINE)[n % 3 == 0])
    for n in range(60)
)
OTHER_SESSION = Session(
    "c", "Atelier C – Animer le dialogue territorial", NOW.replace(hour=14, minute=0), room="Salle 3, deuxième étage"
)
CODE = "BCDEFGHJKLNPRSTUVXBC"
STAGE = Speaker("s", "Maïwenn Saint-Aubin", "Intervenante", "", "p", False)

GROUP = replace(JEAN, organisation="Lycée agricole de Saint-Yrieix", places=6)

_ARRIVED = Entry(bytes(16), EntryKind.CHECKED_IN, "2", "Accueil 1", NOW - timedelta(minutes=16), {})
_UNDONE = UndoResult(_ARRIVED, is_inside=False, with_registration=False)

_ADMITTED = {
    Reason.WELCOME,
    Reason.ATTENTION,
    Reason.REENTRY,
    Reason.EXIT,
    Reason.SPEAKER_TO_CONFIRM,
    Reason.WALK_IN,
    Reason.LENT,
    Reason.SIGNED_TICKET,
}
_ASKED = {
    Reason.EXIT_WITHOUT_ENTRY,
    Reason.NOT_HEARD_OF,
    Reason.PENDING,
    Reason.UNPAID,
    Reason.ROOM_FULL,
    Reason.NOT_REGISTERED,
    Reason.REMOTE,
    Reason.INCOMPLETE,
    Reason.PERSON_NEEDED,
    Reason.SEVERAL,
    Reason.CODE_OF_SEVERAL,
    Reason.GROUP,
    Reason.TO_CHECK,
    Reason.UNDECIDED,
}
_NOBODY = {
    Reason.NOT_HEARD_OF,
    Reason.UNKNOWN,
    Reason.OTHER_EVENT,
    Reason.UNREADABLE,
    Reason.FORGED,
    Reason.SEVERAL,
    Reason.CODE_OF_SEVERAL,
    Reason.BLANK,
    Reason.THING_HERE,
    Reason.NOT_TIED,
    Reason.TRIAL,
    Reason.CERTIFICATE,
    Reason.OTHER_CERTIFICATE,
    Reason.DEVICE_CODE,
    Reason.SIGNED_TICKET,
}
_AT_WORKSHOP = {
    Reason.NO_ACCESS,
    Reason.NOT_REGISTERED,
    Reason.FULL,
    Reason.ROOM_FULL,
    Reason.WAITING,
    Reason.MOVED,
    Reason.NO_RETURN,
}
_KNOWN = {Reason.REPEATED, Reason.ALREADY_ARRIVED}
_SEVERAL = {Reason.SEVERAL, Reason.CODE_OF_SEVERAL}
_SEATS = {
    Reason.WAITING: SeatCounts(waiting=3, waiting_position=3),
    Reason.ROOM_FULL: SeatCounts(0, inside=20, capacity=20),
}
_LENDS = {
    Reason.THING_OUT: LentThing("casque", about="casque 12", holder="Chloé Kermarrec"),
    Reason.THING_HERE: LentThing("casque", about="casque 12"),
}
_SPEAKS = {Reason.ATTENTION, Reason.SPEAKER_TO_CONFIRM}


_EXPLANATIONS = {
    Reason.NOT_VALID_NOW: (
        TicketExplanation(
            Message("ticketing", "is valid only from {day}, {time}"), {"day": "05/07/2023", "time": "08:00"}
        ),
    ),
    Reason.TICKET_RULE: (
        TicketExplanation(Message("ticketing", "only after {time}"), {"time": "14:00"}),
        TicketExplanation(Message("ticketing", "not with this kind of ticket")),
    ),
    Reason.UNDECIDED: (TicketExplanation(NO_MEDIUM),),
}


def answer_for(reason: Reason) -> Answer:
    """A likely answer with this reason."""
    if reason is Reason.ERASED:
        erased = NOW - timedelta(days=9)
        return Answer(
            Verdict.REFUSE, reason, NOW, ARRIVAL, CheckInMethod.CODE, entry=bytes(16), earlier=EarlierPassage(erased)
        )
    person = _person(reason)
    is_known = reason in _KNOWN
    return Answer(
        verdict=_verdict(reason),
        reason=reason,
        at=NOW,
        control_point=CHECKING if reason is Reason.TO_CHECK else WORKSHOP if reason in _AT_WORKSHOP else ARRIVAL,
        how=CheckInMethod.WALK_IN if reason is Reason.WALK_IN else CheckInMethod.CODE,
        attendee=person,
        ticket=person.ticket_code if person else "",
        read=_read(reason, person),
        entry=bytes(16),
        earlier=EarlierPassage(NOW - timedelta(minutes=16), "Accueil 1", _ARRIVED) if is_known else EarlierPassage(),
        speaker=STAGE if reason is Reason.SPEAKER_TO_CONFIRM else None,
        candidates=tuple(matches("le")[: 9 if reason is Reason.SEVERAL else 2]) if reason in _SEVERAL else (),
        giving=GivenCode(
            37 if reason is Reason.BLANK else 0,
            refusal=UserError(TAKEN, names=JEAN.name) if reason is Reason.NOT_TIED else None,
        ),
        came=2 if reason is Reason.GROUP else 0,
        undone=_UNDONE if reason is Reason.UNDONE else None,
        thing="casque 12" if reason is Reason.LENT else "",
        lent=_LENDS.get(reason, LentThing()),
        **_ways_out(reason),
    )


def _read(reason: Reason, person: Attendee | None) -> str:
    if reason is Reason.TIED:
        return "04:A2:FE:09:BB"
    is_kept = person is not None or reason in (Reason.UNREADABLE, Reason.THING_HERE, Reason.DEVICE_CODE)
    return "" if is_kept else TEST_CODE if reason is Reason.TRIAL else "3760123450017"


def _person(reason: Reason) -> Attendee | None:
    if reason in _NOBODY:
        return None
    if reason is Reason.GROUP:
        return GROUP
    if reason in _SPEAKS or reason in _AT_WORKSHOP:
        return MAIWENN
    return JEAN if reason in _KNOWN else ELEONORE


def _ways_out(reason: Reason) -> dict[str, Any]:
    """What answers about a full or closed place offer instead."""
    match reason:
        case Reason.FULL:
            others = (
                SessionSeats(OTHER_SESSION, 4),
                SessionSeats(replace(OTHER_SESSION, id="d", title="Atelier D"), 1),
            )
            offered = Alternatives(workshops=others, given_up=(OTHER_SESSION,))
            return {"alternatives": offered, "counts": SeatCounts(waiting=2, line_length=5)}
        case Reason.NOT_REGISTERED:
            return {"alternatives": Alternatives(given_up=(OTHER_SESSION,)), "counts": SeatCounts(3)}
        case Reason.NO_ACCESS:
            return {"alternatives": Alternatives(open_to=(ARRIVAL,))}
        case Reason.WAITING | Reason.ROOM_FULL:
            return {"counts": _SEATS[reason]}
        case Reason.MOVED:
            return {"moved_to": OTHER_SESSION}
        case Reason.INCOMPLETE:
            return {"missing": ("email", "custom:Régime alimentaire")}
        case Reason.NOT_VALID_NOW | Reason.TICKET_RULE | Reason.UNDECIDED:
            texts = ("Remettre la pochette partenaire",)
            return {"ticketing": TicketingAnswer(_EXPLANATIONS[reason], texts)}
    return {}


def _verdict(reason: Reason) -> Verdict:
    if reason in _ADMITTED:
        return Verdict.ADMIT
    if reason in _ASKED:
        return Verdict.ASK
    return Verdict.DUPLICATE if reason in _KNOWN else Verdict.REFUSE


def matches(query: str) -> list[SearchMatch]:
    if query == "zzz":
        return []
    return [
        SearchMatch(ELEONORE),
        SearchMatch(JEAN, NOW - timedelta(minutes=6), "Accueil 2", True, 1, apart=("Ville de Brest", "directeur")),
        SearchMatch(
            replace(JEAN, status=Status.CANCELLED), replaced_by="Zoé Fontaine-Lemercier", apart=("Ville de Lyon",)
        ),
        SearchMatch(replace(ELEONORE, status=Status.UNPAID), apart=("chargée de mission", "eleonore@exemple.fr")),
        SearchMatch(LONGEST),
    ]
