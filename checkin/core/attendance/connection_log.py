# SPDX-License-Identifier: GPL-3.0-or-later
"""A connection log of a video platform: who watched when, and who of the event that is. Pure.

Several joins of one person are merged.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from checkin.core import local_time
from checkin.core.attendee import Attendee
from checkin.core.lists.list_fields import ListRow
from checkin.core.local_time import YEARS, TimeSpan, attach_zone, length, parts, union
from checkin.core.message import Message, UserError
from checkin.core.text_folding import are_near, deletion_variants, fold_text, name_key, words_in

# Recognises the columns of a connection log of Zoom, Teams, Livestorm and others, English and French.


class ConnectionLogSource(StrEnum):
    """The platform an export looks like. The values are stable: entries store them."""

    ZOOM = "zoom"
    TEAMS = "teams"
    LIVESTORM = "livestorm"
    OTHER = "other"


class ConnectionLogField(StrEnum):
    """The meaning of a column. FIRST_JOIN and LAST_LEAVE span several visits with gaps; JOIN and LEAVE are one
    visit.
    """

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    JOIN = "join"
    LEAVE = "leave"
    FIRST_JOIN = "first_join"
    LAST_LEAVE = "last_leave"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class ConnectionLogColumns:
    """The column index of each field. `is_utc`: the header says so of its times."""

    source: ConnectionLogSource
    at: Mapping[ConnectionLogField, int]
    is_utc: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether each row is one visit, not the first and last moment of several."""
        return ConnectionLogField.JOIN in self.at

    def text(self, cells: Sequence[str], field: ConnectionLogField) -> str:
        place = self.at.get(field, len(cells))
        found = cells[place].strip() if place < len(cells) else ""
        return "" if found == _NOTHING else found


def read_connection_log_columns(cells: Sequence[str]) -> ConnectionLogColumns | None:
    """Return the columns; None for a row that is no header, which has a name or an address, a beginning, and an end or
    a duration.
    """
    titles = [" ".join(word for word in words_in(cell) if word not in _ZONES) for cell in cells]
    places: dict[ConnectionLogField, int] = {}
    for place, title in enumerate(titles):
        if (field := _FIELDS.get(title)) and field not in places:
            places[field] = place
    if {
        ConnectionLogField.FIRST_NAME,
        ConnectionLogField.NAME,
    } <= places.keys() and ConnectionLogField.LAST_NAME not in places:
        places[ConnectionLogField.LAST_NAME] = places.pop(ConnectionLogField.NAME)  # "Prénom;Nom"
    if not _is_enough(places):
        return None
    is_utc = any(_ZONES & {*words_in(cell)} for cell in cells)
    return ConnectionLogColumns(_source(set(titles)), places, is_utc)


def _is_enough(places: Mapping[ConnectionLogField, int]) -> bool:
    is_somebody = any(
        field in places for field in (ConnectionLogField.NAME, ConnectionLogField.LAST_NAME, ConnectionLogField.EMAIL)
    )
    begins = ConnectionLogField.JOIN in places or ConnectionLogField.FIRST_JOIN in places
    ends = any(
        field in places
        for field in (ConnectionLogField.LEAVE, ConnectionLogField.LAST_LEAVE, ConnectionLogField.DURATION)
    )
    return is_somebody and begins and ends


def _source(titles: set[str]) -> ConnectionLogSource:
    return next((source for source, telling in _TELLING.items() if titles & telling), ConnectionLogSource.OTHER)


_NOTHING = "--"
"""The text Zoom writes for people who registered and did not come."""
_ZONES = {"utc", "gmt"}
_TELLING = {
    ConnectionLogSource.TEAMS: {
        "participant id upn",
        "id du participant upn",
        "first join",
        "premiere participation",
        "upn",
    },
    ConnectionLogSource.LIVESTORM: {"joined at", "attendance rate", "taux de presence", "replay viewed", "replay vu"},
    ConnectionLogSource.ZOOM: {
        "name original name",
        "nom nom d origine",
        "nom nom original",
        "user name original name",
        "user email",
    },
}
"""Titles that only one platform writes."""

_TITLES = {
    ConnectionLogField.NAME: (
        "name", "name original name", "user name original name", "full name", "display name", "participant",
        "participant name", "user name", "attendee", "nom", "nom complet", "nom nom d origine", "nom nom original",
        "nom d utilisateur", "nom du participant", "nom affiche",
    ),
    ConnectionLogField.FIRST_NAME: ("first name", "firstname", "prenom"),
    ConnectionLogField.LAST_NAME: ("last name", "lastname", "surname", "nom de famille"),
    ConnectionLogField.EMAIL: (
        "email", "e mail", "mail", "user email", "email address", "e mail address", "courriel", "adresse e mail",
        "adresse email", "adresse mail", "e mail de l utilisateur", "adresse e mail de l utilisateur",
        "adresse de messagerie",
    ),
    ConnectionLogField.JOIN: (
        "join time", "joined", "joined at", "join", "join date", "entered at", "time joined", "heure d arrivee",
        "heure d entree", "heure de connexion", "date d arrivee", "date de connexion", "arrivee", "connexion",
        "rejoint le", "heure de participation",
    ),
    ConnectionLogField.LEAVE: (
        "leave time", "left", "left at", "leave", "leave date", "exited at", "time exited", "heure de depart",
        "heure de sortie", "heure de deconnexion", "date de depart", "date de deconnexion", "depart", "deconnexion",
        "quitte le",
    ),
    ConnectionLogField.FIRST_JOIN: (
        "first join", "first join time", "premiere participation", "premiere connexion", "premiere arrivee",
        "premiere jonction",
    ),
    ConnectionLogField.LAST_LEAVE: (
        "last leave", "last leave time", "derniere sortie", "dernier depart", "derniere deconnexion",
    ),
    ConnectionLogField.DURATION: (
        "duration", "duration minutes", "time in session minutes", "in meeting duration", "attendance duration",
        "attendance duration minutes", "duree", "duree minutes", "duree de presence", "duree dans la reunion",
        "duree de la reunion", "duree de participation",
    ),
}  # fmt: skip
_FIELDS = {title: field for field, titles in _TITLES.items() for title in titles}


# Parses times as platforms write them: ISO, AM and PM, day or month first, month names in English or French, with an
# offset or without.

_ZONE = r"(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
_CLOCK = r"(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?:[:m](?P<second>\d{2})(?:[.,]\d+)?s?)?\s*(?P<half>[AP]\.?M\.?)?\s*"
_ISO = re.compile(rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})[T\s]\s*{_CLOCK}{_ZONE}", re.I)
_OTHER = re.compile(
    rf"(?P<first>\d{{1,2}})[/.-](?P<second_>\d{{1,2}})[/.-](?P<year>\d{{4}}|\d{{2}}),?\s+(?:à\s+|at\s+)?{_CLOCK}{_ZONE}",
    re.I,
)
_NAMED = re.compile(
    rf"(?:[^\W\d]+\.?,?\s+)?(?:(?P<name>[^\W\d]+)\.?\s+(?P<day>\d{{1,2}})|(?P<day_>\d{{1,2}})(?:er)?\s+(?P<name_>[^\W\d]+)\.?)"
    rf",?\s+(?P<year>\d{{4}}),?\s+(?:à\s+|at\s+)?{_CLOCK}{_ZONE}",
    re.I,
)
_MONTHS = ("jan", "feb fev", "mar", "apr avr", "may mai", "jun juin", "jul juil", "aug aou", "sep", "oct", "nov", "dec")
"""How the name of each month begins, without accents."""
_DURATION = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.I)


def is_month_first(texts: Iterable[str], days: Collection[date]) -> bool:
    """Whether the times of a whole column have the month first: decided by AM/PM, then by values over 12, then by the
    `days` of the event; else the day is first, as nearly everywhere.
    """
    found = [match for text in texts if (match := _OTHER.fullmatch(_clean(text)))]
    pairs = [(int(match["first"]), int(match["second_"]), _year(match["year"])) for match in found]
    if any(first > 12 for first, _, _ in pairs):
        return False
    if any(second > 12 for _, second, _ in pairs) or any(match["half"] for match in found):
        return True
    by_day = sum(_day(year, second, first) in days for first, second, year in pairs)
    return sum(_day(year, first, second) in days for first, second, year in pairs) > by_day


def parse_platform_time(text: str, zone: tzinfo, *, month_first: bool = False) -> datetime | None:
    """Return the time; None for a text that is none. `zone` applies where the text names none."""
    clean = _clean(text)
    if found := _ISO.fullmatch(clean):
        day = _day(int(found["year"]), int(found["month"]), int(found["day"]))
    elif found := _OTHER.fullmatch(clean):
        first, second = int(found["first"]), int(found["second_"])
        day = _day(_year(found["year"]), *((first, second) if month_first else (second, first)))
    elif found := _NAMED.fullmatch(clean):
        day = _day(int(found["year"]), _month(found["name"] or found["name_"]), int(found["day"] or found["day_"]))
    else:
        return None
    hour = _hour(found)
    if day is None or hour is None or int(found["minute"]) > 59 or int(found["second"] or 0) > 59:
        return None
    local = datetime(day.year, day.month, day.day, hour, int(found["minute"]), int(found["second"] or 0))
    return attach_zone(local, _offset(found["zone"]) or zone)


def read_duration(text: str) -> timedelta | None:
    """Return a duration given as minutes, "1h 5m 20s" or "1:05:20"; None for any other text."""
    clean = _clean(text)
    if clean.isascii() and clean.isdecimal():
        return timedelta(minutes=int(clean[:6]))
    if clock := re.fullmatch(r"(\d{1,2}):(\d{2}):(\d{2})", clean):
        return timedelta(hours=int(clock[1]), minutes=int(clock[2]), seconds=int(clock[3]))
    found = _DURATION.fullmatch(clean)
    if not found or not any(found.groups()):
        return None
    hours, minutes, seconds = (int((part or "0")[:6]) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _clean(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u200e", "").split())


def _hour(found: re.Match[str]) -> int | None:
    hour, half = int(found["hour"]), (found["half"] or "")[:1].upper()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "P" else 0)
    return hour if hour < 24 else None


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(name: str) -> int:
    """Return the number of a month by its name; 0 if it is none."""
    begins = fold_text(name)
    return next((n for n, known in enumerate(_MONTHS, 1) if begins.startswith(tuple(known.split()))), 0)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _offset(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:
        return UTC
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


LONGEST = timedelta(hours=24)
"""The longest visit. A longer one is a wrong clock, or day and month exchanged."""

_ASIDE = re.compile(r"\s*[(\[#].*$")
_SECTION = re.compile(r"\s*\d+\.\s+\S")


@dataclass(frozen=True, slots=True)
class Watcher:
    """One person of the connection log. `key` identifies them in it: their address, else the words of their name."""

    key: str
    name: str
    email: str
    spans: tuple[TimeSpan, ...]

    @property
    def minutes(self) -> int:
        return local_time.minutes(local_time.length(self.spans))


@dataclass(frozen=True, slots=True)
class ConnectionLog:
    """A connection log. `unread` are the numbers of rows with a person and times that cannot be understood."""

    source: ConnectionLogSource
    watchers: tuple[Watcher, ...]
    unread: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    columns: ConnectionLogColumns
    rows: tuple[ListRow, ...]


def read_connection_log(rows: Sequence[ListRow], zone: tzinfo, days: Collection[date] = ()) -> ConnectionLog:
    """Return the connection log. `zone` applies to times that name none; `days` are the event's. Raises `UserError` for
    a file that is no such log.
    """
    tables = list(_tables(rows))
    if not tables:
        raise UserError(_NO_HEADER)
    lines = [(t.columns, row) for t in tables if t.columns.is_exact for row in t.rows]
    lines = lines or [(tables[0].columns, row) for row in tables[0].rows]
    month_first = is_month_first((_begin(columns, row) for columns, row in lines), days)
    found: dict[str, list[Watcher]] = {}
    unread = []
    for columns, row in lines:
        watcher = _watcher(columns, row, UTC if columns.is_utc else zone, month_first=month_first)
        if watcher is None:
            unread.append(row.number)
        elif watcher.key:
            found.setdefault(watcher.key, []).append(watcher)
    if not found:
        raise UserError(_NOBODY)
    sources = [t.columns.source for t in tables if t.columns.source is not ConnectionLogSource.OTHER]
    return ConnectionLog(
        next(iter(sources), ConnectionLogSource.OTHER), tuple(map(_joined, found.values())), tuple(unread)
    )


def _tables(rows: Iterable[ListRow]) -> Iterable[_Table]:
    """Yield the tables: a file may hold several, each under its header, and other lines before and between them."""
    columns: ConnectionLogColumns | None = None
    own: list[ListRow] = []
    for row in rows:
        header = read_connection_log_columns(row.cells)
        if header or _is_section(row):
            if columns:
                yield _Table(columns, tuple(own))
            columns, own = header, []
        elif columns:
            own.append(row)
    if columns:
        yield _Table(columns, tuple(own))


def _is_section(row: ListRow) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and bool(_SECTION.match(filled[0]))


def _begin(columns: ConnectionLogColumns, row: ListRow) -> str:
    return columns.text(row.cells, ConnectionLogField.JOIN if columns.is_exact else ConnectionLogField.FIRST_JOIN)


def _watcher(columns: ConnectionLogColumns, row: ListRow, zone: tzinfo, *, month_first: bool) -> Watcher | None:
    """Return the watcher; None where the times cannot be understood; one without a key for a row without a person or
    visit.
    """
    name, email = _name(columns, row), columns.text(row.cells, ConnectionLogField.EMAIL).casefold()
    email = email if "@" in email else ""
    key = email or name_key(name, "")
    begin = _begin(columns, row)
    if not key or not begin:  # registered, and never came: no row of a visit
        return Watcher("", name, email, ())
    span = _span(columns, row, zone, month_first=month_first)
    return Watcher(key, name, email, (span,)) if span else None


def _span(columns: ConnectionLogColumns, row: ListRow, zone: tzinfo, *, month_first: bool) -> TimeSpan | None:
    begins = parse_platform_time(_begin(columns, row), zone, month_first=month_first)
    end = columns.text(row.cells, ConnectionLogField.LEAVE if columns.is_exact else ConnectionLogField.LAST_LEAVE)
    ends = parse_platform_time(end, zone, month_first=month_first)
    if begins and ends is None and not end:
        lasted = read_duration(columns.text(row.cells, ConnectionLogField.DURATION))
        ends = begins + lasted if lasted is not None else None
    if begins is None or ends is None or not begins <= ends <= begins + LONGEST:
        return None
    return TimeSpan(begins, ends)


def _name(columns: ConnectionLogColumns, row: ListRow) -> str:
    """Return the name without additions of Zoom and others: "Léa Morvan (Mairie)", "Léa Morvan #2"."""
    parts = (columns.text(row.cells, field) for field in (ConnectionLogField.FIRST_NAME, ConnectionLogField.LAST_NAME))
    whole = " ".join(filter(None, parts)) or columns.text(row.cells, ConnectionLogField.NAME)
    return _ASIDE.sub("", whole).strip() or whole


def _joined(same: Sequence[Watcher]) -> Watcher:
    name = next((w.name for w in same if w.name), "")
    return Watcher(same[0].key, name, same[0].email, local_time.union(span for w in same for span in w.spans))


_NO_HEADER = Message(
    "remote",
    "This file has no title row for people and for when they joined and left. Nothing was imported; export the "
    "participants’ report of Zoom, Teams or another platform as CSV, with join and leave times.",
)
_NOBODY = Message(
    "remote",
    "No row of this file has a person and a readable time. Nothing was imported; check the times in it, and "
    "export it again.",
)


# Matches watchers with the people of the event: by address, then by name; similar ones are proposed to the user.
# It never guesses: two people of one name, or a name one letter off, are only proposed.

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class WatcherProposal:
    """A watcher, and the people they may be, the likeliest first."""

    watcher: Watcher
    candidates: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class WatcherMatches:
    """The result. `matched` pairs watchers and people; several watchers may be one person with two devices."""

    matched: tuple[tuple[Watcher, Attendee], ...]
    proposed: tuple[WatcherProposal, ...]
    unmatched: tuple[Watcher, ...]


def match_watchers(
    watchers: Iterable[Watcher], people: Sequence[Attendee], decided: Mapping[str, str]
) -> WatcherMatches:
    """Return the matches. `decided`: watcher's key → id of a person as the user decided, now or at an earlier log; ""
    for no person.
    """
    known = _Known(people)
    matched, proposed, unmatched = [], [], []
    for watcher in watchers:
        person = known.by_id.get(decided[watcher.key]) if watcher.key in decided else known.certain(watcher)
        candidates = () if person or watcher.key in decided else known.alike(watcher)
        if person:
            matched.append((watcher, person))
        elif candidates:
            proposed.append(WatcherProposal(watcher, candidates))
        else:
            unmatched.append(watcher)
    return WatcherMatches(tuple(matched), tuple(proposed), tuple(unmatched))


class _Known:
    """People by everything they may be recognised by."""

    def __init__(self, people: Sequence[Attendee]) -> None:
        self.by_id = {person.id: person for person in people}
        self._emails: dict[str, list[Attendee]] = {}
        self._names: dict[str, list[Attendee]] = {}
        self._words: dict[str, list[Attendee]] = {}
        self._slips: dict[str, list[Attendee]] = {}
        for person in people:
            key = name_key(person.first_name, person.last_name)
            self._emails.setdefault(person.email.strip().casefold(), []).append(person)
            self._names.setdefault(key, []).append(person)
            for word in key.split():
                self._words.setdefault(word, []).append(person)
            for slip in deletion_variants(key):
                self._slips.setdefault(slip, []).append(person)

    def certain(self, watcher: Watcher) -> Attendee | None:
        """Return the only one with this address (of several, the one with this name too), else the only one of this
        name.
        """
        key = name_key(watcher.name, "")
        same = self._emails.get(watcher.email, []) if watcher.email else []
        if len(same) > 1:
            same = [p for p in same if name_key(p.first_name, p.last_name) == key]
        if not same:
            same = self._names.get(key, []) if len(key.split()) > 1 else []
        return same[0] if len(same) == 1 else None

    def alike(self, watcher: Watcher) -> tuple[Attendee, ...]:
        key = name_key(watcher.name, "")
        shared = [p for word in key.split() for p in self._words.get(word, [])]
        near = [p for p in shared if are_near(key, name_key(p.first_name, p.last_name))]
        slipped = [p for slip in deletion_variants(key) for p in self._slips.get(slip, [])] if len(key) > 3 else []
        same = self._emails.get(watcher.email, []) if watcher.email else []
        found = {p.id: p for p in (*same, *self._names.get(key, []), *slipped, *near)}
        return tuple(found.values())[:MOST_CANDIDATES]


# Checks whether the times of a connection log fit the event: an untold time zone, or the log of another day.

WHOLE = 0.5
"""The share of a log's time within the programme from which the user is not asked to check."""

CLEARLY = 0.25
"""The gain in share from which another zone is proposed."""

HARDLY = 0.05
"""A gain in share that does not justify a larger shift."""

HOURS = range(-12, 15)
"""The hours between the extreme time zones."""


@dataclass(frozen=True, slots=True)
class ConnectionLogTimeFit:
    """How a connection log fits. `share` of the time watched lies within the programme, from 0 to 1; `day` is that of
    most of it. Shifted by `hours`, `shifted` of it would.
    """

    share: float
    day: date
    hours: int = 0
    shifted: float = 0.0

    @property
    def is_doubtful(self) -> bool:
        return self.share < WHOLE


def check_connection_log_times(
    watchers: Iterable[Watcher], programme: Iterable[TimeSpan], zone: tzinfo
) -> ConnectionLogTimeFit | None:
    """Return the fit; None where there is nothing to compare. `programme` are its time spans, `zone` is the venue's."""
    watched = [span for watcher in watchers for span in watcher.spans]
    times = union(programme)
    total = sum((span.length for span in watched), timedelta())
    if not times or not total:
        return None
    days = {span.begins.astimezone(zone).date(): timedelta() for span in watched}
    for span in watched:
        days[span.begins.astimezone(zone).date()] += span.length
    shares = {hours: _within(watched, times, timedelta(hours=hours)) / total for hours in HOURS}
    enough = max(shares.values()) - HARDLY
    best = min((hours for hours in HOURS if shares[hours] >= enough), key=abs)
    now = ConnectionLogTimeFit(shares[0], max(days, key=lambda day: days[day]))
    return ConnectionLogTimeFit(now.share, now.day, best, shares[best]) if shares[best] >= now.share + CLEARLY else now


def _within(watched: Sequence[TimeSpan], times: Sequence[TimeSpan], later: timedelta) -> timedelta:
    moved = (TimeSpan(span.begins + later, span.ends + later) for span in watched)
    return sum((length(parts(times, span)) for span in moved), timedelta())
