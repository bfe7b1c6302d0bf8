# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the status column of a list by its content where its title does not say so. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import one_line, plain_title
from checkin.core.lists.cell_words import presence_of, says_no, says_when, says_yes
from checkin.core.lists.column_contents import SEVERAL
from checkin.core.lists.column_titles import is_about_something_else, says_nothing
from checkin.core.lists.invitation_answers import asks_whether_they_come
from checkin.core.lists.list_fields import ListField, ListRow
from checkin.core.lists.status_words import OFF, asks_who_withdrew, is_withdrawal, read_status, status_word
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


def with_status_by_content(
    below: Sequence[ListRow],
    titles: Sequence[str],
    columns: Mapping[int, ListField],
    known: Mapping[int, object],
    weak: Collection[int] = (),
) -> dict[int, ListField]:
    """Return `columns` with a column of status words, if there is none yet or only one of other words; with every
    column that says who does not come or has not paid; and without one of ways of paying that only its title makes a
    status (`weak`). `below` are the rows under the titles; `known` columns mean something else.
    """
    found = dict(columns)
    held = [index for index, kind in found.items() if kind is ListField.STATUS]
    doubtful = [index for index in held if index not in known and not _is_understood(_cells(below, index))]
    free = [i for i, title in enumerate(titles) if i not in known and _is_free(title, found.get(i))]
    like = [index for index in free if _looks_like_status(titles[index], below, index, found.get(index))]
    off = [index for index in free if _says_who_is_off(titles[index], below, index, is_status=index in like)]
    paid = [i for i in free if _PAYMENT.fullmatch(plain_title(titles[i])) and _says_who_paid(titles[i], below, i)]
    more = {*off, *paid}
    if like and (doubtful or not held):
        more.add(like[0])
        found = {index: kind for index, kind in found.items() if index not in doubtful}
    elif not more:
        gone = {index for index in doubtful if index in weak and _says_how_paid(_cells(below, index))}
        found = {index: kind for index, kind in found.items() if index not in gone}
    return found | dict.fromkeys(sorted(more), ListField.STATUS)


def is_about_a_part(title: str) -> bool:
    """Whether `title` is about a thing beside the registration: a workshop, a newsletter, an invoice, a visa."""
    return bool(_NOT_THIS.search(plain_title(title)))


def _looks_like_status(title: str, below: Sequence[ListRow], index: int, held: ListField | None) -> bool:
    is_other = is_about_something_else(title) or is_about_a_part(title)
    return not is_other and _is_status(title, _cells(below, index), held)


def _says_who_is_off(title: str, below: Sequence[ListRow], index: int, *, is_status: bool) -> bool:
    """Whether a column says who does not come: among words of a status, or by a yes or a day under a title that asks
    who withdrew. Words that only some rows have, and never that a person comes, must be those of a withdrawal.
    """
    words = {text for cell in set(_cells(below, index)) if (text := one_line(cell))}
    if is_status:
        said = {status_word(fold_text(word)) for word in words}
        return bool(said & set(OFF)) and (Status.CONFIRMED in said or any(map(is_withdrawal, words)))
    if not asks_who_withdrew(title) or is_about_a_part(title) or not all(map(_is_flag, words)):
        return False
    marked = sum(bool(text) and not says_no(text) for text in map(one_line, _cells(below, index)))
    return 0 < marked <= len(below) / 2


def _says_who_paid(title: str, below: Sequence[ListRow], index: int) -> bool:
    """Whether all texts of a column say whether somebody paid, and one that they did not."""
    said = {read_status(title, text) for cell in set(_cells(below, index)) if (text := one_line(cell))}
    return None not in said and Status.UNPAID in said


def _is_flag(text: str) -> bool:
    return says_yes(text) or says_no(text) or says_when(text)


def _cells(below: Sequence[ListRow], index: int) -> Iterator[str]:
    return (row.cells[index] for row in below if index < len(row.cells))


def _is_understood(cells: Iterable[str]) -> bool:
    """Whether half of the filled cells are understood; "Virement" under "Règlement" is not. A few prove nothing."""
    words = Counter(fold_text(text) for cell in cells if (text := one_line(cell)))
    understood = sum(count for text, count in words.items() if read_status("", text))
    return words.total() < SEVERAL or 2 * understood >= words.total()


def _says_how_paid(cells: Iterable[str]) -> bool:
    """Whether nearly all cells name a way of paying: "Virement" under "Règlement" says nothing of who comes."""
    words = [fold_text(text) for cell in cells if (text := one_line(cell))]
    return sum(bool(_PAID_BY.match(word)) for word in words) >= UNDERSTOOD * len(words)


def _is_free(title: str, held: ListField | None) -> bool:
    return held in (None, ListField.PRESENCE) or (held is ListField.CATEGORY and says_nothing(title))


def _is_status(title: str, cells: Iterable[str], held: ListField | None) -> bool:
    """Whether nearly all cells are understood as a status, and some say that the person does not come, or not yet."""
    raw = Counter(filter(None, cells))
    if not 0 < len(raw) <= 2 * MOST_WORDS:
        return False
    words = Counter[str]()
    for cell, count in raw.items():
        words[fold_text(one_line(cell))] += count
    if len(words) > MOST_WORDS or (held and any(map(presence_of, words))):
        return False
    understood = sum(count for text, count in words.items() if read_status("", text))
    if understood < UNDERSTOOD * sum(words.values()):
        return False
    is_answer = held is ListField.PRESENCE and asks_whether_they_come(title) and any(map(says_no, words))
    return is_answer or any(status_word(text) not in (None, Status.CONFIRMED) for text in words)
