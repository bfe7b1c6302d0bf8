# SPDX-License-Identifier: GPL-3.0-or-later
"""The title, the room, the speakers and the seats in the words that stand beside a session's hours. Pure.

What is none of these stays in the title: nothing that was written is lost.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from checkin.core.lists.personal_names import FirstNames, is_courtesy, is_first_name, is_name, is_particle
from checkin.core.schedules.schedule import ScheduledSpeaker, schedule_line
from checkin.core.text_folding import fold_text, words_in

MOST_WORDS = 5
"""The most words of a room's name."""

_ROOM_WORDS = (
    "salle salles auditorium auditoriums amphi amphitheatre hall foyer room lobby atrium chapiteau tente tent studio"
    " gymnase cafeteria restaurant terrasse terrace jardin garden parvis patio bibliotheque library mezzanine plateau"
    " batiment building etage floor scene stage espace"
)
_ROLE_WORDS = (
    "maire mayor president presidente directeur directrice director adjoint adjointe fondateur fondatrice founder"
    " ceo head chair anglais english francais french hybride hybrid online optionnel optional gratuit free visio"
)
_ROOMS, _ROLES = frozenset(_ROOM_WORDS.split()), frozenset(_ROLE_WORDS.split())
_CODE = re.compile(r"[A-Z]{1,2}[ -]?\d{1,4}[a-z]?")
_EDGES = " \t,;:|/@–—-→•"
_SEATED = r"\b(\d{1,5})\s*(?:places?|seats?|personnes|pers\.?|pax)(?!\w)(?:\s*max\w*\.?)?\s*"
_SEATS = re.compile(rf"[(\[]\s*{_SEATED}[)\]]|[,–—-]?\s*{_SEATED}(?=[.,;:()\[\]–—|/-]|$)", re.IGNORECASE)
_BOOKED = re.compile(
    r"[(\[,–—-]\s*(?:sur (?:inscription|réservation)|inscription (?:obligatoire|préalable)|on registration"
    r"|registration required|sign-?up required)\s*[)\]]?",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]\s*\.?")
_PART = re.compile(r"(.*\S)(?:\s+[-–—|/@]\s+|\s*,\s+|\s*;\s*|\s*[–—|]\s+)(\S.*)")
_INSIDE = re.compile(r"^(?:in|at|en|dans|à|au|aux)\s+(?:the\s+|la\s+|le\s+|l[’'])?", re.IGNORECASE)
_IN = re.compile(rf"(.*\S)\s+({_INSIDE.pattern[1:]}\S.*)", re.IGNORECASE)
_LED = re.compile(
    r"(.*\S)\s+((?:avec|(?:anim|présent|modér)ée?s?\s+par|(?:present|moderat|chair|facilitat|host)ed\s+by|led\s+by)\s.*)",
    re.I,
)
_LEAD = re.compile(
    r"(?:avec|with|par|by|anim\w+ par|présent\w+ par|modér\w+ par|(?:present|moderat|chair|facilitat|host)ed by|led by"
    r"|(?:intervenant|intervention|orat|animat|speaker|presenter|host)\w*\s*:)\s+",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|\bet\b|\band\b)\s*")
_FORMS = (_BRACKET, _PART, _LED, _IN, _BRACKET)
"""The ways to end a title. Brackets come first for what is surely a room, last for what may be one: those behind a
speaker have the organisation.
"""
_SPEAKER = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]")


@dataclass(slots=True)
class SessionWords:
    """What is understood so far; `speakers` in their order, each with their organisation in brackets if it is said."""

    title: str = ""
    room: str = ""
    speakers: list[str] = field(default_factory=list)
    capacity: int = 0
    is_booked: bool = False

    @property
    def scheduled_speakers(self) -> tuple[ScheduledSpeaker, ...] | None:
        """The speakers; None where nothing is said of them."""
        return tuple(map(_speaker, self.speakers)) or None


class WordReader:
    """Reads the words of sessions. `rooms` are those known already, `names` known first names."""

    def __init__(self, rooms: Collection[str], names: FirstNames) -> None:
        self._rooms, self._names = {fold_text(room) for room in rooms}, names

    def read(self, text: str) -> SessionWords:
        """Return what the words say."""
        said = SessionWords()
        left = self._take_seats(text.strip(_EDGES), said)
        while shorter := self._without_last(left, said):
            left = shorter
        said.title = clean_title(left)
        return said

    def add(self, said: SessionWords, line: str) -> bool:
        """Add a line below a session: “Room: …”, “Speaker: …”, or either in brackets. Return whether it is one."""
        label, colon, value = line.partition(":")
        if colon and words_in(label) and set(words_in(label)) <= _ROOMS | {"lieu", "location", "place", "where", "ou"}:
            said.room = said.room or schedule_line(value)
            return bool(said.room)
        return self._take(line.strip("()[] "), said, is_bracket=line.startswith(("(", "[")))

    def people(self, text: str) -> list[str]:
        """Return the names in a cell of speakers."""
        return [schedule_line(each) for each in _AND.split(text) if each.strip()]

    def is_room(self, text: str) -> bool:
        """Whether `text` names a room: a known one, or by its first or last word, or a code (“B204”)."""
        words = words_in(text)
        if not words or len(words) > MOST_WORDS:
            return False
        return fold_text(text) in self._rooms or bool({words[0], words[-1]} & _ROOMS or _CODE.fullmatch(text))

    def is_person(self, text: str) -> bool:
        """Whether `text` is the name of a person: of known first name, or with a form of address."""
        name = _speaker(text).name
        words = name.split()
        if len(words) < 2 or not name[0].isupper() or not is_name(name) or self.is_room(name) or is_particle(words[0]):
            return False
        return is_first_name(words[0], self._names) or is_courtesy(words[0])

    def _take_seats(self, text: str, said: SessionWords) -> str:
        if found := _SEATS.search(text):
            said.capacity = int(found[1] or found[2])
            text = f"{text[: found.start()]} {text[found.end() :]}"
        if booked := _BOOKED.search(text):
            said.is_booked = True
            text = f"{text[: booked.start()]} {text[booked.end() :]}"
        return text.strip(_EDGES)

    def _without_last(self, text: str, said: SessionWords) -> str:
        """Return the text without its last part, which is understood; "" where it is not."""
        for number, form in enumerate(_FORMS):
            found = form.fullmatch(text)
            if found and self._take(found[2].strip(_EDGES), said, is_bracket=number == len(_FORMS) - 1):
                return found[1].rstrip(_EDGES)
        return ""

    def _take(self, part: str, said: SessionWords, *, is_bracket: bool) -> bool:
        lead, place = _LEAD.match(part), _INSIDE.sub("", part)
        people = self.people(part[lead.end() :] if lead else part)
        if people and all(is_name(_speaker(p).name) and p[0].isupper() if lead else self.is_person(p) for p in people):
            said.speakers[:0] = people
        elif not said.room and not lead and (self.is_room(place) or (is_bracket and _may_be_room(part))):
            said.room = schedule_line(place)
        else:
            return False
        return True


def _speaker(text: str) -> ScheduledSpeaker:
    """Return the speaker of “Jeanne Le Goff (CNRS)”."""
    found = _SPEAKER.fullmatch(text)
    return ScheduledSpeaker(found[1], organisation=found[2].strip()) if found else ScheduledSpeaker(text)


def clean_title(text: str) -> str:
    """Return a title without separators around it, nor quotes if all of it is quoted."""
    line = schedule_line(text.strip(_EDGES))
    return quoted[1] if (quoted := _QUOTED.fullmatch(line)) else line


def _may_be_room(text: str) -> bool:
    """Whether words in brackets may be a room: a few, with a capital, and no role of a person."""
    words = words_in(text)
    return 0 < len(words) <= MOST_WORDS and not text[0].islower() and not set(words) & _ROLES
