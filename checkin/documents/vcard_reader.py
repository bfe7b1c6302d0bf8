# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading vCards (versions 2.1, 3.0 and 4.0) as a list: a row for each card. Runs only in a child process
(`subprocess_reader`). Why by ourselves: ADR 68.
"""

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.csv_reader import decode
from checkin.documents.input_table import EMPTY, ListSizeCheck

TITLES = (
    "Nom",
    "Prénom",
    "Organisation",
    "Service",
    "Fonction",
    "E-mail",
    "E-mail 2",
    "Téléphone",
    "Téléphone 2",
    "Catégorie",
    "Note",
)
_USUAL = frozenset(TITLES) - {"Service", "E-mail 2", "Téléphone 2", "Catégorie", "Note"}
"""Columns that the list has even if no card fills them."""

_PROPERTY = re.compile(r'(?:[\w-]+\.)?(?P<name>[A-Za-z-]+)(?P<parameters>(?:"[^"]*"|[^":])*):(?P<value>.*)', re.DOTALL)
_WANTED = frozenset({"N", "FN", "ORG", "TITLE", "ROLE", "EMAIL", "TEL", "CATEGORIES", "NOTE", "KIND", "BEGIN"})
_LONGEST_NAME = 80
"""Characters within which the name of a property ends; behind it may come a photo."""

_ESCAPED = re.compile(r"\\([\\,;:nN])")
_OWN_GROUPS = frozenset({"mycontacts", "starred", "friends", "coworkers", "family"})
"""Groups that address books put everybody in."""


@dataclass(frozen=True, slots=True)
class _Property:
    """A line of a card; `parameters` in capitals."""

    name: str
    parameters: str
    value: str

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value."""
        return [_unescaped(part) for part in _split(self.value, ";")]

    @property
    def text(self) -> str:
        return _unescaped(self.value)

    @property
    def rank(self) -> tuple[bool, bool]:
        """Sorts the preferred address first, and a mobile phone before others."""
        return "PREF" not in self.parameters, "CELL" not in self.parameters


def read_vcards(path: Path) -> Iterator[tuple[str, Iterable[ListRow]]]:
    """Yield one sheet: a header, and a row for each card. Cards of groups of people are left out."""
    text = decode(path.read_bytes()).text
    people = [_person(card) for card in _cards(_properties(text)) if not _is_group(card)]
    if not people:
        raise UserError(EMPTY)
    columns = [n for n, title in enumerate(TITLES) if title in _USUAL or any(person[n] for person in people)]
    yield path.stem, _rows([TITLES, *people], columns)


def _rows(table: Iterable[tuple[str, ...]], columns: list[int]) -> Iterator[ListRow]:
    measure = ListSizeCheck()
    for number, cells in enumerate(table, start=1):
        row = ListRow(number, tuple(cells[column] for column in columns))
        if any(map(str.strip, row.cells)):
            measure.add(row)
            yield row


def _properties(text: str) -> Iterator[_Property]:
    """Yield the properties that are wanted, each from its lines: folded ones begin with white space, those of
    quoted-printable end with "=".
    """
    lines = iter([*re.split(r"\r\n|\r|\n", text), ""])
    line = next(lines)
    for following in lines:
        if following[:1] in (" ", "\t") and following.strip():
            line += following[1:]
        elif line.endswith("=") and "QUOTED-PRINTABLE" in line[:200].upper():
            line = line[:-1] + following
        else:
            if found := _property(line):
                yield found
            line = following


def _property(line: str) -> _Property | None:
    name = re.match(r"(?:[\w-]+\.)?([A-Za-z-]+)[;:]", line[:_LONGEST_NAME])
    if not name or name[1].upper() not in _WANTED:
        return None
    found = _PROPERTY.fullmatch(line)
    if not found:
        return None
    parameters, value = found["parameters"].upper(), found["value"].strip()
    if "QUOTED-PRINTABLE" in parameters:
        value = _from_quoted_printable(value, parameters)
    return _Property(found["name"].upper(), parameters, value)


def _from_quoted_printable(value: str, parameters: str) -> str:
    content = quopri.decodestring(value.encode())
    charset = re.search(r"CHARSET=\"?([\w-]+)", parameters)
    for encoding in (charset[1] if charset else "", "utf-8", "cp1252"):
        try:
            return content.decode(codecs.lookup(encoding).name)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("cp1252", errors="replace")


def _cards(properties: Iterable[_Property]) -> Iterator[list[_Property]]:
    card: list[_Property] = []
    for one in properties:
        if one.name == "BEGIN":
            if card:
                yield card
            card = []
        else:
            card.append(one)
    if card:
        yield card


def _is_group(card: list[_Property]) -> bool:
    return any(one.name == "KIND" and one.value.lower() == "group" for one in card)


def _person(card: list[_Property]) -> tuple[str, ...]:
    """Return the cells of a card, in the order of `TITLES`."""
    organisation, department = (*_first(card, "ORG"), "", "")[:2]
    last, given = _name(card, organisation)
    emails = _addresses(card, "EMAIL", "mailto:")
    phones = _addresses(card, "TEL", "tel:")
    role = (_first(card, "TITLE") or _first(card, "ROLE") or [""])[0]
    groups = [group for one in card if one.name == "CATEGORIES" for group in _split(one.value, ",") if group]
    notes = "\n".join(one.text for one in card if one.name == "NOTE")
    category = ", ".join(_unescaped(group) for group in groups if group.strip("* ").lower() not in _OWN_GROUPS)
    return last, given, organisation, department, role, *emails, *phones, category, notes


def _name(card: list[_Property], organisation: str) -> tuple[str, str]:
    """Return the last name and the first names; a name that is not divided is a last name. Cards of an organisation
    have none.
    """
    whole = " ".join((_first(card, "FN") or [""])[0].split())
    last, given, additional = (*_first(card, "N"), "", "", "")[:3]
    if last or given:
        return last, f"{given} {additional}" if additional and f"{given} {additional}" in whole else given
    return "" if whole == organisation else whole, ""


def _first(card: list[_Property], name: str) -> list[str]:
    """Return the parts of the first property of this name that is not empty, [] if there is none."""
    parts = (one.parts for one in card if one.name == name)
    return next((found for found in parts if any(found)), [])


def _addresses(card: list[_Property], name: str, scheme: str) -> tuple[str, str]:
    """Return the two addresses to be used first."""
    found = sorted((one for one in card if one.name == name and one.text), key=lambda one: one.rank)
    texts = dict.fromkeys(re.sub(f"(?i)^{scheme}", "", one.text) for one in found)
    first, second = (*texts, "", "")[:2]
    return first, second


def _split(value: str, sign: str) -> list[str]:
    """Return the parts between the signs that are not escaped, and perhaps an empty one."""
    found: list[str] = re.findall(rf"((?:\\.|[^\\{sign}])*)(?:{sign}|$)", value)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()
