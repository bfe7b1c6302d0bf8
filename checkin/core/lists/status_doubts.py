# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of a list that look like a status and were not taken as one: the user is asked. Pure.

Where such a column is missed, people who declined are expected. A column that a user has decided about is not doubtful.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.cell_words import presence_of, says_no
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.invitation_answers import is_part_of_the_event, may_ask_whether_they_come
from checkin.core.lists.list_fields import ColumnReason, ListField, ListRow
from checkin.core.lists.row_changes import cell_of
from checkin.core.lists.status_column import MOST_WORDS, UNDERSTOOD, is_about_a_part
from checkin.core.lists.status_words import OFF, asks_who_withdrew, is_withdrawal, read_status, status_word
from checkin.core.text_folding import fold_text


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
        if off or (not has_status and _looks_like_status(rows, mapping, index)):
            yield StatusDoubt(index, title, _counted(rows, index, off))


def _looks_like_status(rows: Sequence[ListRow], mapping: ColumnMapping, index: int) -> bool:
    title = mapping.titles[index]
    asks = may_ask_whether_they_come(title)
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
    if is_about_a_part(title) or is_part_of_the_event(title):
        return frozenset()
    texts = {text for row in rows if (text := one_line(cell_of(row, index)))}
    off = {text for text in texts if is_withdrawal(text)}
    if asks_who_withdrew(title):
        off |= {text for text in texts if read_status(title, text) is Status.CANCELLED}
    elif len(texts) <= MOST_WORDS and _says_who_comes(Counter(map(fold_text, texts))):
        off |= {text for text in texts if status_word(text) in OFF}
    said = ((row, one_line(cell_of(row, index))) for row in rows if off)
    return frozenset(text for row, text in said if text in off and not _is_off(row, mapping))


def _is_off(row: ListRow, mapping: ColumnMapping) -> bool:
    held = (index for index, kind in mapping.columns.items() if kind is ListField.STATUS)
    return any(mapping.status_meant(mapping.titles[i], one_line(cell_of(row, i))) in OFF for i in held)


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
    meanings = {word: status_word(word) for word in words}
    understood = sum(count for word, count in words.items() if meanings[word])
    said = {status for status in meanings.values() if status}
    is_off = bool(said - {Status.CONFIRMED}) if len(words) > 1 else said == {Status.CANCELLED}
    return is_off and understood >= UNDERSTOOD * words.total()


def _declines(title: str, words: Counter[str]) -> bool:
    """Whether somebody answers that they do not come, or not for sure, in words of their own: yes, no and ways of
    attending answer other questions as well.
    """
    said = (word for word in words if not says_no(word) and not presence_of(word))
    return any(read_status(title, word) not in (None, Status.CONFIRMED) for word in said)


_MISTAKEN_FOR = (None, ListField.PRESENCE, ListField.CATEGORY, ListField.NOTE)
"""What a column of a status may be held for."""
