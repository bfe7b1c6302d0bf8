# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads one row of a list as one person, with its problems. Pure.

Trims, and makes any white space one plain space; never changes a name otherwise, never guesses a part of it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from checkin.core import attendee
from checkin.core.entries import BODY_LIMIT, body_text
from checkin.core.lists import cell_kinds, cell_text, list_fields
from checkin.core.lists.column_mapping import ColumnMapping, split_name
from checkin.core.lists.status_words import worst_status
from checkin.core.message import Message, UserError
from checkin.core.programme.announced_days import names_days, refuses
from checkin.core.programme.programme import Programme, Session
from checkin.core.programme.programme_schema import short_title
from checkin.core.text_folding import fold_text
from checkin.core.tokens import LENGTH

# Finds the programme's sessions in a list's cell: by id, title, or a shortened title.

SURE_CUTS = re.compile(r"[;\n|]")
"""The separators that certainly divide two sessions of a cell."""
_OTHER_CUTS = re.compile(r"[,/]|\s\+\s|\s&\s")


class SessionNames:
    """All names by which the sessions can be meant. A name that fits two sessions means neither, unless it is the whole
    name of one: "Atelier A" is not "Atelier A – Écoute" where there are both.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        known = tuple(sessions)
        titles = [(session.title, session.id) for session in known]
        whole = titles + _other_names(known, {_plain(title) for title, _ in titles})
        short = [(short_title(session.title), session.id) for session in known]
        self._written, self._whole, self._names = _by(fold_text, whole), _by(_plain, whole), _by(_plain, whole + short)
        self._found: dict[tuple[str, bool], str | None] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, text: str, may_have_tail: bool = True) -> str | None:
        """Return the id of the session that `text` names exactly, as the beginning of one title, or with a tail; else
        None.
        """
        key = (text, may_have_tail)
        if key not in self._found:
            ids = self._written.get(fold_text(text)) or self._search(_plain(text), may_have_tail)
            self._found[key] = next(iter(ids)) if len(ids) == 1 else None
        return self._found[key]

    def _search(self, wanted: str, may_have_tail: bool) -> set[str]:
        exact = self._whole.get(wanted) or self._names.get(wanted, set())
        begun = self._meant(lambda name: name.startswith(wanted + " ")) if wanted else set()
        tailed = self._meant(lambda name: wanted.startswith(name + " ")) if may_have_tail else set()
        return exact or begun or tailed

    def _meant(self, fits: Callable[[str], bool]) -> set[str]:
        return {session for name, ids in self._names.items() if fits(name) for session in ids}

    def read(self, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return (ids in the order of the cell, pieces that name no session). A title may itself hold commas."""
        ids: list[str] = []
        unknown: list[str] = []
        for piece, session in self._pieces(text):
            if session and session not in ids:
                ids.append(session)
            elif not session and not cell_kinds.says_no_session(piece):
                unknown.append(piece)
        return tuple(ids), tuple(unknown)

    def _pieces(self, text: str) -> Iterator[tuple[str, str | None]]:
        if whole := self.find(text, may_have_tail=False):
            yield text, whole
            return
        for piece in filter(None, map(str.strip, SURE_CUTS.split(text))):
            session = self.find(piece, may_have_tail=False)
            if session or cell_kinds.says_when(piece):
                yield piece, session
            else:
                smaller = filter(None, map(str.strip, _OTHER_CUTS.split(piece)))
                yield from ((part, self.find(part)) for part in smaller)


def _other_names(sessions: Iterable[Session], titles: set[str]) -> list[tuple[str, str]]:
    """Return ids and former names of sessions with their ids, unless another session has that title now."""
    named = ((name, session.id) for session in sessions for name in (session.id, *session.also_called))
    return [(name, session) for name, session in named if _plain(name) not in titles]


def _by(key: Callable[[str], str], named: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the ids that a name can mean, by its `key`."""
    found: dict[str, set[str]] = {}
    for name, session in named:
        found.setdefault(key(name), set()).add(session)
    found.pop("", None)
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold_text(text)).split())


LONGEST_TEXT = 500
"""The most characters of one field. The whole person must fit an entry of the journal as well."""


ListedKey = int | tuple[int, int]
"""A person of a list: the row, or a companion's row and place."""


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person of the list: an `Attendee` without identity. `ticket_code` "" means: issue one of ours.

    `order` is the number of the order that the list has them in, `days` what it says of the days on which they come.
    `place` is 0 for the person of the row and 1, 2 … for those whom they bring along; `host` is then the id of that
    person, "" while they have none.
    """

    row: int
    first_name: str
    last_name: str
    organisation: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    category: str = ""
    ticket_code: str = ""
    status: attendee.Status = attendee.Status.CONFIRMED
    presence: attendee.Presence = attendee.Presence.ON_SITE
    sessions: tuple[str, ...] = ()
    places: int = 1
    note: str = ""
    order: str = ""
    days: str = ""
    place: int = 0
    host: str = ""
    custom: Mapping[str, str] = field(default_factory=lambda: attendee.NOTHING)

    @property
    def key(self) -> "ListedKey":
        return (self.row, self.place) if self.place else self.row

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def as_attendee(self, subject: str, ticket_code: str) -> attendee.Attendee:
        companion = attendee.companion_key(self.host, self.place) if self.place else ""
        return attendee.Attendee(
            subject,
            self.first_name,
            self.last_name,
            ticket_code,
            self.organisation,
            self.role,
            self.email,
            self.phone,
            self.category,
            self.status,
            self.presence,
            self.sessions,
            self.note,
            self.order,
            companion,
            self.days,
            self.places,
            custom=self.custom,
        )


@dataclass(frozen=True, slots=True)
class RowLayout:
    """How to read the rows below a header. `categories`: folded id or name → id. `first_names` are those known."""

    mapping: ColumnMapping
    categories: Mapping[str, str]
    sessions: SessionNames
    status_titles: tuple[str, ...] = ()
    first_names: cell_text.FirstNames = frozenset()

    @classmethod
    def of(cls, mapping: ColumnMapping, programme: Programme, known: cell_text.FirstNames = frozenset()) -> "RowLayout":
        titles = (
            mapping.titles[i] for i, kind in sorted(mapping.columns.items()) if kind is list_fields.ListField.STATUS
        )
        return cls(mapping, category_names(programme), SessionNames(programme.sessions), tuple(titles), known)

    @property
    def columns(self) -> Mapping[int, list_fields.ListField]:
        return self.mapping.columns

    def title(self, index: int) -> str:
        titles = self.mapping.titles
        return titles[index] if index < len(titles) else cell_text.column_letters(index)


def category_names(programme: Programme) -> dict[str, str]:
    names = {fold_text(category.name): category.id for category in programme.categories}
    return names | {fold_text(category.id): category.id for category in programme.categories}


def read_person(
    row: list_fields.ListRow, layout: RowLayout
) -> tuple[ListedPerson | None, list[list_fields.RowProblem]]:
    """Return the person of `row`, None if it names no person or cannot be kept; and the problems found."""
    reading = _Reading(row, layout)
    person = reading.person()
    if not person.first_name and not person.last_name:
        return None, [list_fields.RowProblem(row.number, list_fields.NO_NAME)]
    reading.look_at_name(person)
    return reading.fitting(person), reading.problems


class _Reading:
    """One pass over one row. Texts that no field can take are gathered under their column's title."""

    def __init__(self, row: list_fields.ListRow, layout: RowLayout) -> None:
        self.problems: list[list_fields.RowProblem] = []
        self._row = row.number
        self._layout = layout
        self._custom: dict[str, str] = {}
        self._texts: dict[
            list_fields.ListField, list[tuple[str, str]]
        ] = {}  # field → (title, text) of each column that feeds it
        for index, cell in enumerate(row.cells):
            if cell and index not in layout.mapping.left_out:
                self._file(layout.columns.get(index), layout.title(index), cell)

    def person(self) -> ListedPerson:
        first, last = self._names()
        return ListedPerson(
            row=self._row,
            first_name=first,
            last_name=last,
            organisation=self._text(list_fields.ListField.ORGANISATION),
            role=self._text(list_fields.ListField.ROLE),
            email=self._email(),
            phone=self._text(list_fields.ListField.PHONE),
            category=self._category(),
            ticket_code=self._text(list_fields.ListField.TICKET_CODE),
            status=self._status(),
            presence=self._presence(),
            sessions=self._sessions(),
            places=self._places(),
            order=self._order(),
            days=self._days(),
            note="\n".join(
                text for _, text in self._texts.get(list_fields.ListField.NOTE, ()) if not cell_kinds.says_nothing(text)
            ),
            custom=self._custom or attendee.NOTHING,
        )

    def look_at_name(self, person: ListedPerson) -> None:
        name = f"{person.first_name} {person.last_name}"
        if _TWO_PEOPLE.search(name):
            self._report(list_fields.TWO_PEOPLE, name=name.strip())
        if _LOST_LETTERS.search(name):
            self._report(list_fields.LOST_LETTERS, name=name.strip())
        both = {list_fields.ListField.FIRST_NAME, list_fields.ListField.LAST_NAME} <= set(self._layout.columns.values())
        if both and not person.last_name:
            self._report(list_fields.NO_LAST_NAME)
        if both and not person.first_name:
            self._report(list_fields.NO_FIRST_NAME)

    def fitting(self, person: ListedPerson) -> ListedPerson | None:
        """Return `person` if their entry can be written, if need be without the list's other columns, else None."""
        if fits(person):
            return person
        slim = replace(person, custom=attendee.NOTHING)
        if fits(slim):
            self._report(list_fields.OTHERS_LEFT_OUT)
            return slim
        self._report(list_fields.CANNOT_BE_KEPT)
        return None

    def _file(self, kind: list_fields.ListField | None, title: str, cell: str) -> None:
        text = (
            cell_text.lines(cell)
            if kind in (None, list_fields.ListField.NOTE, list_fields.ListField.SESSIONS)
            else cell_text.one_line(cell)
        )
        if not cell_text.is_printable(cell):
            self._report(list_fields.UNPRINTABLE, column=title)
        if len(text) > LONGEST_TEXT and kind is list_fields.ListField.TICKET_CODE:
            self._report(list_fields.CODE_TOO_LONG, most=LONGEST_TEXT)
            return  # a part of a code is no valid code and would look like one
        if len(text) > LONGEST_TEXT:
            self._report(list_fields.TOO_LONG, column=title, most=LONGEST_TEXT)
            text = text[:LONGEST_TEXT].rstrip()
        if text and kind is None:
            self._custom[title] = text
        elif text and kind and not (kind in _NEVER_BLANK_MARKS and cell_kinds.is_blank(text)):
            self._texts.setdefault(kind, []).append((title, text))

    def _report(self, words: Message, **known: object) -> None:
        self.problems.append(list_fields.RowProblem(self._row, words, known))

    def _text(self, kind: list_fields.ListField) -> str:
        found = self._texts.get(kind)
        return found[0][1] if found else ""

    def _names(self) -> tuple[str, str]:
        """Return first and last name. A whole name becomes the last name unless the user chose a division: only the
        person knows where it divides.
        """
        first, last = self._text(list_fields.ListField.FIRST_NAME), self._text(list_fields.ListField.LAST_NAME)
        full = self._text(list_fields.ListField.FULL_NAME)
        if full and not last and (not first or list_fields.ListField.LAST_NAME not in self._layout.columns.values()):
            if divided := split_name(full, self._layout.mapping.split, self._layout.first_names):
                return divided
            self._report(list_fields.UNDIVIDED, name=full)
            return "", full
        return first, last

    def _email(self) -> str:
        email = attendee.bare_address(self._text(list_fields.ListField.EMAIL))
        if email and not attendee.deliverable_address(email):
            self._report(
                list_fields.ACCENTED_EMAIL if attendee.address_without_accents(email) else list_fields.BAD_EMAIL,
                email=email,
            )
        return email

    def _category(self) -> str:
        text = self._text(list_fields.ListField.CATEGORY)
        return self._layout.categories.get(fold_text(text), text)

    def _status(self) -> attendee.Status:
        """Return the worst status of the row. A word that is not understood means PENDING, until the user says what it
        means.
        """
        values, found = dict(self._texts.get(list_fields.ListField.STATUS, ())), list[attendee.Status]()
        for title in self._layout.status_titles:
            text = values.get(title, "")
            if (status := self._layout.mapping.status_meant(title, text)) is None:
                self._keep_unread(list_fields.UNKNOWN_STATUS, title, text)
                status = attendee.Status.PENDING
            found.append(status)
        return worst_status(found)

    def _presence(self) -> attendee.Presence:
        """Return how they attend. Yes and no answer another question ("present on Tuesday?"): kept as custom texts."""
        found = []
        for title, text in self._texts.get(list_fields.ListField.PRESENCE, ()):
            presence = cell_kinds.presence_of(text)
            if presence:
                found.append(presence)
            elif cell_kinds.says_yes(text) or cell_kinds.says_no(text):
                self._custom[title] = text
            else:
                self._keep_unread(list_fields.UNKNOWN_PRESENCE, title, text)
        return found[0] if len(set(found)) == 1 else attendee.Presence.BOTH if found else attendee.Presence.ON_SITE

    def _sessions(self) -> tuple[str, ...]:
        names, found = self._layout.sessions, list[str]()
        for title, text in self._texts.get(list_fields.ListField.SESSIONS, ()):
            if not names:  # a programme without sessions: nothing to recognise, nothing to report
                self._custom[title] = text
                continue
            ids, unknown = names.read(title if cell_kinds.says_yes(text) else text)
            found += [session for session in ids if session not in found]
            if unknown:
                self._custom[title] = text
            if words := [word for word in unknown if not cell_kinds.says_when(word)]:
                self._report(list_fields.UNKNOWN_SESSION, column=title, word="; ".join(words))
        return tuple(found)

    def _places(self) -> int:
        text = self._text(list_fields.ListField.PLACES)
        count = cell_text.people_count(text)
        places = (count or 0) + cell_text.is_beside(text)
        if text and (count is None or not 1 <= places <= attendee.MOST_PLACES):
            self._report(list_fields.BAD_PLACES, word=text, most=attendee.MOST_PLACES)
            return 1
        return max(1, places)

    def _order(self) -> str:
        """Return the number of the order, which is kept under its title too, to be read and exported."""
        for title, text in self._texts.get(list_fields.ListField.ORDER, ()):
            self._custom[title] = text
        return self._text(list_fields.ListField.ORDER)

    def _days(self) -> str:
        """Return the days on which they come, each as its cell or the title of a ticked column names it; the columns
        are kept under their titles too. Of a person who only refuses days these are returned, as refused.
        """
        found, refused = list[str](), dict[str, str]()
        for title, text in self._texts.get(list_fields.ListField.DAYS, ()):
            self._custom[title] = text
            if cell_kinds.says_no(text) or refuses(text):
                refused |= {} if cell_kinds.is_blank(text) else {title: text}
            elif names_days(text) or not names_days(title):
                found.append(text)
            else:
                found.append(title)
        if found or not refused:
            return "; ".join(found)[:LONGEST_TEXT]
        of_days = [f"{_PAUSES.sub(' ', title)}: {text}" for title, text in refused.items() if names_days(title)]
        if len(of_days) != 1:
            self._report(list_fields.NO_DAY, column=" / ".join(refused), word=next(iter(refused.values())))
        return "; ".join(of_days or refused.values())[:LONGEST_TEXT]

    def _keep_unread(self, words: Message, title: str, text: str) -> None:
        self._custom[title] = text
        self._report(words, column=title, word=text)


_PAUSES = re.compile(r"[.,:;|()]")
"""Marks in a title that would part its day from the answer behind it."""

_NEVER_BLANK_MARKS = frozenset(
    {
        list_fields.ListField.EMAIL,
        list_fields.ListField.PHONE,
        list_fields.ListField.TICKET_CODE,
        list_fields.ListField.ORGANISATION,
        list_fields.ListField.ROLE,
        list_fields.ListField.ORDER,
    }
)
"""Fields in which "-" or "n/a" says that there is none."""


def fits(person: ListedPerson) -> bool:
    """Whether the entry of this person can be written. A short one is not even made: none of their texts has a letter
    that cannot be kept.
    """
    texts = (*_texts(person), *person.sessions, *person.custom, *person.custom.values())
    if sum(map(len, texts)) + len(texts) < _SHORT:
        return True
    body = attendee.attendee_body(person.as_attendee("", person.ticket_code or "X" * LENGTH))
    try:
        body_text(body | {"by": "list", "import": "0" * 16})
    except UserError:
        return False
    return True


_texts = attrgetter(
    "first_name",
    "last_name",
    "organisation",
    "role",
    "email",
    "phone",
    "category",
    "ticket_code",
    "note",
    "order",
    "days",
)
_SHORT = BODY_LIMIT // 8
"""Letters and texts that always fit: six bytes each at most, and the names of the fields."""

# "Marie et Paul" on one line; letters that were lost between two programs ("HÃ©lÃ¨ne", "H?lène").
_TWO_PEOPLE = re.compile(r"\S (?:et|and|&|\+|/) \S", re.IGNORECASE)
_LOST_LETTERS = re.compile("Ã[\u0080-\u00bf\u0152-\u0192\u2013-\u203a\u20ac\u2122]|â€|[?\ufffd]")


# Why a row of a list became nobody: what the program says of it in the preview.
# Which rows are no people is decided by `list_interpretation`; this only names the kind of a row that is none.


def why_ignored(row: list_fields.ListRow, header: list_fields.ListRow) -> Message:
    """Return why `row`, which was taken for no person, is none; `header` is the row of the titles."""
    texts = [text for cell in row.cells if (text := cell_text.one_line(cell))]
    if row.cells == header.cells:
        return TITLES_AGAIN
    if any(_TOTAL.search(fold_text(text)) for text in texts):
        return A_TOTAL
    if len(texts) == 1 and len(texts[0]) <= _A_LETTER:
        return A_SEPARATOR
    if header.number < row.number <= header.number + _JUST_BELOW and len(texts) > 1:
        return AN_EXAMPLE
    return A_REMARK


_TOTAL = re.compile(r"\b(totale?s?|totaux|subtotal|summe|gesamt|somma|suma|nombre d ?inscrits|effectif)\b")
_A_LETTER, _JUST_BELOW = 2, 2
"""The letters of a separator ("A", "Mc"), and the rows below the titles where an example stands."""

TITLES_AGAIN = Message("list", "Left out: the titles again.")
A_TOTAL = Message("list", "Left out: a total.")
A_SEPARATOR = Message("list", "Left out: a letter between people.")
AN_EXAMPLE = Message("list", "Left out: an example or a hint.")
A_REMARK = Message("list", "Left out: a heading or a remark.")
