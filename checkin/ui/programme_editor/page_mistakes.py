# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages of the programme editor have in common: they are shown a draft, and tell what it becomes."""

from collections.abc import Sequence

from checkin.core.programme.programme_mistakes import ProgrammeMistake
from checkin.language import translate

Mistakes = Sequence[ProgrammeMistake]

MOST_NAMED = 12
"""Names of a list that are told."""


def mistake_sentences(mistakes: Mistakes, kind: type, item_id: str = "") -> dict[str, str]:
    """Sentences by field, of one item; the first of each field."""
    found: dict[str, str] = {}
    for mistake in mistakes:
        if mistake.kind is kind and mistake.id == item_id:
            found.setdefault(mistake.field, translate(mistake.words, **mistake.fields))
    return found


def mistaken_ids(mistakes: Mistakes, kind: type) -> set[str]:
    """Ids of the items with a mistake."""
    return {mistake.id for mistake in mistakes if mistake.kind is kind}


def first_named(said: Sequence[str]) -> str:
    """Return the first of the names that a list says, for a sentence."""
    return ", ".join(said[:MOST_NAMED]) + ("…" if len(said) > MOST_NAMED else "")
