# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a list that are nobody: totals, letters and groups between people, examples and hints below the titles,
remarks at the end, the titles repeated on the next page. Pure.

Whoever might be a person is one: a row is left out only for a reason named here, and shown as left out.
"""

import re
from collections.abc import Iterator, Sequence

from checkin.core.lists.cell_text import one_line
from checkin.core.lists.cell_words import GROUP_WORDS
from checkin.core.lists.column_mapping import ColumnMapping
from checkin.core.lists.list_fields import NAMES, ListField, ListRow
from checkin.core.lists.personal_names import is_name
from checkin.core.text_folding import fold_text


def rows_without_person(below: Sequence[ListRow], header: ListRow, mapping: ColumnMapping) -> Iterator[int]:
    """Yield the numbers of the rows of `below`, those under `header` that are not empty, that are no person."""
    groups = _groups(below, mapping)
    for place, row in enumerate(below):
        is_shown = place < _EXAMPLES_WITHIN and (_is_example(row) or _names_are_hints(row, mapping))
        if is_shown or row.cells == header.cells or _is_nobody(row, mapping, groups):
            yield row.number


def _is_nobody(row: ListRow, mapping: ColumnMapping, groups: frozenset[str]) -> bool:
    filled = {index: text for index, cell in enumerate(row.cells) if (text := one_line(cell))}
    first, text = next(iter(filled.items()))
    kind = mapping.columns.get(first)
    is_total = bool(_TOTAL.match(fold_text(text)))
    if len(filled) == 1 and len(mapping.titles) >= _SEVERAL_COLUMNS:
        is_between = len(text) <= _LONGEST_SEPARATOR or _plain_group(text) in groups
        return is_total or is_between or kind is None or (kind in NAMES and _is_sentence(text))
    others = [other for index, other in filled.items() if index != first]
    names = [filled.get(index, "") for index, field in mapping.columns.items() if field in NAMES and index != first]
    is_named = any(_has_letters(name) and not any(map(str.isdigit, name)) for name in names)
    return is_total and not is_named and (kind is None or kind in NAMES or not _has_letters("".join(others)))


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _is_sentence(text: str) -> bool:
    words = len(text.split())
    return any(map(str.isdigit, text)) or words > _MOST_WORDS or (words > _FEW_WORDS and not is_name(text))


def _is_example(row: ListRow) -> bool:
    """Whether the row shows how to fill in the list: "ex. DUPONT", "Oui / Non" where one is to choose, or "required"
    and "(as on the badge)" in most cells.
    """
    texts = [one_line(cell) for cell in row.cells if cell.strip()]
    hints = sum(bool(_HINT.search(fold_text(text))) for text in texts)
    shown = (_EXAMPLE.fullmatch(text) or _TO_CHOOSE.fullmatch(fold_text(text)) for text in texts)
    return any(shown) or hints * 2 > len(texts)


def _names_are_hints(row: ListRow, mapping: ColumnMapping) -> bool:
    """Whether hints stand where the names would: "(obligatoire)" is nobody, whatever the other columns say."""
    cells = (row.cells[i] for i, kind in mapping.columns.items() if kind in NAMES and i < len(row.cells))
    names = [fold_text(text) for cell in cells if (text := one_line(cell))]
    return bool(names) and all(map(_HINT.search, names))


def _groups(below: Sequence[ListRow], mapping: ColumnMapping) -> frozenset[str]:
    """Return what may be the name of a group of people above them: the list's categories, and usual words."""
    columns = [index for index, kind in mapping.columns.items() if kind is ListField.CATEGORY]
    cells = (row.cells[index] for row in below for index in columns if index < len(row.cells))
    return GROUP_WORDS | {fold_text(one_line(cell)) for cell in cells}


def _plain_group(text: str) -> str:
    """Return the name of a group without the number of its people: "Presse (12)"."""
    return fold_text(_COUNT.sub("", text))


_EXAMPLES_WITHIN = 2
"""The rows right below the titles among which an example of how to fill in the list may stand."""
_LONGEST_SEPARATOR = 2
"""The letters of a separator between people in alphabetical order: "A", "Mc"."""
_SEVERAL_COLUMNS = 3
"""The columns of a list in which nobody is just a name."""
_FEW_WORDS, _MOST_WORDS = 2, 6
"""The most words of a name that is alone on its row; a longer text is a remark below the list."""

_COUNT = re.compile(r"[\s:(]*\d*\)?\s*:?$")
_TOTAL = re.compile(
    r"(sous |grand )?(sub ?|zwischen)?(totale?s?|totaux|summe|gesamt|somma|suma|nombre d ?inscrits|effectif)\b"
)
_EXAMPLE = re.compile(
    r"\W*(?:(?:ex|p\.? ?ex|e\. ?g|z\. ?b|bsp|p\.? ?es|p\.? ?ej)[.:]|(?:par )?exemple|example|beispiel|esempio|ejemplo)"
    r"(?!\w).*",
    re.IGNORECASE,
)
_TO_CHOOSE = re.compile(
    r"(?:oui|yes|ja|si) ?(?:/|ou|or|oder|o) ?(?:non|no|nein)|jj/mm/a+|dd/mm/y+|tt\.mm\.j+|signature"
)
_HINT = re.compile(
    r"^\(.*\)|\b(?:obligatoire|facultatif|si possible|voir (?:notice|guide|mode d emploi)|en majuscules"
    r"|required|mandatory|optional|see guide|as on the badge|in capitals|pflichtfeld|pflicht|siehe \w+"
    r"|freiwillig|wie auf dem"
    r"|obbligatorio|facoltativo|obligatorio|opcional)\b"
)
