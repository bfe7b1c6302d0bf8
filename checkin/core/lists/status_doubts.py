# SPDX-License-Identifier: GPL-3.0-or-later
"""Columns of a list that look like a status and were not taken as one: the user is asked. Pure.

Where such a column is missed, people who declined are expected. A column that a user has decided about is not doubtful.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from checkin.core.attendee import Status
from checkin.core.lists.cell_text import one_line
from checkin.core.lists.cell_words import presence_of, says_no
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.invitation_answers import may_ask_whether_they_come
from checkin.core.lists.list_fields import ColumnReason, ListField, ListRow
from checkin.core.lists.row_changes import cell_of
from checkin.core.lists.status_column import MOST_WORDS, UNDERSTOOD
from checkin.core.lists.status_words import read_status, status_word
from checkin.core.text_folding import fold_text


@dataclass(frozen=True, slots=True)
class StatusDoubt:
    """A column whose `words`, the most frequent first with their number of people, look like a status."""

    index: int
    title: str
    words: tuple[tuple[str, int], ...]


def status_doubts(rows: Iterable[ListRow], mapping: ColumnMapping) -> tuple[StatusDoubt, ...]:
    """Return the columns of `rows`, those of people, that the user must be asked about: only if the list has no status
    column. Of a known export only questions that an organiser added are doubtful.
    """
    if ListField.STATUS in mapping.columns.values():
        return ()
    return tuple(_doubts(list(rows), mapping))


def _doubts(rows: Sequence[ListRow], mapping: ColumnMapping) -> Iterator[StatusDoubt]:
    for index, title in enumerate(mapping.titles):
        is_decided = mapping.reasons.get(index) in (ColumnReason.CHOSEN, ColumnReason.REMEMBERED)
        if is_decided or index in mapping.left_out or mapping.columns.get(index) not in _MISTAKEN_FOR:
            continue
        asks = may_ask_whether_they_come(title)
        if mapping.platform and (not asks or mapping.platform.knows(title)):
            continue
        words = Counter[str]()
        first: dict[str, str] = {}
        for row in rows:
            if text := one_line(cell_of(row, index)):
                words[fold_text(text)] += 1
                first.setdefault(fold_text(text), text)
            if len(words) > MOST_WORDS and not asks:
                break
        if (asks and _declines(title, words)) or (0 < len(words) <= MOST_WORDS and _says_who_comes(words)):
            yield StatusDoubt(index, title, tuple((first[word], count) for word, count in words.most_common()))


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
