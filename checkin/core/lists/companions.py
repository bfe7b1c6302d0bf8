# SPDX-License-Identifier: GPL-3.0-or-later
"""People whom somebody of a list brings along: in columns of their own, or in the cell of the name. Pure.

    Accompagnant 1 nom | Accompagnant 1 prénom      a person, with or without a name
    Nombre d’accompagnants · +1 · Guests            a number: "2", "+2", "1 personne", "oui"
    Marie et Paul Durand · M. et Mme Durand · Durand +1

They are counted with the person or people of their own, as the user chooses, or kept as information. One without a
name is counted either way. What columns say of one is theirs (`companion_facts`). A companion is
known again by the person of the row and their place beside them.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from checkin.core.attendee import CUSTOM, MOST_PLACES, bare_address, companion_host
from checkin.core.lists.cell_kinds import CellKind, is_blank, says_no, says_nothing, says_yes
from checkin.core.lists.cell_text import FirstNames, one_line, people_count, plain_title, without_courtesy
from checkin.core.lists.column_contents import ColumnContents
from checkin.core.lists.column_mapping import TWO_NAMES, ColumnMapping, NameSplit, split_name
from checkin.core.lists.column_titles import EXACT, title_strengths
from checkin.core.lists.known_people import KnownPerson
from checkin.core.lists.list_fields import NAMES, CompanionHandling, ListField, ListRow
from checkin.core.lists.list_matching import MergedRow, Pair
from checkin.core.lists.listed_person import LONGEST_TEXT, ListedPerson, fits

# What a list says of companions in columns of their own: "Régime accompagnant" is the companion's "Régime".
# Régime accompagnant · Allergies du conjoint · E-mail invité 2 · Guest 1 diet
# The words of the companion are taken out of the title. What is left is the title of another column of the list, or
# names a field (`column_choice`), or is the title under which it is kept.

COMPANION = re.compile(
    r"\b(?:accompagnante?s?(?: es?(?! mail))?|accompagnat\w+|conjointe?s?|companions?|plus one|(?:guest|invitee?)s? \d+"
    r"|guests? (?:first |last |full )?name"
    r"|(?:first |last |full )?name of (?:your )?guests?|begleit\w+|accompagnator\w*|acompanantes?"
    r"|accompagnee?s?(?: ?es?)?)\b"
)
"""The words for a companion in a title, folded."""

BESIDE = re.compile(
    r"\b(?:e ?mail|mail|courriel|tel|telephone|phone|portable|regime|repas|menu"
    r"|allerg\w+"
    r"|age|organisme|structure|societe|fonction|civilite|titre|company|diet\w*|meal|statut|status|code)s?\b"
)
"""What is said of companions, and is not their name."""

_FIELDS = {ListField.EMAIL, ListField.PHONE, ListField.ORGANISATION, ListField.ROLE, ListField.CATEGORY, ListField.NOTE}
_FILLER = re.compile(
    r"\b(?:d|de|du|des|l|la|le|les|un|une|votre|vos|ton|ta|son|sa|leur|of|the|your|s|his|her|their|der|ihrer|del)\b"
)


class CompanionFact(NamedTuple):
    """A column about the companion with this `number` in titles; its texts are their `field` (`attendee`)."""

    column: int
    number: int
    field: str


def companion_number(title: str) -> int:
    """Return the number of the companion that a folded title is about, the first where it has none."""
    return int(found[0]) if (found := re.search(r"\d+", title)) else 1


def companion_facts(mapping: ColumnMapping) -> list[CompanionFact]:
    """Return the columns of a list that say something of its companions beside their names."""
    return list(_facts(mapping))


def _facts(mapping: ColumnMapping) -> Iterator[CompanionFact]:
    kept = [i for i in range(len(mapping.titles)) if i not in mapping.columns and i not in mapping.left_out]
    own = {_without_fillers(plain_title(mapping.titles[i])): i for i in (*kept, *mapping.columns)}
    for index in kept:
        title = plain_title(mapping.titles[index])
        core = _without_fillers(re.sub(r"\d+", " ", COMPANION.sub(" ", title)))
        if not COMPANION.search(title) or not core:
            continue
        if name := _field(mapping, own.get(core), mapping.titles[index], core):
            yield CompanionFact(index, companion_number(title), name)


def _field(mapping: ColumnMapping, own: int | None, title: str, core: str) -> str:
    """Return the field that a column of companions fills; "" for their names, and for what is not theirs alone."""
    kinds = {mapping.columns[own]} if own is not None and own in mapping.columns else _kinds(core)
    if kinds:
        return next((kind.value for kind in kinds & _FIELDS), "") if not kinds & NAMES else ""
    if own is not None:
        return CUSTOM + mapping.titles[own]
    if not BESIDE.search(core):
        return ""
    words = [word for word in re.split(r"[\s'’]+", title) if plain_title(word) and plain_title(word) in core.split()]
    return CUSTOM + " ".join(words).capitalize() if words else ""


def _kinds(core: str) -> set[ListField]:
    strengths: Mapping[ListField, int] = title_strengths(core)
    return {kind for kind, strength in strengths.items() if strength >= EXACT}


def _without_fillers(title: str) -> str:
    return " ".join(_FILLER.sub(" ", title).split())


_NEXT_IN_CELL = 100
"""Between the places of those who stand in one cell."""
BESIDE_THE_NAME = 99
"""The place of a companion who stands in the cell of the name; those in columns are 1, 2 …"""


class CompanionName(NamedTuple):
    """A companion by name, their place beside the person of the row, and what the list says of them: (field, text)."""

    first: str
    last: str
    place: int = BESIDE_THE_NAME
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CompanionColumns:
    """The columns of companions: `places` are the (first name, last or whole name) columns of each, `count` that of
    their number; -1 for none. `facts` are of each the columns that say more of them.
    """

    places: tuple[tuple[int, int], ...] = ()
    count: int = -1
    facts: tuple[tuple[CompanionFact, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Companions:
    """The companions of one row. `host` is the person's own name where their cell held two."""

    named: tuple[CompanionName, ...] = ()
    unnamed: int = 0
    host: CompanionName | None = None

    def __len__(self) -> int:
        return len(self.named) + self.unnamed


@dataclass(frozen=True, slots=True)
class CompanionTotals:
    """How many people of a list bring somebody, and how many companions, `unnamed` of them without a name."""

    hosts: int = 0
    companions: int = 0
    unnamed: int = 0


NO_COMPANIONS = CompanionTotals()


def columns_of(mapping: ColumnMapping) -> CompanionColumns:
    """Return the columns of companions among those that are of no field and not left out. A column of guests is one of
    companions if it counts them. One that only says whether there are any counts them where another names them.
    """
    facts = companion_facts(mapping)
    taken = {*mapping.columns, *mapping.left_out, *(fact.column for fact in facts)}
    firsts: dict[int, int] = {}
    lasts: dict[int, list[int]] = {}
    counts: list[int] = []
    for index in (i for i in range(len(mapping.titles)) if i not in taken):
        title = plain_title(mapping.titles[index])
        if not _is_of_companions(mapping, index) or BESIDE.search(title) or _OF_OTHERS.search(title):
            continue
        number = companion_number(title)
        if _NUMBER.search(title):
            counts.append(index)
        elif _FIRST.search(title) and not _LAST.search(_FIRST.sub("", title)):
            firsts.setdefault(number, index)
        else:
            lasts.setdefault(number, []).append(index)
    for number, found in lasts.items():
        if (number in firsts or len(found) > 1) and _only_counts(mapping, found[0]):
            counts.append(found.pop(0))
    numbers = sorted(firsts.keys() | lasts.keys())
    places = tuple((firsts.get(n, -1), next(iter(lasts.get(n, ())), -1)) for n in numbers)
    said = tuple(tuple(fact for fact in facts if fact.number == number) for number in numbers)
    return CompanionColumns(places, next(iter(counts), -1), said)


def _is_of_companions(mapping: ColumnMapping, index: int) -> bool:
    title = mapping.titles[index]
    if COMPANION.search(plain_title(title)) or _PLUS_ONE.match(title.strip()):
        return True
    return bool(_GUESTS.fullmatch(plain_title(title))) and any(map(_counts, mapping.contents[index : index + 1]))


def _only_counts(mapping: ColumnMapping, index: int) -> bool:
    """Whether nothing but marks and numbers stand in a column whose title asks for no name."""
    if _LAST.search(plain_title(mapping.titles[index])):
        return False
    return any(each.share(CellKind.NUMBER, CellKind.MARK) == 1 for each in mapping.contents[index : index + 1])


def proposed_handling(mapping: ColumnMapping) -> CompanionHandling | None:
    """Return what is proposed to become of companions: people where columns name them, a number where one counts them,
    else nothing.
    """
    columns = columns_of(mapping)
    named = [mapping.contents[index] for each in columns.places for index in each if 0 <= index < len(mapping.contents)]
    if any(each.filled and each.share(CellKind.NUMBER, CellKind.MARK) <= _HALF for each in named):
        return CompanionHandling.PEOPLE
    counts = (named, mapping.contents[columns.count : columns.count + 1] if columns.count >= 0 else ())
    is_counted = any(each.filled for found in counts for each in found)
    return CompanionHandling.NUMBER if is_counted else None


def read_companions(
    row: ListRow, person: ListedPerson, columns: CompanionColumns, known: FirstNames = frozenset()
) -> Companions:
    """Return the companions that a row names, first those of the name's cell. Whole names are divided where commas,
    capitals or `known` first names show it.
    """
    host, beside, plus = _of_name(person)
    named, unnamed = list(beside), 0
    for place, (first, last) in enumerate(columns.places, 1):
        name = CompanionName(_cell(row, first), _cell(row, last), place, _said(row, columns.facts[place - 1]))
        bare = name.last or name.first
        if not bare or is_blank(bare) or says_no(bare) or says_nothing(bare):
            continue
        if (count := _count(bare)) is not None:
            unnamed += count
        elif name.first:
            named.append(name)
        else:
            named += _divided(name, known)
    number = _count(_cell(row, columns.count)) or 0
    return Companions(tuple(named), max(unnamed + plus, number - len(named)), host)


def _said(row: ListRow, facts: Iterable[CompanionFact]) -> tuple[tuple[str, str], ...]:
    """Return what a row says of a companion: (field, text), read as what it says of its person."""
    said: dict[str, str] = {}
    for column, _, field in facts:
        text = _cell(row, column)
        if field == ListField.EMAIL and "@" in text:
            said[field] = bare_address(text)
        elif field == ListField.NOTE and not says_nothing(text):
            said[field] = f"{said[field]}\n{text}" if field in said else text
        elif (field.startswith(CUSTOM) and text) or not (field in (ListField.EMAIL, ListField.NOTE) or is_blank(text)):
            said[field] = text
    return tuple(said.items())


def shared_titles(titles: Sequence[str], kept: Iterable[int], contents: Sequence[ColumnContents]) -> list[str]:
    """Return the titles of the `kept` columns that hold for companions too: a table, a zone, a shuttle; a seat only
    where several people have the same.
    """
    return [titles[index] for index in sorted(kept) if _is_shared(titles[index], contents[index : index + 1])]


def _is_shared(title: str, column: Sequence[ColumnContents]) -> bool:
    plain = plain_title(title)
    is_seat = bool(_SEAT.search(plain)) and any(each.filled and each.variety < _ALL_DIFFER for each in column)
    return bool(_TABLE.search(plain)) or is_seat


def with_companions(
    person: ListedPerson, found: Companions, handling: CompanionHandling, shared: Collection[str] = ()
) -> list[ListedPerson]:
    """Return the person, and their companions as `handling` says, with what stands under the `shared` titles."""
    if handling is CompanionHandling.KEEP or not len(found):
        return [person]
    if handling is CompanionHandling.NUMBER:
        return [replace(person, places=min(MOST_PLACES, max(person.places, 1 + len(found))))]
    counted = min(MOST_PLACES, max(person.places - len(found.named), 1 + found.unnamed))
    name = found.host or CompanionName(person.first_name, person.last_name)
    host = replace(person, places=counted, first_name=name.first, last_name=name.last)
    return [host, *_as_people(host, found.named, shared)]


def _as_people(host: ListedPerson, names: Sequence[CompanionName], shared: Collection[str]) -> Iterator[ListedPerson]:
    """Yield companions as people of the same category, order, state, way of attending and table. What the list says of
    the person alone is not theirs: organisation, role, addresses (docs/adr/0070). What it says of them alone is.
    """
    custom = {title: host.custom[title] for title in shared if title in host.custom}
    for name in names:
        companion = ListedPerson(
            host.row,
            name.first,
            name.last,
            category=host.category,
            status=host.status,
            presence=host.presence,
            order=host.order,
            days=host.days,
            place=name.place,
            custom=custom,
        )
        fields: dict[str, Any] = {each: text for each, text in name.facts if not each.startswith(CUSTOM)}
        own = {title.removeprefix(CUSTOM): text for title, text in name.facts if title.startswith(CUSTOM)}
        whole = replace(companion, custom=custom | own, **fields)
        yield whole if fits(whole) else companion


def count_companions(found: Iterable[Companions]) -> CompanionTotals:
    """Return the totals of all rows."""
    bringing = [each for each in found if len(each)]
    return CompanionTotals(len(bringing), sum(map(len, bringing)), sum(each.unnamed for each in bringing))


def _of_name(person: ListedPerson) -> tuple[CompanionName | None, list[CompanionName], int]:
    """Return the person's own name if the cell held more, the names of those beside them, and how many have none."""
    whole = f"{person.first_name} {person.last_name}".strip()
    if plus := _PLUS.fullmatch(person.last_name) or _PLUS.fullmatch(person.first_name):
        bare = CompanionName(_PLUS.sub(r"\1", person.first_name), _PLUS.sub(r"\1", person.last_name))
        return bare, [], int(plus[2])
    if person.first_name and (pair := TWO_NAMES.fullmatch(person.first_name)):
        return CompanionName(pair[1], person.last_name), [CompanionName(pair[2], person.last_name)], 0
    if (pair := TWO_NAMES.fullmatch(whole)) is None:
        return None, [], 0
    left, right = pair[1], pair[2]
    if len(left.split()) == 1 and len(right.split()) > 1:
        left = f"{left} {right.split(maxsplit=1)[1]}"
    return CompanionName("", left), [CompanionName("", right)], 0


def _divided(name: CompanionName, known: FirstNames) -> Iterator[CompanionName]:
    """Yield those whom a cell of whole names holds; the second and further ones have places of their own."""
    for number, whole in enumerate(_whole_names(name.last)):
        alone = without_courtesy(whole)
        is_whole = " " in alone  # "Mme Durand" stays as it is: there is no first name to tell them apart
        pair = split_name(whole, NameSplit.FIRST_NAMES, known) if is_whole else None
        first, last = pair or ("", alone if is_whole else whole)
        yield CompanionName(first, last, name.place + number * _NEXT_IN_CELL, () if number else name.facts)


def _whole_names(text: str) -> list[str]:
    """Return the names in a cell: "Mme Ana Gil et Mlle Inès Gil", "Zoé Noir; Max Noir, Luc Noir"."""
    parts = [part.strip() for part in _CUTS.split(text) if part.strip()]
    return [name for part in parts for name in (part.split(", ") if _are_whole(part.split(", ")) else [part])]


def _are_whole(names: Sequence[str]) -> bool:
    """Whether each of several names has a first and a last one: "ABGRALL, Nolwenn" is one person."""
    return len(names) > 1 and all(len(without_courtesy(name).split()) > 1 for name in names)


def _count(text: str) -> int | None:
    """Return how many companions a cell without a name stands for; None for any other text."""
    return 1 if says_yes(text) else people_count(text)


def _counts(column: ColumnContents) -> bool:
    """Whether numbers stand in it, besides yes and no."""
    return column.share(CellKind.NUMBER) > 0 and column.share(CellKind.NUMBER, CellKind.MARK) > _HALF


def _cell(row: ListRow, index: int) -> str:
    return one_line(row.cells[index])[:LONGEST_TEXT].rstrip() if 0 <= index < len(row.cells) else ""


_GUESTS = re.compile(
    r"(?:extra |additional |other )?guests|(?:autres )?invites(?: supplementaires)?|personnes supplementaires"
    r"|weitere (?:gaste|personen)|gaste|ospiti|invitados"
)
_HALF, _ALL_DIFFER = 0.5, 0.9
_TABLE = re.compile(
    r"(?<!round )\b(?:table(?! ronde)|tisch|tavolo|mesa|zone|secteur|carre|tribune|loge|bus|navette|shuttle)\b"
)
_SEAT = re.compile(r"\b(?:seat|siege(?! social)|place|rang|row|sitzplatz|posto|asiento|fauteuil)\b")
_PLUS_ONE = re.compile(r"\+\s?1\b")
_OF_OTHERS = re.compile(r"\b(?:guests? of|invitee? par|invited by)\b")
"""Who brings this person."""
_NUMBER = re.compile(r"\b(?:nombre|nb|nbre|combien|number|how many|anzahl|numero di|numero de|quanti|cuantos)\b")
_FIRST = re.compile(r"\b(?:prenoms?|first names?|given names?|vornamen?)\b")
_LAST = re.compile(r"\b(?:noms?|names?|last names?|surnames?|nachnamen?)\b")
_CUTS = re.compile(r"\s*[;\n]\s*| (?:et|and|&|und|y) ", re.IGNORECASE)
_PLUS = re.compile(r"(\S.*?)\s*\(?\+\s?(\d)\)?(?:\s*(?:pers\w*\.?|invit\w+|guests?|accomp\w*\.?))?", re.IGNORECASE)


# Matching of companions: by the person of the row and their place beside them, never by name.


class CompanionMatch(NamedTuple):
    """The companions known from an earlier list, with their row now, and those who are new."""

    pairs: list[Pair]
    added: list[ListedPerson]


def match_companions(
    known: Sequence[KnownPerson],
    people: Sequence[ListedPerson],
    pairs: Sequence[Pair],
    left_out: Collection[int],
    joined: Sequence[MergedRow],
) -> CompanionMatch:
    """Return the companions among `people`, whose hosts are matched already. Those of a row that is left out are left
    out as well; the host of a new one that is known is named.
    """
    persons = {k.attendee.id: k.person for k in known}
    hosts = {row.row: k.person for k, row in pairs} | {each.person.row: each.into.id for each in joined}
    places = {
        (persons.get(host, host), k.attendee.companion.rpartition("/")[2]): k
        for k in known
        if (host := companion_host(k.attendee.companion))
    }
    match = CompanionMatch([], [])
    for person in people:
        if not person.place or person.row in left_out:
            continue
        host = hosts.get(person.row, "")
        owner = places.pop((host, str(person.place)), None)
        if owner:
            match.pairs.append((owner, person))
        else:
            match.added.append(replace(person, host=host))
    return match
