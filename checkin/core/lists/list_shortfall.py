# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells that far fewer people than rows would be imported, and why: then a column or a row was misread. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from checkin.core.lists.list_interpretation import InterpretedList
from checkin.core.lists.row_problems import CANNOT_BE_KEPT, NO_NAME, SAME_CODE
from checkin.core.message import Message, Translate

FEW_ROWS = 5
"""A list of no more rows is seen at a glance."""
LEAST_SHARE = 0.5
"""The least share of the rows that become people without a question. Our choice."""


@dataclass(frozen=True, slots=True)
class ListShortfall:
    """How many `rows` with content become only `people`; of the others `unnamed` have no name, `repeated` the ticket
    code of another row, `ignored` are no people (totals, remarks), `too_long` cannot be kept.
    """

    rows: int
    people: int
    unnamed: int = 0
    repeated: int = 0
    ignored: int = 0
    too_long: int = 0

    @property
    def is_far_fewer(self) -> bool:
        """Whether the user must be asked. Rows that they left out themselves are not counted, nor are totals and
        remarks beside many people: these are shown as what they are.
        """
        rows = self.rows - (self.ignored if self.people > self.ignored / 2 else 0)
        return self.rows > FEW_ROWS and self.people < LEAST_SHARE * rows

    def sentence(self, translate: Translate) -> str:
        """Return how many people there would be, and why not more."""
        kinds = (
            (_UNNAMED, self.unnamed),
            (_REPEATED, self.repeated),
            (_IGNORED, self.ignored),
            (_TOO_LONG, self.too_long),
        )
        why = ", ".join(translate(words, count=count) for words, count in kinds if count)
        return translate(_FEW, people=self.people, rows=self.rows, why=why)


def list_shortfall(interpreted: InterpretedList, refused: Iterable[int] = ()) -> ListShortfall:
    """Return what became of the rows of a list; `refused` are rows whose code another person of the event has."""
    lost = Counter(p.words for p in interpreted.problems if p.words in (NO_NAME, SAME_CODE, CANNOT_BE_KEPT))
    others = len(set(refused))
    people = len(interpreted.people) - others
    ignored = len(interpreted.ignored) - len(interpreted.earlier)
    return ListShortfall(
        len(interpreted.people) + lost.total() + ignored,
        people,
        lost[NO_NAME],
        lost[SAME_CODE] + others,
        ignored,
        lost[CANNOT_BE_KEPT],
    )


_FEW = Message("list", "Only {people} of {rows} rows would be imported: {why}.")
_UNNAMED = Message("list", "{count} without a name")
_REPEATED = Message("list", "{count} with the ticket code of another")
_IGNORED = Message("list", "{count} {count:total or remark|totals or remarks}")
_TOO_LONG = Message("list", "{count} too long to keep")
