# SPDX-License-Identifier: GPL-3.0-or-later
"""What a list says of companions in columns of their own: "Régime accompagnant" is the companion's "Régime". Pure.

    Régime accompagnant · Allergies du conjoint · E-mail invité 2 · Guest 1 diet

The words of the companion are taken out of the title. What is left is the title of another column of the list, or names
a field (`column_titles`), or is the title under which it is kept.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checkin.core.attendee_body import CUSTOM
from checkin.core.lists.cell_text import plain_title
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.column_titles import EXACT, title_strengths
from checkin.core.lists.list_fields import NAMES, ListField

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
    """A column about the companion with this `number` in titles; its texts are their `field` (`attendee_body`)."""

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
