# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of a list found by what stands in them: status, names, days. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Status
from checkin.core.lists import status_words
from checkin.core.lists.cell_kinds import CellKind, is_blank, presence_of, says_no, says_when, says_yes
from checkin.core.lists.cell_text import one_line, plain_title
from checkin.core.lists.column_contents import ENOUGH_CELLS, ColumnContents, sample
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_titles import LIKELY, WEAK, is_about_something_else
from checkin.core.lists.list_fields import NAMES, ColumnReason, ListField, ListRow, cell_of
from checkin.core.local_time import MONTHS, WEEKDAYS, any_of
from checkin.core.programme.announced_days import names_days
from checkin.core.text_folding import fold_text

MOST_WORDS = 12
"""The most different texts of a status column. A column with more holds names, notes or choices."""
UNDERSTOOD = 0.8
"""The least share of its filled cells that must be understood."""

_NOT_THIS = re.compile(
    r"\b(newsletter|abonn\w*|subscri\w*|opt|mailing|marketing|adhesion|adherent\w*|cotisation|member\w*|membre"
    r"|factur\w*"
    r"|invoice|hotel|hebergement|transport|navette|visa|cocktail|visite|scan\w*|checked|controle|utilise|atelier\w*|workshop\w*|session\w*|droit"
    r"|photo\w*)\b"
)

_PAYMENT = re.compile(
    r"(?:statut |etat )?(?:du |de la )?(?:paiement|reglement|inscription payee)(?: recu| effectue| fait)?"
    r"|(?:fee )?(?:payment|paid|invoice)(?: status| state| received| made)?|zahlung|pagamento|pago"
)

_PAID_BY = re.compile(
    r"(?:virement|cheque|carte|cb\b|especes|prelevement|paypal|mandat|bon de commande|facture|gratuit|en ligne"
    r"|sur place"
    r"|transfer|bank|card|cash|check|invoice|free|uberweisung|bar\b|karte|rechnung|lastschrift|bonifico|contanti|carta"
    r"|transferencia|efectivo|tarjeta)"
)


def status_points(
    below: Sequence[ListRow], titles: Sequence[str], claims: Sequence[Mapping[ListField, int]], known: Collection[int]
) -> dict[int, float]:
    """Return what speaks for columns being the status, besides their titles: words that say who comes, who does not,
    who has not paid. It speaks against a title that another column's words contradict, or that is of ways of paying.
    `below` are the rows under the titles; `known` columns mean something else.
    """
    claimed = [i for i, claim in enumerate(claims) if ListField.STATUS in claim]
    held = [i for i in claimed if claims[i][ListField.STATUS] > WEAK] or claimed[:1]
    doubtful = [i for i in held if i not in known and not _is_understood(_cells(below, i))]
    free = [i for i, title in enumerate(titles) if i not in known and i not in held and _is_free(claims[i])]
    like = [i for i in free if _looks_like_status(titles[i], below, i, claims[i])]
    off = [i for i in free if _says_who_is_off(titles[i], below, i, is_status=i in like)]
    paid = [i for i in free if _PAYMENT.fullmatch(plain_title(titles[i])) and _says_who_paid(titles[i], below, i)]
    found = dict.fromkeys([*off, *paid], _PROVED)
    if like and (doubtful or not held):
        found[like[0]] = _PROVED
        found |= dict.fromkeys(doubtful, -_AGAINST)
    elif not found:
        weak = (i for i in doubtful if claims[i][ListField.STATUS] <= LIKELY and _says_how_paid(_cells(below, i)))
        found = dict.fromkeys(weak, -_AGAINST)
    return dict.fromkeys(set(claimed) - set(held), -_AGAINST) | found


_PROVED, _AGAINST = 13.0, 100.0


def is_about_a_part(title: str) -> bool:
    """Whether `title` is about a thing beside the registration: a workshop, a newsletter, an invoice, a visa."""
    return bool(_NOT_THIS.search(plain_title(title)))


def _looks_like_status(title: str, below: Sequence[ListRow], index: int, held: Mapping[ListField, int]) -> bool:
    is_other = is_about_something_else(title) or is_about_a_part(title)
    return not is_other and _is_status(title, _cells(below, index), held)


def _says_who_is_off(title: str, below: Sequence[ListRow], index: int, *, is_status: bool) -> bool:
    """Whether a column says who does not come: among words of a status, or by a yes or a day under a title that asks
    who withdrew. Words that only some rows have, and never that a person comes, must be those of a withdrawal.
    """
    words = {text for cell in set(_cells(below, index)) if (text := one_line(cell))}
    if is_status:
        said = {status_words.status_word(fold_text(word)) for word in words}
        return bool(said & set(status_words.OFF)) and (
            Status.CONFIRMED in said or any(map(status_words.is_withdrawal, words))
        )
    if not status_words.asks_who_withdrew(title) or is_about_a_part(title) or not all(map(_is_flag, words)):
        return False
    marked = sum(bool(text) and not says_no(text) for text in map(one_line, _cells(below, index)))
    return 0 < marked <= len(below) / 2


def _says_who_paid(title: str, below: Sequence[ListRow], index: int) -> bool:
    """Whether all texts of a column say whether somebody paid, and one that they did not."""
    said = {status_words.read_status(title, text) for cell in set(_cells(below, index)) if (text := one_line(cell))}
    return None not in said and Status.UNPAID in said


def _is_flag(text: str) -> bool:
    return says_yes(text) or says_no(text) or says_when(text)


def _cells(below: Sequence[ListRow], index: int) -> Iterator[str]:
    return (row.cells[index] for row in below if index < len(row.cells))


def _is_understood(cells: Iterable[str]) -> bool:
    """Whether half of the filled cells are understood; "Virement" under "Règlement" is not. A few prove nothing."""
    words = Counter(fold_text(text) for cell in cells if (text := one_line(cell)))
    understood = sum(count for text, count in words.items() if status_words.read_status("", text))
    return words.total() < ENOUGH_CELLS or 2 * understood >= words.total()


def _says_how_paid(cells: Iterable[str]) -> bool:
    """Whether nearly all cells name a way of paying: "Virement" under "Règlement" says nothing of who comes."""
    words = [fold_text(text) for cell in cells if (text := one_line(cell))]
    return sum(bool(_PAID_BY.match(word)) for word in words) >= UNDERSTOOD * len(words)


def _is_free(claims: Mapping[ListField, int]) -> bool:
    return not {kind for kind, strength in claims.items() if strength > WEAK} - {ListField.PRESENCE}


def _is_status(title: str, cells: Iterable[str], held: Mapping[ListField, int]) -> bool:
    """Whether nearly all cells are understood as a status, and some say that the person does not come, or not yet."""
    raw = Counter(filter(None, cells))
    if not 0 < len(raw) <= 2 * MOST_WORDS:
        return False
    words = Counter[str]()
    for cell, count in raw.items():
        words[fold_text(one_line(cell))] += count
    if len(words) > MOST_WORDS or (held and any(map(presence_of, words))):
        return False
    understood = sum(count for text, count in words.items() if status_words.read_status("", text))
    if understood < UNDERSTOOD * sum(words.values()):
        return False
    asks = status_words.asks_whether_they_come if ListField.PRESENCE in held else status_words.asks_plainly
    is_answer = asks(title) and any(status_words.read_status(title, text) in status_words.OFF for text in words)
    return is_answer or any(status_words.status_word(text) not in (None, Status.CONFIRMED) for text in words)


# Columns of a list that look like a status and were not taken as one: the user is asked.
# Where such a column is missed, people who declined are expected. A column that a user has decided about is not
# doubtful.


@dataclass(frozen=True, slots=True)
class StatusDoubt:
    """A column whose `words`, the most frequent first with their number of people, look like a status."""

    index: int
    title: str
    words: tuple[tuple[str, int], ...]


def status_doubts(rows: Iterable[ListRow], mapping: ColumnMapping) -> tuple[StatusDoubt, ...]:
    """Return the columns of `rows`, those of people, that the user must be asked about: those that look like the status
    of a list without one, and those by whose words a person withdrew who would be expected.

    Of a known export only questions that an organiser added are doubtful.
    """
    return tuple(_doubts(list(rows), mapping))


def _doubts(rows: Sequence[ListRow], mapping: ColumnMapping) -> Iterator[StatusDoubt]:
    has_status = ListField.STATUS in mapping.columns.values()
    for index, title in enumerate(mapping.titles):
        is_decided = mapping.reasons.get(index) in (ColumnReason.CHOSEN, ColumnReason.REMEMBERED)
        if is_decided or index in mapping.left_out or mapping.columns.get(index) not in _MISTAKEN_FOR:
            continue
        if mapping.platform and mapping.platform.knows(title):
            continue
        off = _words_of_expected(rows, mapping, index)
        if off or (not has_status and _may_be_status(rows, mapping, index)):
            yield StatusDoubt(index, title, _counted(rows, index, off))


def _may_be_status(rows: Sequence[ListRow], mapping: ColumnMapping, index: int) -> bool:
    title = mapping.titles[index]
    asks = status_words.may_ask_whether_they_come(title)
    if mapping.platform and not asks:
        return False
    words = Counter[str]()
    for row in rows:
        if text := one_line(cell_of(row, index)):
            words[fold_text(text)] += 1
        if len(words) > MOST_WORDS and not asks:
            return False
    return (asks and _declines(title, words)) or (0 < len(words) <= MOST_WORDS and _says_who_comes(words))


def _words_of_expected(rows: Sequence[ListRow], mapping: ColumnMapping, index: int) -> frozenset[str]:
    """Return the texts of a column by which people do not come whom the list's status has expected; none of a column
    about a part of the event.
    """
    title = mapping.titles[index]
    if is_about_a_part(title) or status_words.is_part_of_the_event(title):
        return frozenset()
    texts = {text for row in rows if (text := one_line(cell_of(row, index)))}
    off = {text for text in texts if status_words.is_withdrawal(text)}
    if status_words.asks_who_withdrew(title):
        off |= {text for text in texts if status_words.read_status(title, text) is Status.CANCELLED}
    elif len(texts) <= MOST_WORDS and _says_who_comes(Counter(map(fold_text, texts))):
        off |= {text for text in texts if status_words.status_word(text) in status_words.OFF}
    said = ((row, one_line(cell_of(row, index))) for row in rows if off)
    return frozenset(text for row, text in said if text in off and not _is_off(row, mapping))


def _is_off(row: ListRow, mapping: ColumnMapping) -> bool:
    held = (index for index, kind in mapping.columns.items() if kind is ListField.STATUS)
    return any(mapping.status_meant(mapping.titles[i], one_line(cell_of(row, i))) in status_words.OFF for i in held)


def _counted(rows: Iterable[ListRow], index: int, off: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Return the words of a column with their number of people, those of a withdrawal first."""
    words, first = Counter[str](), dict[str, str]()
    for row in rows:
        if text := one_line(cell_of(row, index)):
            words[fold_text(text)] += 1
            first.setdefault(fold_text(text), text)
    ordered = sorted(words.most_common(), key=lambda word: first[word[0]] not in off)
    return tuple((first[word], count) for word, count in ordered)


def _says_who_comes(words: Counter[str]) -> bool:
    """Whether nearly all are words of a status alone, and one says that a person does not come, or not yet. A single
    word must say that they do not.
    """
    meanings = {word: status_words.status_word(word) for word in words}
    understood = sum(count for word, count in words.items() if meanings[word])
    said = {status for status in meanings.values() if status}
    is_off = bool(said - {Status.CONFIRMED}) if len(words) > 1 else said == {Status.CANCELLED}
    return is_off and understood >= UNDERSTOOD * words.total()


def _declines(title: str, words: Counter[str]) -> bool:
    """Whether somebody answers that they do not come, or not for sure. Ways of attending answer another question; a
    bare no is an answer where others say yes.
    """
    is_yes_or_no = any(map(says_yes, words))
    said = (word for word in words if not presence_of(word) and (is_yes_or_no or not says_no(word)))
    return any(status_words.read_status(title, word) not in (None, Status.CONFIRMED) for word in said)


_MISTAKEN_FOR = (None, ListField.PRESENCE, ListField.CATEGORY, ListField.NOTE)
"""What a column of a status may be held for."""


# Finds the columns that say on which days people come.
# Quels jours serez-vous présent(e) ? cells that name days: "mercredi et jeudi", "Les 2 jours" Mercredi 2 décembre |
# Jeudi 3 décembre marks under titles that are days
# A night, a meal, a birthday or the day of a registration is none.


def day_points(
    titles: Sequence[str],
    claims: Sequence[Mapping[ListField, int]],
    contents: Sequence[ColumnContents],
    below: Sequence[ListRow],
) -> dict[int, float]:
    """Return what speaks for columns of days; `below` are the rows under the titles."""
    free = [
        i for i, title in enumerate(titles) if not claims[i].keys() & NAMES and not _OTHER.search(plain_title(title))
    ]
    rows = sample(below)
    asked = {index for index in free if _ASKS.search(plain_title(titles[index])) and _name_days(rows, index)}
    ticked = {i for i in free if i < len(contents) and _is_ticked_day(titles[i], contents[i])}
    found = asked | (ticked if len(ticked) > 1 else set())  # one day alone: whether they come at all
    return dict.fromkeys(found, _DAY_POINTS)


_DAY_POINTS = 30.0


def _name_days(rows: Sequence[ListRow], index: int) -> bool:
    """Whether most of a column's cells name days."""
    cells = list(_filled(rows, index))
    return bool(cells) and sum(map(names_days, cells)) > _MOST_CELLS * len(cells)


def _filled(rows: Sequence[ListRow], index: int) -> Iterator[str]:
    cells = (one_line(row.cells[index]) for row in rows if index < len(row.cells))
    return (cell for cell in cells if not is_blank(cell))


def _is_ticked_day(title: str, column: ColumnContents) -> bool:
    """Whether people tick a day: its title is a day, with nothing of a session beside it."""
    rest = _IN_A_DAY.sub(" ", plain_title(title)).split()
    return column.share(CellKind.MARK) > _MOST_CELLS and names_days(title) and not rest


_MOST_CELLS = 0.6
_ASKS = re.compile(
    r"\b(?:jours?|journees?|dates?|quand|days?|which|when|tage?n?|giorni?|dias?)\b.*"
    r"\b(?:presen\w+|particip\w+|assist\w+|viendr\w+|venir|venez|serez|attend\w*|com(?:e|ing)|join\w*|there|teil\w*)\b"
    r"|\b(?:presen\w+|particip\w+|viendr\w+|venez|serez|attend\w*|coming)\b.*\b(?:jours?|journees?|dates?|quand|days?)\b"
    r"|^(?:vos |mes |quels? |your )?(?:jours?|journees?|days?|presences?|attendance)(?: s)?(?: choisis?)?(?: s)?$"
)
"""Questions after the days on which people come."""
_OTHER = re.compile(
    r"\b(?:nuits?|nuitees?|hotel|hebergement|logement|repas|dejeuners?|diners?|petit dejeuner|cocktail|naissance"
    r"|inscription|soumission|reponse|paiement|commande|arrivee|depart|benevol\w*|disponib\w*|ateliers?|session|menu|navette"
    r"|nights?|lodging|meals?|lunch\w*|dinners?|breakfast|birth\w*|submi\w+|registr\w+|payment|order|arrival|departure"
    r"|volunteer\w*|availab\w*|workshops?|shuttle)\b"
)
_IN_A_DAY = re.compile(
    r"\b(?:presen\w+|presence|viendr\w+|venir|venez|serez|vous|etes|je|serai|le|la|du|de|au|a|l|e|s|on|the|will|you|be|there"
    r"|oui|non|ou|yes|no|or"
    rf"|attend\w*|coming|{any_of(WEEKDAYS)}|{any_of(MONTHS)}|jours?|journees?|days?|j|\d+(?:er|st|nd|rd|th)?|j\d)\b"
)
"""The words of a title that is a day and no session."""
