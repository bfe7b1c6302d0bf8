# SPDX-License-Identifier: GPL-3.0-or-later
"""A programme pasted as text: the lines of a mail, or a table. Pure.

    text ──▶ read_pasted() ──▶ PastedProgramme ──▶ take_pasted() ──▶ the programme with these sessions

A line with hours is a session, one with a day alone says the day of those below (`written_times`), and the rest of a
line is its title, room and speakers. Lines that are none of these are handed back.
"""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from checkin.core.lists.cell_text import FirstNames, is_courtesy, is_first_name, is_name, is_particle
from checkin.core.local_time import attach_zone
from checkin.core.programme.programme import Programme
from checkin.core.programme.programme_edits import DAY_BEGINS, event_days, zone_of_event
from checkin.core.schedules import programme_update
from checkin.core.schedules.written_times import WrittenHours, find_hours, read_written_day, span_of
from checkin.core.text_folding import fold_text, words_in

# The columns of a programme that is pasted as a table: which one has the day, the hours, the title.


class ProgrammeColumn(StrEnum):
    """What a column of the table holds."""

    ENDS = "ends"
    STARTS = "starts"
    DAY = "day"
    HOURS = "hours"
    SEATS = "seats"
    SPEAKERS = "speakers"
    ROOM = "room"
    TITLE = "title"


_WORDS = {
    ProgrammeColumn.ENDS: "fin end ends to until finish",
    ProgrammeColumn.STARTS: "debut start starts begin begins from",
    ProgrammeColumn.DAY: "jour jours date dates day",
    ProgrammeColumn.HOURS: "heure heures horaire horaires time times hours creneau slot quand when",
    ProgrammeColumn.SEATS: "places seats capacite capacity jauge",
    ProgrammeColumn.SPEAKERS: "intervenant intervenants intervenante intervenantes speaker speakers orateur orateurs"
    " animateur animation qui who presenter presenters host",
    ProgrammeColumn.ROOM: "salle salles room lieu location ou where place",
    ProgrammeColumn.TITLE: "titre title session sessions intitule activite activity quoi what theme sujet atelier"
    " conference programme",
}
_BY_WORD = {word: column for column, words in _WORDS.items() for word in words.split()}
_FEWEST = 2


def is_heading(cell: str) -> bool:
    """Whether a cell is the heading of a column and nothing else."""
    words = words_in(cell)
    return all(word in _BY_WORD for word in words)


def table_columns(cells: Sequence[str]) -> dict[int, ProgrammeColumn]:
    """Return what the columns hold, by their number, if `cells` are the headings of a table; else nothing."""
    found: dict[int, ProgrammeColumn] = {}
    for number, cell in enumerate(cells):
        meant = {_BY_WORD[word] for word in words_in(cell) if word in _BY_WORD}
        first = next((column for column in ProgrammeColumn if column in meant and column not in found.values()), None)
        if first:
            found[number] = first
    named = sum(bool(cell.strip()) for cell in cells)
    is_heading = len(found) >= max(_FEWEST, named - len(found)) and ProgrammeColumn.TITLE in found.values()
    return found if is_heading else {}


# The title, the room, the speakers and the seats in the words that stand beside a session's hours.
# What is none of these stays in the title: nothing that was written is lost.

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
    r"(?:[(\[,–—-]|\b(?:et|and)\b)\s*(?:sur (?:inscription|réservation)|inscription (?:obligatoire|préalable)"
    r"|on registration|registration required|sign-?up required)\s*[)\]]?",
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
_QUOTE_BY = re.compile(r"(.*[»”\"])\s*(?:,|:|\b(?:de|par|by)\b)?\s*([^«»“”\"]+)")
_COLON = re.compile(r"(.*\S)\s*:\s+(\S.*)")
_AND = re.compile(r"\s*(?:,|;|&|\bet\b|\band\b)\s*(?![^()]*\))")
_FORMS = (_BRACKET, _QUOTE_BY, _PART, _LED, _IN, _COLON, _BRACKET)
"""The ways to end a title. Brackets come first for what is surely a room, last for what may be one: those behind a
speaker have the organisation.
"""
_SPEAKER = re.compile(r"(.*\S)\s*\(([^()]+)\)")
_UNSURE = r"(?:à confirmer|sous réserve(?: de confirmation)?|to be confirmed|tbc)"
_DOUBTED = re.compile(rf"\s*(?:[(\[]\s*{_UNSURE}\s*[)\]]|[,;–—-]\s*{_UNSURE}(?=\s*(?:$|[)\],;])))", re.IGNORECASE)
_DOUBT = "\N{SYMBOL FOR SUBSTITUTE FORM TWO}"
"""Stands for these words while a line is read, behind what they are said of."""
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]+?)\s*[»”\"]")


@dataclass(slots=True)
class SessionWords:
    """What is understood so far; `speakers` in their order, each with their organisation in brackets if it is said."""

    title: str = ""
    room: str = ""
    speakers: list[str] = field(default_factory=list)
    capacity: int = 0
    is_booked: bool = False
    is_confirmed: bool | None = None

    @property
    def scheduled_speakers(self) -> tuple[programme_update.ScheduledSpeaker, ...] | None:
        """The speakers; None where nothing is said of them."""
        return tuple(map(_speaker, self.speakers)) or None


class WordReader:
    """Reads the words of sessions. `rooms` are those known already, `names` known first names."""

    def __init__(self, rooms: Collection[str], names: FirstNames) -> None:
        self._rooms, self._names = {fold_text(room) for room in rooms}, names

    def read(self, text: str) -> SessionWords:
        """Return what the words say."""
        said = SessionWords()
        left = self._take_seats(_DOUBTED.sub(_DOUBT, text).strip(_EDGES), said)
        while shorter := self._without_last(left, said):
            left = shorter
        said.title = clean_title(left.replace(_DOUBT, ""))
        said.is_confirmed = False if _DOUBT in left else None
        return said

    def add(self, said: SessionWords, line: str) -> bool:
        """Add a line below a session: “Room: …”, “Speaker: …”, or either in brackets. Return whether it is one."""
        label, colon, value = line.partition(":")
        if colon and words_in(label) and set(words_in(label)) <= _ROOMS | {"lieu", "location", "place", "where", "ou"}:
            said.room = said.room or programme_update.schedule_line(value)
            return bool(said.room)
        return self._take(line.strip("()[] "), said, is_bracket=line.startswith(("(", "[")))

    def people(self, text: str) -> list[str]:
        """Return the names in a cell of speakers."""
        return [programme_update.schedule_line(each) for each in _AND.split(_DOUBTED.sub(_DOUBT, text)) if each.strip()]

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
            said.room = programme_update.schedule_line(place.replace(_DOUBT, ""))
        else:
            return False
        return True


def _speaker(text: str) -> programme_update.ScheduledSpeaker:
    """Return the speaker of “Jeanne Le Goff (CNRS)”."""
    is_confirmed, sure = False if _DOUBT in text else None, text.replace(_DOUBT, "")
    found = _SPEAKER.fullmatch(sure)
    name, organisation = (found[1], found[2].strip()) if found else (sure, "")
    return programme_update.ScheduledSpeaker(name, is_confirmed, organisation)


def clean_title(text: str) -> str:
    """Return a title without separators around it, nor quotes if all of it is quoted."""
    line = programme_update.schedule_line(text.strip(_EDGES))
    return quoted[1] if (quoted := _QUOTED.fullmatch(line)) else line


def _may_be_room(text: str) -> bool:
    """Whether words in brackets may be a room: a few, with a capital, and no role of a person."""
    words = words_in(text)
    return 0 < len(words) <= MOST_WORDS and (text[0].isupper() or text.isdigit()) and not set(words) & _ROLES


LONGEST_TEXT, LONGEST_LINE = 200_000, 2_000
"""The most letters that are read, of all and of a line."""
MOST_BEFORE_DAY = 8
"""The most words before the day in a line that says the day of those below."""

_BULLET = re.compile(r"^(?:[•·▪◦►●○→➜*+–—-]|\d{1,2}\))\s+")
_MARKS = re.compile(r"\*\*|__|^[>\s]*>|^#+\s")
_AFTER_DAY = re.compile(
    r"[\s,:.–—|=*-]*(?:(?:le\s+|in\s+the\s+)?(?:matin|matinée|après-midi|soir|soirée|journée|morning|afternoon|evening))?"
    r"[\s:.–—|=*-]*",
    re.IGNORECASE,
)
_BEFORE_DAY = frozenset(("le", "la", "du", "de", "programme", "agenda", "journée", "on", "the", "of", "for", "day"))
"""Words before a day that say nothing else."""
_OF_A_MAIL = re.compile(r".*\b(?:wrote|a écrit)\s*:|(?:on|le)\b.*<\S+@\S+>.*|(?:sent|envoyé)\s*:.*", re.IGNORECASE)
"""The line above a quoted answer, which has a day and an hour of its own."""
_PHONE = re.compile(r"(?:\+\d|\b0)(?:[ .-]?\(?\d\)?){9,}")
"""A telephone number: the hours behind it are those of an office."""
_HEADINGS = frozenset(("ateliers", "workshops"))
_NOT_THE_DAY = frozenset(("avant", "before", "by", "until", "ici", "depuis", "since"))


@dataclass(frozen=True, slots=True)
class PastedProgramme:
    """What a text says of a programme, and its lines that were not understood."""

    schedule: programme_update.Schedule
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    """A session being read from `text`; its title may be on the next line. `is_heading`: those below it are meant."""

    hours: WrittenHours | None
    day: date | None
    words: SessionWords
    text: str
    is_heading: bool = False


class _GridColumn(NamedTuple):
    """What a column of a grid is for: a day, or a room."""

    day: date | None
    room: str = ""


class _LastDay(NamedTuple):
    """The day that a text ends with, and the text before it."""

    day: date
    before: str


def read_pasted(text: str, basis: programme_update.CurrentProgramme, names: FirstNames) -> PastedProgramme:
    """Return what `text` says. `names` are known first names, by which speakers are told from rooms."""
    return _Reader(basis.programme, names).read(text[:LONGEST_TEXT])


def take_pasted(basis: programme_update.CurrentProgramme, schedule: programme_update.Schedule) -> Programme:
    """Return the programme with these sessions added to it, or in place of those of the same title.

    An event that has its days keeps them.
    """
    programme = programme_update.update_programme(basis, schedule).programme
    return replace(programme, event=basis.programme.event) if basis.programme.event.day else programme


class _Reader:
    """Reads line after line, and remembers the day and the columns that earlier lines have said."""

    def __init__(self, programme: Programme, names: FirstNames) -> None:
        self._days, self._zone = event_days(programme.event), zone_of_event(programme)
        self._words = WordReader({session.room for session in programme.sessions if session.room}, names)
        self._day = self._days[0] if self._days else None
        self._columns: dict[int, ProgrammeColumn] = {}
        self._grid: dict[int, _GridColumn] = {}
        self._found: list[_Found] = []
        self._is_below = False
        self._unread: list[str] = []

    def read(self, text: str) -> PastedProgramme:
        for line in text.replace("\u00a0", " ").replace("\u202f", " ").splitlines():
            plain = _MARKS.sub("", line[:LONGEST_LINE])
            if not any(map(str.isalnum, plain)):
                self._is_below = False if not plain.strip() and self._has_title else self._is_below
            elif not self._take_row(_cells(plain)) and not self._take_line(plain.strip()):
                self._unread.append(plain.strip())
        self._unread += [each.text for each in self._found if not each.words.title]
        titled = [each for each in self._found if each.words.title and not each.is_heading]
        return PastedProgramme(self._schedule(titled), tuple(self._unread))

    @property
    def _has_title(self) -> bool:
        return not self._found or bool(self._found[-1].words.title)

    # Lines

    def _take_line(self, written: str) -> bool:
        line = _BULLET.sub("", written, count=1)
        if _OF_A_MAIL.fullmatch(line):
            return False
        if self._take_day(line) or self._take_session(line):
            return True
        return (line != written and self._take_parallel(line)) or self._take_below(line)

    def _take_day(self, line: str) -> bool:
        """Take a line that says the day of those below. Other words in it are told."""
        said = self._last_day(line)
        if said is None:
            return False
        before = {word.casefold() for word in re.findall(r"\w+", said.before)}
        if before and (said.day not in self._days or before & _NOT_THE_DAY):
            return False
        self._day, self._is_below = said.day, False
        return before <= _BEFORE_DAY

    def _take_session(self, line: str) -> bool:
        day, rest = self._day_before(line)
        hours = find_hours(rest)
        if hours is None:
            return False
        before, after = rest[: hours.start].rstrip(" ,;:(–—-|"), rest[hours.stop :].lstrip(" ,;:)–—-|/.")
        if _PHONE.search(before):
            return False
        if after and _AFTER_DAY.fullmatch(before):  # the hours say the half of the day
            before = ""
        if said := self._last_day(before):
            day, before = said.day, said.before
        self._day = day
        words = self._words.read(" – ".join(part for part in (before, after) if part))
        self._found.append(_Found(hours, day, words, line))
        self._is_below = True
        return True

    def _last_day(self, text: str) -> _LastDay | None:
        """Return the day that the text ends with; None for none."""
        starts = [found.start() for found in re.finditer(r"(?<!\S)\w", text)]
        for start in starts[:MOST_BEFORE_DAY]:
            said = read_written_day(text[start:], self._days)
            if said and _AFTER_DAY.fullmatch(text[start + said.length :]):
                return _LastDay(said.day, text[:start])
        return None

    def _day_before(self, line: str) -> tuple[date | None, str]:
        """Return the day of a line, and the line without it."""
        said = read_written_day(line, self._days)
        rest = line[said.length :].lstrip(" ,;:–—-|") if said else line
        hours = find_hours(rest) if said else None
        return (said.day, rest) if said and hours and not hours.start else (self._day, line)

    def _take_below(self, line: str) -> bool:
        """Take a line below a session: its title, its room or its speakers."""
        if not self._found or not self._is_below:
            return False
        last = self._found[-1]
        if last.words.title:
            return self._words.add(last.words, line)
        last.words, last.text = self._words.read(line), f"{last.text} {line}"
        return True

    def _take_parallel(self, line: str) -> bool:
        """Take a workshop that is one of several below the hours of all. Below a heading (“Ateliers :”) each is one."""
        last = self._found[-1] if self._found and self._is_below else None
        if last is None or not last.words.title:
            return False
        above = self._heading
        if not programme_update.is_workshop(line) and not (above and above.text.endswith(":")):
            return False
        words = self._words.read(line)
        if above:
            above.is_heading, words.is_booked = True, words.is_booked or above.words.is_booked
        self._found.append(_Found(last.hours, last.day, words, line))
        return True

    @property
    def _heading(self) -> _Found | None:
        """The heading “Ateliers” at the hours of the last session; None for none."""
        same = itertools.takewhile(lambda each: each.hours is self._found[-1].hours, reversed(self._found))
        first = list(same)[-1]
        return first if _HEADINGS.intersection(words_in(first.words.title)[:1]) else None

    # Tables

    def _take_row(self, cells: Sequence[str]) -> bool:
        """Take a row of a table."""
        if sum(map(bool, cells)) < 2:
            return False
        if not any(map(find_hours, cells)) and (columns := table_columns(cells)):
            self._columns, self._grid, self._is_below = columns, {}, False
            self._unread += [cell for number, cell in enumerate(cells) if cell and number not in columns]
            return True
        if grid := self._grid_of(cells):
            self._grid, self._columns, self._is_below = grid, {}, False
            self._day = next(iter(grid.values())).day or self._day
            self._unread += [cell for n, cell in enumerate(cells) if n not in grid and not is_heading(cell)]
            return True
        if self._grid:
            return self._take_all(cells)
        return self._take_named(cells) if self._columns else self._take_unnamed(cells)

    def _grid_of(self, cells: Sequence[str]) -> dict[int, _GridColumn]:
        """Return what the columns of a grid are for, days or several rooms, if `cells` are its headings, else nothing:
        a day beside other words is the day of those below.
        """
        days: dict[int, _GridColumn] = {}
        if any(map(find_hours, cells)):
            return days
        for number, cell in enumerate(cells):
            said = read_written_day(cell, self._days)
            if said and _AFTER_DAY.fullmatch(cell[said.length :]):
                days[number] = _GridColumn(said.day)
        rooms = {number: _GridColumn(None, cell) for number, cell in enumerate(cells) if self._words.is_room(cell)}
        grid = days or rooms
        has_others = not all(is_heading(cell) for number, cell in enumerate(cells) if number not in grid)
        return {} if len(grid) < (1 if days and not has_others else 2) else grid

    def _take_all(self, cells: Sequence[str]) -> bool:
        """Take a row of a grid: its hours, and what there is then on each day or in each room. What stands alone in a
        grid of rooms may be for all of them.
        """
        hours, filled = find_hours(cells[0]), [(n, cell) for n, cell in enumerate(cells) if cell and n]
        found = [(self._grid[n], cell) for n, cell in filled if n in self._grid]
        if not hours or not found:
            return False
        for column, cell in found:
            words = self._words.read(cell)
            words.room = words.room or (column.room if len(found) > 1 else "")
            self._found.append(_Found(hours, column.day or self._day, words, cell))
        for cell in (cell for n, cell in filled if n not in self._grid):
            if len(found) == 1:
                self._add_cell(cell, self._found[-1].words)
            else:
                self._unread.append(cell)
        self._is_below = False
        return True

    def _take_named(self, cells: Sequence[str]) -> bool:
        row = {column: cells[number] for number, column in self._columns.items() if number < len(cells)}
        if said := read_written_day(row.get(ProgrammeColumn.DAY, ""), self._days):
            self._day = said.day
        starts, ends = row.get(ProgrammeColumn.STARTS, ""), row.get(ProgrammeColumn.ENDS, "")
        written = row.get(ProgrammeColumn.HOURS, "") or " – ".join(filter(None, (starts, ends)))
        seats = row.get(ProgrammeColumn.SEATS, "")
        words = SessionWords(
            clean_title(row.get(ProgrammeColumn.TITLE, "")),
            row.get(ProgrammeColumn.ROOM, ""),
            self._words.people(row.get(ProgrammeColumn.SPEAKERS, "")),
            int(seats) if seats.isascii() and seats.isdigit() else 0,
        )
        return self._keep_row(find_hours(written), words, cells)

    def _take_unnamed(self, cells: Sequence[str]) -> bool:
        hours: list[str] = []
        others: list[str] = []
        for cell in filter(None, cells):
            said, when = read_written_day(cell, self._days), find_hours(cell)
            if said and said.length == len(cell):
                self._day = said.day
            elif when and not when.start and when.stop == len(cell):
                hours.append(cell)
            else:
                others.append(cell)
        if not hours or not others:
            return False
        words = self._words.read(others[0])
        for cell in others[1:]:
            self._add_cell(cell, words)
        return self._keep_row(find_hours(" – ".join(hours[:2])), words, cells)

    def _add_cell(self, cell: str, words: SessionWords) -> None:
        people = self._words.people(cell)
        if all(map(self._words.is_person, people)):
            words.speakers += people
        elif not words.room and self._words.is_room(cell):
            words.room = cell
        else:
            words.title = f"{words.title} – {cell}"

    def _keep_row(self, hours: WrittenHours | None, words: SessionWords, cells: Sequence[str]) -> bool:
        if hours is None or not words.title:
            return False
        self._found.append(_Found(hours, self._day, words, " ".join(cells)))
        self._is_below = False
        return True

    # What comes of it

    def _schedule(self, found: Sequence[_Found]) -> programme_update.Schedule:
        notes, items, before = [], [], None
        for each in found:
            begin, end = self._moments(each, before)
            before = begin or before
            if each.hours and each.hours.end and begin and not end:
                notes.append((programme_update.BACKWARDS, each.words.title))
            items.append(_scheduled(each.words, begin, end))
        return programme_update.Schedule(tuple(items), notes=programme_update.gathered(notes))

    def _moments(self, found: _Found, before: datetime | None) -> tuple[datetime | None, datetime | None]:
        """Return the beginning and the end; after midnight, the evening goes on."""
        span = span_of(found.hours, found.day) if found.hours and found.day else None
        if span is None:
            return None, None
        begin, end = (attach_zone(at, self._zone) if at else None for at in span)
        assert begin
        if before and begin.time() < DAY_BEGINS and before.date() == begin.date() and before > begin:
            night = timedelta(days=1)
            return begin + night, end + night if end else None
        return begin, end


def _scheduled(words: SessionWords, begin: datetime | None, end: datetime | None) -> programme_update.ScheduledSession:
    return programme_update.ScheduledSession(
        f"{begin.isoformat() if begin else ''} {words.title}",
        words.title,
        begin,
        end,
        words.room,
        words.capacity,
        words.is_booked,
        words.scheduled_speakers,
        has_all_speakers=False,
        is_confirmed=words.is_confirmed,
    )


def _cells(line: str) -> list[str]:
    """Return the cells of a row of a table; one cell for a line of text."""
    if line.count("|") > 1:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in line.split("\t")]
