# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds the columns that say on which days people come. Pure.

    Quels jours serez-vous présent(e) ?     cells that name days: "mercredi et jeudi", "Les 2 jours"
    Mercredi 2 décembre | Jeudi 3 décembre  marks under titles that are days

A night, a meal, a birthday or the day of a registration is none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from checkin.core.day_names import MONTHS, WEEKDAYS, any_of
from checkin.core.lists.cell_kinds import CellKind
from checkin.core.lists.cell_text import one_line, plain_title
from checkin.core.lists.cell_words import is_blank
from checkin.core.lists.column_choice import ColumnClaim
from checkin.core.lists.column_contents import ColumnContents, Fit, sample
from checkin.core.lists.column_titles import MEANT
from checkin.core.lists.list_fields import NAMES, ColumnReason, ListField, ListRow
from checkin.core.programme.announced_days import names_days

Columns = Mapping[int, ColumnClaim]


def with_days(
    columns: Columns, titles: Sequence[str], contents: Sequence[ColumnContents], below: Sequence[ListRow]
) -> dict[int, ColumnClaim]:
    """Return `columns` with those of days; `below` are the rows under the titles."""
    free = [i for i, title in enumerate(titles) if _is_free(columns.get(i)) and not _OTHER.search(plain_title(title))]
    rows = sample(below)
    asked = {index for index in free if _ASKS.search(plain_title(titles[index])) and _name_days(rows, index)}
    ticked = {i for i in free if i < len(contents) and _is_ticked_day(titles[i], contents[i])}
    found = asked | (ticked if len(ticked) > 1 else set())  # one day alone: whether they come at all
    return {
        **columns,
        **{i: ColumnClaim(i, ListField.DAYS, 0, Fit.LIKELY, contents[i], ColumnReason.BOTH) for i in found},
    }


def _is_free(claim: ColumnClaim | None) -> bool:
    return claim is None or not (claim.kind in NAMES or claim.strength == MEANT)


def _name_days(rows: Sequence[ListRow], index: int) -> bool:
    """Whether most of a column's cells name days."""
    cells = list(_filled(rows, index))
    return bool(cells) and sum(map(names_days, cells)) > _MOST * len(cells)


def _filled(rows: Sequence[ListRow], index: int) -> Iterator[str]:
    cells = (one_line(row.cells[index]) for row in rows if index < len(row.cells))
    return (cell for cell in cells if not is_blank(cell))


def _is_ticked_day(title: str, column: ColumnContents) -> bool:
    """Whether people tick a day: its title is a day, with nothing of a session beside it."""
    rest = _IN_A_DAY.sub(" ", plain_title(title)).split()
    return column.share(CellKind.MARK) > _MOST and names_days(title) and not rest


_MOST = 0.6
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
    rf"|attend\w*|coming|{any_of(WEEKDAYS)}|{any_of(MONTHS)}|jours?|journees?|days?|j|\d+(?:er|st|nd|rd|th)?|j\d)\b"
)
"""The words of a title that is a day and no session."""
