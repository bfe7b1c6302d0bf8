# SPDX-License-Identifier: GPL-3.0-or-later
"""Registration at the desk: the form, and who on the list or at another desk may be the same person. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from checkin.core.admission_rules import decides_entrance
from checkin.core.attendee import CUSTOM, Attendee
from checkin.core.lists.duplicates import DuplicateIndex, match_reason
from checkin.core.message import Message, UserError
from checkin.core.payments import names_amount
from checkin.core.programme.programme import Programme
from checkin.core.search_terms import PARTICLES, glued
from checkin.core.text_folding import SHORTEST, are_one_letter_apart, name_key, words_in
from checkin.core.tokens import Token

MOST_LETTERS = 200
"""The most letters of a field. A longer text was pasted in the wrong place."""


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """The fields of a person being registered. The two names are required; texts become one line, without spaces at the
    ends.
    """

    first_name: str
    last_name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    sessions: tuple[str, ...] = ()
    note: str = ""
    places: int = 1
    has_consented: bool = False
    custom: Mapping[str, str] = field(default_factory=dict)

    def as_attendee(self, token: Token) -> Attendee:
        """Return the attendee, with the code `token` that was issued for them. Raises `UserError` for a missing
        name.
        """
        names = (tidy_field(self.first_name), tidy_field(self.last_name))
        if not all(names):
            raise UserError(_NO_NAME)
        return Attendee(
            token.id,
            *names,
            token.code,
            organisation=tidy_field(self.organisation),
            role=tidy_field(self.role),
            email=tidy_field(self.email),
            phone=tidy_field(self.phone),
            category=self.category,
            sessions=self.sessions,
            note=tidy_field(self.note),
            places=self.places,
            has_consented=self.has_consented,
            custom=dict(self.custom),
        )


def tidy_field(text: str) -> str:
    """Return `text` as one line of printable characters, at most `MOST_LETTERS`."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MOST_LETTERS]


def propose_capitals(name: str) -> str:
    """Return a name that was typed in small letters only with its capitals, any other as it is: "de La Fournière"."""
    return _WORD.sub(_capitalise, name) if name == name.lower() else name


def _capitalise(word: re.Match[str]) -> str:
    return word[0] if word[0] in _SMALL else word[0][0].upper() + word[0][1:]


_WORD = re.compile(r"\bd['’]|[^\W\d_]+")
_SMALL = ("de", "du", "des", "d'", "d’")
_NO_NAME = Message("registration", "A first name and a last name are needed. Nobody was added; fill in both.")

ONE_TICKET_EACH = Message(
    "registration", "A pretix ticket lets in one person. If several people came, register each of them."
)
"""Why a number of people cannot be given where a ticketing's server sells the tickets."""


# Finds attendees on the list who may be the person being registered. Never decides it.

LEAST = 2
"""The least letters of each name: fewer would match half the list."""


class DuplicateReason(IntEnum):
    """Why two may be one person, the strongest first: the same name in any order of its words, the same e-mail address,
    or a name that is one letter away or begins so.
    """

    SAME_NAME = 0
    SAME_EMAIL = 1
    NEAR_NAME = 2


def duplicate_reason(form: RegistrationForm, attendee: Attendee) -> DuplicateReason | None:
    """Return why `attendee` may be the person of `form`, whose names may be unfinished; None if they are not alike."""
    typed, theirs = _names(form), _names(attendee)
    if can_be_named(form) and (_key(form) == _key(attendee) or sorted(map(glued, typed)) == sorted(map(glued, theirs))):
        return DuplicateReason.SAME_NAME
    if form.email.strip() and form.email.strip().casefold() == attendee.email.strip().casefold():
        return DuplicateReason.SAME_EMAIL
    return DuplicateReason.NEAR_NAME if can_be_named(form) and _is_near(typed, theirs) else None


def can_be_named(form: RegistrationForm) -> bool:
    """Whether enough was typed of both names."""
    return all(len(glued(name)) >= LEAST for name in _names(form))


def _names(person: RegistrationForm | Attendee) -> tuple[Sequence[str], Sequence[str]]:
    return words_in(person.first_name), words_in(person.last_name)


def _key(person: RegistrationForm | Attendee) -> str:
    return name_key(person.first_name, person.last_name)


def _is_near(typed: tuple[Sequence[str], Sequence[str]], theirs: tuple[Sequence[str], Sequence[str]]) -> bool:
    """Whether all typed words, or both typed names as one word each, match the attendee's. Particles are often left
    out.
    """
    known = [*theirs[0], *theirs[1], *map(glued, theirs)]
    words = [word for word in (*typed[0], *typed[1]) if word not in PARTICLES]
    return any(asked and all(_begins_one(word, known) for word in asked) for asked in (words, [*map(glued, typed)]))


def _begins_one(word: str, known: Sequence[str]) -> bool:
    return any(k.startswith(word) or (len(word) >= SHORTEST and are_one_letter_apart(word, k)) for k in known)


# Walk-ins registered at two desks who may be one person, found by the rule that lists use.
# A walk-in's entry names the similar walk-ins that its desk knew (`BESIDE`): the desk chose to register them anyway.
# Desk names are no evidence: two desks may share one.

BESIDE = "beside"
"""The key of a walk-in's body that holds the ids of similar people who were there already."""

MOST_BESIDE = 50
"""The most similar people that are recorded. More share no real name: a desk writes "Visitor" for everybody."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A walk-in. `beside` is None where the entry does not say, as of a name that very many have; then only `desk` can
    tell.
    """

    person: Attendee
    desk: str
    beside: Collection[str] | None = None


def are_like(one: Attendee, other: Attendee) -> bool:
    """Whether two walk-ins may be one person. Little is known of them, so the same name is enough."""
    is_same_name = name_key(one.first_name, one.last_name) == name_key(other.first_name, other.last_name)
    return is_same_name or match_reason(one, other) is not None


def similar_walk_ins_body(person: Attendee, known: Iterable[WalkIn]) -> dict[str, object]:
    """Return what the entry that adds `person` says of the similar walk-ins known to the desk."""
    like = [walk_in.person.id for walk_in in known if are_like(person, walk_in.person)]
    return {BESIDE: like} if len(like) <= MOST_BESIDE else {}


def find_duplicate_walk_ins(walk_ins: Sequence[WalkIn]) -> Iterator[tuple[str, str]]:
    """Yield pairs of ids: each walk-in with the next similar one that was registered at a desk that did not
    know them.
    """
    ordered = sorted(walk_ins, key=lambda walk_in: walk_in.person.id)
    index = DuplicateIndex([walk_in.person for walk_in in ordered])
    for place, one in enumerate(ordered):
        later = (ordered[other] for other in index.near(one.person) if other > place)
        if found := next((other for other in later if _are_apart(one, other)), None):
            yield one.person.id, found.person.id


def _are_apart(one: WalkIn, other: WalkIn) -> bool:
    return are_like(one.person, other.person) and not _knew(one, other)


def _knew(one: WalkIn, other: WalkIn) -> bool:
    if one.beside is None or other.beside is None:
        named = {*(one.beside or ()), *(other.beside or ())}
        return one.desk == other.desk or not named.isdisjoint({one.person.id, other.person.id})
    return other.person.id in one.beside or one.person.id in other.beside


# The columns of the list that belong to a place at the event, not to the person who takes it.

LONGEST_TITLE = 4
"""Words of a title; a longer one is a question to the person ("Do you need a seat near the door?")."""

PLACE_WORDS = frozenset(
    (
        *("table", "tables", "tisch", "tavolo", "mesa", "place", "seat", "sitz", "sitzplatz", "siege", "posto"),
        *("asiento", "rang", "rangee", "row", "reihe", "fila", "salle", "room", "raum", "saal", "sala", "chambre"),
        *("zone", "bloc", "block", "tribune", "balcon", "loge", "stand", "parking"),
        *("commande", "order", "billet", "ticket", "formule"),
    )
)
"""The words, folded, of titles that name a place or what was bought with it."""


def place_columns(absent: Attendee, programme: Programme) -> dict[str, str]:
    """Return the columns of the list that pass from an absent person to their substitute: their table, seat or room,
    what was bought, what is due, and what a control point requires. A diet or a birthday is the person's.
    """
    return {
        title: text
        for title, text in absent.custom.items()
        if decides_entrance(CUSTOM + title, programme) or _names_place(title)
    }


def _names_place(title: str) -> bool:
    words = words_in(title)
    is_place = len(words) <= LONGEST_TITLE and not PLACE_WORDS.isdisjoint(words)
    return is_place or names_amount(title)
