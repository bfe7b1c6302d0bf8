# SPDX-License-Identifier: GPL-3.0-or-later
"""What the columns of a list say of one another: addresses that are made of names, whole names made of halves,
organisations that own domains. Pure.

    anne.legoff@sillage.example    Anne | Le Goff    proves which column is which, whatever their titles are
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checkin.core.attendee import bare_address
from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import is_email, one_line
from checkin.core.lists.column_contents import ENOUGH_CELLS, ColumnContents, sample
from checkin.core.lists.list_fields import ListRow, cell_of
from checkin.core.text_folding import words_in

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Halves:
    """What addresses and whole names say of two columns as first and last name. `together` is the share of the
    addresses that are made of both. From 1 to -1, where the other way round: `order`, how often the first name comes
    first, and `initials`, how often it is the one shortened to its initial. `are_whole`: a column of the list holds
    both. `is_within`: one of the two is a part of the other, which holds whole names.
    """

    together: float = 0.0
    order: float = 0.0
    initials: float = 0.0
    are_whole: bool = False
    is_within: bool = False


@dataclass(frozen=True, slots=True)
class _Address:
    local: str
    domain: frozenset[str]
    shown: str


class Relations:
    """The relations of the columns of `below`, the rows under the titles. `contents` are those of its columns."""

    def __init__(self, contents: Sequence[ColumnContents], below: Sequence[ListRow]) -> None:
        rows = sample(below)
        texts = [i for i, column in enumerate(contents) if column.share(*_NO_TEXTS) < _HALF]
        self._words = {i: [words_in(one_line(cell_of(row, i))) for row in rows] for i in texts}
        self._joined = {i: ["".join(words) for words in cells] for i, cells in self._words.items()}
        mails = (i for i, column in enumerate(contents) if column.share(CellKind.EMAIL) > _HALF)
        self._addresses = [[_address(one_line(cell_of(row, i))) for row in rows] for i in mails]

    def halves(self, first: int, last: int) -> Halves:
        """Return what proves that the columns are the halves of names."""
        if first not in self._joined or last not in self._joined:
            return Halves()
        pairs = list(zip(self._joined[first], self._joined[last], strict=True))
        found = [_in_addresses(pairs, addresses) for addresses in self._addresses]
        best = max(found, key=lambda halves: halves.together, default=Halves())
        are_whole = any(_are_whole(pairs, self._joined[i]) for i in self._joined if i not in (first, last))
        return Halves(best.together, best.order, best.initials, are_whole, _is_within(pairs))

    def names_whole(self, index: int) -> float:
        """Return the share of the addresses that are made of the whole name in the column."""
        return self._share(index, _is_of_name)

    def owns_domain(self, index: int) -> float:
        """Return the share of the addresses whose domain has a word of the column."""
        return self._share(index, lambda words, address: any(len(w) >= _LONG and w in address.domain for w in words))

    def _share(self, index: int, is_of: Callable[[Words, _Address], bool]) -> float:
        words = self._words.get(index, ())
        shares = [0.0]
        for addresses in self._addresses:
            both = [(cell, address) for cell, address in zip(words, addresses, strict=False) if cell and address]
            if len(both) >= _FEW:
                shares.append(sum(is_of(cell, address) for cell, address in both) / len(both))
        return max(shares)


def _address(cell: str) -> _Address | None:
    address = bare_address(cell)
    if not is_email(address):
        return None
    local, _, domain = address.partition("@")
    return _Address("".join(words_in(local)), frozenset(words_in(domain)), "".join(words_in(cell.partition("<")[0])))


def _in_addresses(pairs: Sequence[tuple[str, str]], addresses: Sequence[_Address | None]) -> Halves:
    told = ahead = behind = first_is_short = last_is_short = 0
    for (first, last), address in zip(pairs, addresses, strict=True):
        if not first or not last or not address or first == last:
            continue
        told += 1
        if address.local in (first + last, last + first):
            ahead += address.local == first + last
            behind += address.local != first + last
        elif address.local in (first[0] + last, last + first[0]):
            first_is_short += 1
        elif address.local in (last[0] + first, first + last[0]):
            last_is_short += 1
        elif address.shown in (first + last, last + first):
            ahead += address.shown == first + last
            behind += address.shown != first + last
    whole, short = ahead + behind, first_is_short + last_is_short
    if told < _FEW:
        return Halves()
    order = (ahead - behind) / whole if whole >= ENOUGH_CELLS else 0.0
    initials = (first_is_short - last_is_short) / short if short >= _FEW else 0.0
    return Halves((whole + short) / told, order, initials)


def _are_whole(pairs: Sequence[tuple[str, str]], wholes: Sequence[str]) -> bool:
    filled = [(first, last, whole) for (first, last), whole in zip(pairs, wholes, strict=True) if first and last]
    made = sum(whole in (first + last, last + first) for first, last, whole in filled)
    return made >= max(_FEW, _MOST * len(filled))


def _is_within(pairs: Sequence[tuple[str, str]]) -> bool:
    filled = [sorted(pair, key=len) for pair in pairs if all(pair)]
    parts = sum(part != whole and (whole.startswith(part) or whole.endswith(part)) for part, whole in filled)
    return parts >= max(_FEW, _MOST * len(filled))


def _is_of_name(words: Words, address: _Address) -> bool:
    """Whether the address is made of at least two words of a name, or of one and an initial."""
    if len(words) < _FEWEST_WORDS:
        return False
    if sorted("".join(words)) == sorted(address.shown):
        return True
    found = [word for word in words if len(word) > 1 and word in address.local]
    rest = len(address.local) - sum(map(len, found))
    return rest <= len(words) - len(found) and bool(found)


_NO_TEXTS = (CellKind.EMAIL, CellKind.PHONE, CellKind.NUMBER, CellKind.DATE, CellKind.MARK)
_HALF, _MOST = 0.5, 0.8
_FEW, _FEWEST_WORDS = 3, 2
_LONG = 4
"""The fewest letters of a word that tells an organisation: "de" is in many domains."""
