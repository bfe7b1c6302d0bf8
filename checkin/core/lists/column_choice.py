# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses which column of a list holds what, from its titles and from what stands below them. Pure.

A title is a claim, the contents are evidence: a column whose contents contradict its title is not taken; one whose
contents are certain needs no title that says so, unless that says it is about something else. An empty or constant
column never beats a full one. No column is dropped: what is not chosen is kept under its title.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from checkin.core.lists import title_words
from checkin.core.lists.cell_kinds import FEWEST_DIGITS, CellKind, cell_kinds, is_blank
from checkin.core.lists.cell_text import FirstNames, one_line, plain_title
from checkin.core.lists.list_fields import HEADER_WITHIN, NAMES, SEVERAL, ColumnReason, ListField, ListRow
from checkin.core.text_folding import fold_text

# What stands in the columns of a list: how many of their cells look like an address, a name, a code …
# The words of a title can mislead; what stands below it seldom does. `ColumnContents` counts, `fit` says what the
# counts mean for a field: that it is certain, likely, open or impossible.

SAMPLE = 400
"""The most rows that are looked at, spread over the list: the kind of a column shows in fewer."""

MOST_CHOICES = 15
"""The most different texts of a column of categories."""

ENOUGH_CELLS = 5
"""Fewer cells prove nothing about a column."""


class Fit(IntEnum):
    """What the contents of a column say of a field. CERTAIN is enough without a title that says so."""

    IMPOSSIBLE = -1
    OPEN = 0
    LIKELY = 1
    CERTAIN = 2


@dataclass(frozen=True, slots=True)
class ColumnContents:
    """The counts of one column. `rows` were looked at, `filled` of them have a text, `distinct` texts differ in more
    than case; `kinds` counts the cells of each kind. `counts_rows`: its numbers only rise by one.
    """

    rows: int = 0
    filled: int = 0
    distinct: int = 0
    kinds: Mapping[CellKind, int] = field(default_factory=dict)
    counts_rows: bool = False

    def share(self, *kinds: CellKind) -> float:
        """Return the share of the filled cells that are of one of these kinds, at most 1; 0 for an empty column."""
        return min(1.0, sum(self.kinds.get(kind, 0) for kind in kinds) / self.filled) if self.filled else 0.0

    @property
    def is_empty(self) -> bool:
        return not self.filled

    @property
    def is_constant(self) -> bool:
        """Whether the same text stands in nearly every row of a list that has several."""
        return self.distinct == 1 and self.filled >= max(ENOUGH_CELLS, self.rows / 2)

    @property
    def says_little(self) -> bool:
        """Whether hardly any of many texts differ: the address of the form's sender, not those of the people."""
        return self.filled >= MOST_CHOICES and self.variety < _LITTLE

    @property
    def is_choice(self) -> bool:
        """Whether a few texts stand in it again and again, as categories do."""
        is_full = self.filled >= _HALF * self.rows
        return is_full and 1 < self.distinct <= MOST_CHOICES and self.variety < _HALF > self.share(*_NO_CHOICES)

    @property
    def tells_apart(self) -> bool:
        """Whether nearly every row has a text that no other has."""
        return self.variety == 1 and self.filled >= _NEARLY_ALL * self.rows and not self.counts_rows

    @property
    def counts_people(self) -> bool:
        """Whether it holds numbers of people ("2 places"), or bare numbers that come again and again: no numbers of
        seats.
        """
        is_bare = self.share(CellKind.NUMBER) >= _NEARLY_ALL and self.variety <= _HALF and not self.counts_rows
        return self.share(CellKind.PEOPLE) >= _SOME or is_bare

    @property
    def variety(self) -> float:
        """The share of its texts that differ: 1 for codes, little for categories."""
        return self.distinct / self.filled if self.filled else 0.0

    def fit(self, kind: ListField) -> Fit:
        """Return what the contents say of the field `kind`; OPEN for a column of too few cells."""
        if self.filled < ENOUGH_CELLS:
            return self._fit_of_few(kind)
        if self._contradicts(kind):
            return Fit.IMPOSSIBLE
        return next((fit for fit, least in _LEAST.get(kind, ()) if self._reaches(least)), Fit.OPEN)

    def _fit_of_few(self, kind: ListField) -> Fit:
        if kind is ListField.EMAIL and self.filled and self.share(CellKind.EMAIL) == 1:
            return Fit.CERTAIN
        return Fit.OPEN

    def _reaches(self, least: Mapping[CellKind, float]) -> bool:
        return all(self.share(kind) >= share for kind, share in least.items())

    def _contradicts(self, kind: ListField) -> bool:
        if kind in _HALF_AT_LEAST and self.share(*_HALF_AT_LEAST[kind]) < _HALF:
            return True
        if kind is ListField.ORDER:
            return self.counts_rows and self.variety == 1
        if kind is ListField.TICKET_CODE:
            return self.variety < _NEARLY_ALL
        return kind in _WORDS and self.share(*(_NO_NAMES if kind in NAMES else _NEVER)) > _HALF


_LETTERS = 2
_LITTLE, _HALF, _NEARLY_ALL, _MOST, _MANY, _SOME = 0.1, 0.5, 0.9, 0.8, 0.6, 0.3

_LEAST: Mapping[ListField, tuple[tuple[Fit, Mapping[CellKind, float]], ...]] = {
    ListField.EMAIL: ((Fit.CERTAIN, {CellKind.EMAIL: _MOST}),),
    ListField.PHONE: ((Fit.CERTAIN, {CellKind.PHONE: _MOST}),),
    ListField.TICKET_CODE: ((Fit.LIKELY, {CellKind.CODE: _NEARLY_ALL}),),
    ListField.FIRST_NAME: ((Fit.CERTAIN, {CellKind.FIRST_NAME: _MANY, CellKind.NAME: _MOST}),),
    ListField.LAST_NAME: (
        (Fit.CERTAIN, {CellKind.CAPITALS: _MOST, CellKind.NAME: _MOST}),
        (Fit.LIKELY, {CellKind.NAME: _MOST}),
    ),
    ListField.FULL_NAME: ((Fit.CERTAIN, {CellKind.WHOLE_NAME: _MANY}), (Fit.LIKELY, {CellKind.NAME: _MOST})),
    ListField.ORGANISATION: ((Fit.CERTAIN, {CellKind.ORGANISATION: _SOME}),),
    ListField.ROLE: ((Fit.CERTAIN, {CellKind.ROLE: _SOME}),),
}
"""The shares of kinds from which a column is certain or likely to hold a field, the surest first. Our choice, on lists
of many makers.
"""

_HALF_AT_LEAST = {
    ListField.EMAIL: (CellKind.EMAIL,),
    ListField.PHONE: (CellKind.PHONE, CellKind.NUMBER),
    ListField.PLACES: (CellKind.NUMBER,),
}
_WORDS = NAMES | {ListField.ORGANISATION, ListField.ROLE, ListField.CATEGORY, ListField.NOTE}
_NEVER = frozenset({CellKind.EMAIL, CellKind.PHONE, CellKind.DATE, CellKind.MARK, CellKind.COURTESY, CellKind.PLACE})
_NO_CHOICES = _NEVER | {CellKind.NUMBER, CellKind.FIRST_NAME, CellKind.WHOLE_NAME}
_NO_NAMES = _NEVER | {CellKind.NUMBER, CellKind.SENTENCE}


def column_contents(rows: Sequence[ListRow], known: FirstNames) -> tuple[ColumnContents, ...]:
    """Return the contents of every column of `rows`, which are those below the titles."""
    looked_at = sample([row for row in rows if not _is_letter(row)])
    width = max((len(row.cells) for row in looked_at), default=0)
    return tuple(_contents([one_line(_cell(row, index)) for row in looked_at], known) for index in range(width))


def sample(rows: Sequence[ListRow]) -> Sequence[ListRow]:
    """Return at most some hundred of `rows`, spread evenly."""
    return rows[:: max(1, len(rows) // SAMPLE)]


def _is_letter(row: ListRow) -> bool:
    """Whether the row is a letter between people in alphabetical order."""
    texts = [cell for cell in row.cells if cell]
    return len(texts) == 1 < len(row.cells) and len(texts[0].strip()) <= _LETTERS


def _cell(row: ListRow, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def _contents(cells: Sequence[str], known: FirstNames) -> ColumnContents:
    filled = [cell for cell in cells if not is_blank(cell)]
    texts = Counter(filled)
    kinds = Counter[CellKind]()
    for text, count in texts.items():
        for kind in cell_kinds(text, known):
            kinds[kind] += count
    distinct = len({fold_text(text) for text in texts})
    return ColumnContents(len(cells), texts.total(), distinct, kinds, _counts_rows(filled))


def _counts_rows(cells: Sequence[str]) -> bool:
    """Whether nearly all cells are 1, 2, 3 … or 101, 102, 103 …: numbers that rise with the rows and hardly faster."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < FEWEST_DIGITS]
    if len(numbers) < max(ENOUGH_CELLS, _NEARLY_ALL * len(cells)):
        return False
    return numbers == sorted(numbers) and numbers[-1] - numbers[0] <= 2 * len(numbers)


# What the titles of a list say of its columns, in French, English, German, Italian or Spanish.
# Nothing here looks below the titles: that is `column_contents`; `choose_columns` weighs both.


def header_strength(row: ListRow) -> int:
    """Return how many fields `row` names, 0 if none of them is a name."""
    fields = {field for title in row.cells for field in title_strengths(title)}
    return len(fields) if fields & NAMES else 0


def fullest_row(rows: Sequence[ListRow]) -> ListRow:
    """Return the row with most cells filled among the first ones; it may be no header."""
    return max(rows[:HEADER_WITHIN], key=lambda row: sum(map(bool, row.cells)), default=ListRow(0, ()))


def is_about_something_else(title: str) -> bool:
    """Whether `title` names a payer, a consent, a meal or a date: nothing that a person of the list is or has."""
    return _is_other(_words(title))


def says_nothing(title: str) -> bool:
    """Whether `title` is empty, a number or a name that a machine gave: "fld_12", "Colonne 3"."""
    words = _words(title).split()
    return all(word.rstrip("0123456789") in _MEANINGLESS or _NUMBER_OF_COLUMN.fullmatch(word) for word in words)


MEANT, PLAIN, EXACT, LIKELY, WEAK = 9, 4, 3, 2, 1
"""How sure a title is of a field. MEANT: in the export of a known service. A weak one stands only where nothing better
was found.
"""


def title_strengths(title: str) -> dict[ListField, int]:
    """Return the fields that `title` may name, each with its strength. A title of several parts ("Nom / Last name",
    "E-mail (one only)") names what any of them does.
    """
    whole = _words(title)
    if not whole or _is_other(whole):
        return {}
    found = _named_by(whole)
    if set(whole.split()) & title_words.GUESTS:
        return {kind: min(strength, LIKELY) for kind, strength in found.items()}
    if max(found.values(), default=0) >= EXACT:
        return found
    for part in map(_words, _PARTS.split(title)):
        if part and _core(part):
            found |= {kind: max(strength, found.get(kind, 0)) for kind, strength in _named_by(part).items()}
    is_whole_name = min(found.get(ListField.FIRST_NAME, 0), found.get(ListField.LAST_NAME, 0)) >= EXACT
    return {ListField.FULL_NAME: EXACT} if is_whole_name else found


def _named_by(words: str) -> dict[ListField, int]:
    if title_words.IN_WHICH_CAPACITY.search(words):
        return {ListField.CATEGORY: EXACT}
    core = _core(words)
    if core in title_words.FAMILY_NAME:
        return {ListField.LAST_NAME: PLAIN}
    found = {field: WEAK for field, phrases in title_words.PERHAPS.items() if core in phrases}
    found |= {field: LIKELY for field, pattern in title_words.ASKED.items() if pattern.search(words)}
    return found | {field: EXACT for field, phrases in title_words.EXACTLY.items() if core in phrases}


def _core(words: str) -> str:
    return title_words.in_order(" ".join(word for word in words.split() if word not in title_words.FILLERS))


def _words(title: str) -> str:
    """Return `title` folded, without punctuation and its number; of "Attendee name: Given name" the last part, of
    "attendee.lastName" the words, of a second "Nom (2)" the name.
    """
    title = _PLUS_ONE.sub("plus one ", title)
    tail = _CAMEL.sub(" ", _NUMBERED.sub("", title).strip(" :").rpartition(":")[2])
    plain = _BESIDE.sub(" ", tail.casefold())
    return plain_title(plain)


def _is_other(words: str) -> bool:
    return bool(title_words.OTHER_PEOPLE.search(words) or title_words.OTHER_THINGS.search(words))


_PLUS_ONE = re.compile(r"^\s*\+\s?1\b")
_NUMBERED = re.compile(r"^\W*(?:[Qq](?:uestion)?\s*)?\d{1,2}\s*[.):–-]\s*(?=\w)")
_PARTS = re.compile(r"[/()|\[\]\n]|\s[-–—]\s")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BESIDE = re.compile(r"\((?:commande|participant|order)\)(?:\s*-\s*#\d+)?|\(\d\)\s*$|(?<=[a-z]{3})[2-9]$")
_NUMBER_OF_COLUMN = re.compile(r"[a-z]{0,3}\d{1,4}|[a-z]")
_MEANINGLESS = frozenset(
    {"col", "colonne", "column", "spalte", "colonna", "columna", "fld", "field", "champ", "feld", "campo", "unnamed"}
    | {"untitled", "sans", "titre", "custom", "perso", "var", "variable", "question", "reponse", "answer", "attr"}
    | {"attribute", "item", "data", "value", "valeur"}
)


@dataclass(frozen=True, slots=True)
class ColumnClaim:
    """A column that may hold `kind`: `strength` by its title (0: it says nothing of it), `fit` by its contents."""

    index: int
    kind: ListField
    strength: int
    fit: Fit
    contents: ColumnContents
    reason: ColumnReason = ColumnReason.TITLE

    @property
    def rank(self) -> tuple[object, ...]:
        """Sorts the surest first: what tells nobody apart after all that does, then by both, then by place."""
        return self.is_last_resort, -(2 * self.strength + self.fit), self.index

    @property
    def is_of_few(self) -> bool:
        """Whether the names of guests stand in it, and only a few rows have any: then these are companions."""
        is_sparse = self.contents.filled < _FEW_ROWS * self.contents.rows
        return self.kind in NAMES and self.strength == LIKELY and is_sparse

    @property
    def is_last_resort(self) -> bool:
        """Whether the column is empty, says the same of everybody, or is contradicted by its contents."""
        is_same = self.kind in _PERSONAL and (self.contents.is_constant or self.contents.says_little)
        return self.contents.is_empty or is_same or self.is_of_few or self.fit is Fit.IMPOSSIBLE


Strengths = Sequence[Mapping[ListField, int]]
"""Of each column, the fields that its title claims, each with its strength."""


def guess_columns(header: Sequence[str]) -> dict[int, ListField]:
    """Return the field of each column index by the titles alone."""
    return {index: claim.kind for index, claim in choose_columns(header, ()).items()}


def choose_columns(
    titles: Sequence[str], contents: Sequence[ColumnContents], strengths: Strengths | None = None
) -> dict[int, ColumnClaim]:
    """Return the claim that stands for each column index. `contents` may be shorter than `titles`, or empty: then the
    titles decide alone.
    """
    contents = [*contents, *[ColumnContents()] * (len(titles) - len(contents))]
    claimed = strengths or [title_strengths(title) for title in titles]
    claims = [*_by_titles(claimed, contents), *_by_contents(titles, claimed, contents)]
    chosen: dict[int, ColumnClaim] = {}
    for claim in sorted(claims, key=lambda claim: claim.rank):
        if claim.index not in chosen and _is_free(claim, {other.kind for other in chosen.values()}):
            chosen[claim.index] = claim
    return _without_computed_name(_with_name_beside(titles, claimed, contents, chosen))


def _without_computed_name(chosen: dict[int, ColumnClaim]) -> dict[int, ColumnClaim]:
    """Return the columns without a whole name beside both of its halves, from which it was put together."""
    full = {claim.kind for claim in chosen.values() if not claim.contents.is_empty and claim.contents.rows}
    if not {ListField.FIRST_NAME, ListField.LAST_NAME} <= full:
        return chosen
    return {index: claim for index, claim in chosen.items() if claim.kind is not ListField.FULL_NAME}


def _is_free(claim: ColumnClaim, held: Collection[ListField]) -> bool:
    """Whether nothing better holds it. A column that may perhaps be a name is one only where there is no other."""
    is_poor = claim.strength == WEAK or claim.fit is Fit.IMPOSSIBLE or claim.is_of_few
    if claim.kind in NAMES and is_poor and NAMES & set(held):
        return False
    return claim.kind not in held or (claim.kind in SEVERAL and claim.strength > WEAK)


def _with_name_beside(
    titles: Sequence[str], claimed: Strengths, contents: Sequence[ColumnContents], chosen: dict[int, ColumnClaim]
) -> dict[int, ColumnClaim]:
    """Return the columns with their names corrected: "Name" beside a first name alone is the last name; "Nom" beside
    both is the whole name, but a second "Nom" is not, nor is one that holds no whole names.
    """
    kinds = {claim.kind for claim in chosen.values()}
    taken = {plain_title(titles[index]) for index in chosen}
    lacks_last = ListField.FIRST_NAME in kinds and ListField.LAST_NAME not in kinds
    for index, title in enumerate(titles):
        claim, column = chosen.get(index), contents[index]
        if claim and claim.kind is ListField.FULL_NAME and _NAME.fullmatch(plain_title(title)) and lacks_last:
            return chosen | {index: replace(claim, kind=ListField.LAST_NAME)}
        is_free = claim is None and ListField.FULL_NAME not in kinds and plain_title(title) not in taken
        holds_names = not column.rows or (not column.is_empty and column.fit(ListField.FULL_NAME) is not Fit.IMPOSSIBLE)
        if is_free and holds_names and ListField.LAST_NAME in claimed[index]:
            whole = ColumnClaim(index, ListField.FULL_NAME, EXACT, Fit.OPEN, column, ColumnReason.TITLE)
            return chosen | {index: whole}
    return chosen


def _by_titles(claimed: Strengths, contents: Sequence[ColumnContents]) -> Iterator[ColumnClaim]:
    for index, (found, column) in enumerate(zip(claimed, contents, strict=True)):
        for kind, strength in found.items():
            if _may_hold(column, kind, strength):
                fit = column.fit(kind)
                reason = ColumnReason.BOTH if fit is Fit.CERTAIN else ColumnReason.TITLE
                yield ColumnClaim(index, kind, strength, fit, column, reason)


def _may_hold(column: ColumnContents, kind: ListField, strength: int) -> bool:
    """Whether what stands in the column does not contradict its title. A title that may perhaps mean it needs contents
    that look like it; an export may repeat its codes, row by row.
    """
    if strength == WEAK and kind is ListField.TICKET_CODE and column.counts_rows:
        return False
    if strength == WEAK and kind is ListField.CATEGORY and column.filled >= ENOUGH_CELLS and not column.is_choice:
        return False
    if strength == WEAK and kind is ListField.PLACES:
        return column.counts_people
    if strength == MEANT and kind is ListField.TICKET_CODE and column.distinct > 1:
        return True
    return kind in _LAST_RESORTS or column.fit(kind) is not Fit.IMPOSSIBLE


def _by_contents(
    titles: Sequence[str], claimed: Strengths, contents: Sequence[ColumnContents]
) -> Iterator[ColumnClaim]:
    """Yield what is certain from the contents alone. Names only where titles name nobody, or where this one says
    nothing at all: towns and managers look like names too.
    """
    named = {
        kind
        for found, column in zip(claimed, contents, strict=True)
        for kind, strength in found.items()
        if _is_fit(column, kind) and not ColumnClaim(0, kind, strength, Fit.OPEN, column).is_of_few
    }
    for index, (title, column) in enumerate(zip(titles, contents, strict=True)):
        if is_about_something_else(title) or column.is_constant:
            continue
        for kind in _PROVABLE:
            is_name_named = kind in NAMES and not says_nothing(title) and bool(named & NAMES)
            is_same = kind in NAMES and column.variety < _LEAST_VARIETY
            if column.fit(kind) is Fit.CERTAIN and kind not in claimed[index] and not is_name_named and not is_same:
                yield ColumnClaim(index, kind, 0, Fit.CERTAIN, column, ColumnReason.CONTENTS)
        are_groups = column.share(CellKind.GROUP) > _GROUP_SHARE
        if column.is_choice and (says_nothing(title) or (are_groups and not claimed[index])):
            yield ColumnClaim(index, ListField.CATEGORY, 0, Fit.OPEN, column, ColumnReason.CONTENTS)
        if says_nothing(title) and column.tells_apart and column.fit(ListField.TICKET_CODE) is Fit.LIKELY:
            yield ColumnClaim(index, ListField.TICKET_CODE, 0, Fit.LIKELY, column, ColumnReason.CONTENTS)


def _is_fit(column: ColumnContents, kind: ListField) -> bool:
    return not column.is_empty and column.fit(kind) is not Fit.IMPOSSIBLE


_NAME = re.compile("name[2-9]?")
_LAST_RESORTS = NAMES | {ListField.PHONE}
"""What a title makes of a column whatever stands in it, if there is no better: without a name there is no list, and
"ask the front desk" under "Phone" is of use.
"""
_GROUP_SHARE = 0.8
_FEW_ROWS = 0.4
_LEAST_VARIETY = 0.25
"""The least share of different texts in a column of names that no title names: France is a first name too."""
_PERSONAL = NAMES | {ListField.EMAIL, ListField.PHONE, ListField.TICKET_CODE, ListField.ROLE}
_PROVABLE = (
    ListField.EMAIL,
    ListField.PHONE,
    ListField.ORGANISATION,
    ListField.ROLE,
    ListField.FULL_NAME,
    ListField.FIRST_NAME,
    ListField.LAST_NAME,
)
