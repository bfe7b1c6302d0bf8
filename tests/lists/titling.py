# SPDX-License-Identifier: GPL-3.0-or-later
"""Puts the titles on the columns of a strange list, and orders them."""

import unicodedata

from tests.lists.columns import Column, Draft
from tests.lists.words_of import BANDS, LANGUAGES, OTHER, PARTICIPANT, QUESTIONS, RARE, TECHNICAL, USUAL, in_language

OWN_TITLE = {"workshop", "slot"}


def put_titles(draft: Draft) -> None:
    """Every column has a title that no other has, except where the difficulty is that there is none."""
    _order(draft)
    style = draft.rng.randrange(5)
    taken: set[str] = set()
    for column in sorted(draft.columns, key=lambda column: column.kind in USUAL):
        possible = _possible(draft, column, style)
        if (
            "empty_name_column" in draft.chosen
            and column.kind in ("last_name", "first_name")
            and draft.rng.random() < 0.3
        ):
            possible = tuple(f"{title}2" for title in taken_by_empty(draft, column)) or possible
        free = [title for title in possible if title.casefold() not in taken] or [f"{possible[0]} (2)"]
        column.title = draft.rng.choice(free)
        taken.add(column.title.casefold())
    _say_nothing(draft)
    _dress(draft)
    if "line_breaks" in draft.chosen:
        for column in draft.columns:
            column.title = column.title.replace(" ", "\n", 1) if draft.rng.random() < 0.4 else column.title


def taken_by_empty(draft: Draft, column: Column) -> list[str]:
    """The title of the empty column beside this one, which forms give a number: Nom, Nom2."""
    return [other.title for other in draft.columns if other.kind == f"empty_{column.kind.removesuffix('_name')}"]


def _possible(draft: Draft, column: Column, style: int) -> tuple[str, ...]:
    kind, chosen, language = column.kind, draft.chosen, draft.language
    if kind in OWN_TITLE:
        return (column.title,)
    if "technical_titles" in chosen:
        return TECHNICAL[kind][style] if kind in TECHNICAL else OTHER[kind][5]
    if column.titles:
        return column.titles
    if kind not in USUAL:
        return _bilingual(OTHER[kind]) if "bilingual_titles" in chosen else in_language(OTHER[kind], language)
    if "bilingual_titles" in chosen:
        return _bilingual(USUAL[kind])
    table = RARE if "rare_titles" in chosen else QUESTIONS if "question_titles" in chosen else USUAL
    titles = in_language(table[kind], language)
    if table is USUAL and kind in ("last_name", "first_name", "email") and chosen & {"buyer", "companion"}:
        return (f"{titles[0]} {PARTICIPANT[LANGUAGES.index(language)]}", *titles)
    return titles


def _bilingual(cells: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    return f"{cells[0][0]} / {cells[1][0]}", f"{cells[0][-1]} ({cells[1][-1]})"


REMARKS = {
    "fr": ("{} *", "{} :", "{} (obligatoire)", "{} (facultatif)", "{} [texte]"),
    "en": ("{} *", "{}:", "{} (required)", "{} (optional)", "{} [text]"),
    "de": ("{} *", "{}:", "{} (Pflichtfeld)", "{} (freiwillig)", "{} [Text]"),
    "es": ("{} *", "{}:", "{} (obligatorio)", "{} (opcional)", "{} [texto]"),
    "it": ("{} *", "{}:", "{} (obbligatorio)", "{} (facoltativo)", "{} [testo]"),
}


def _dress(draft: Draft) -> None:
    """Capitals without accents, and remarks that change nothing."""
    for number, column in enumerate(draft.columns, 1):
        title = column.title.removesuffix(" *")
        if column.kind == "workshop" or not title:
            continue
        if "annotated_titles" in draft.chosen:
            title = draft.rng.choice(("{}", f"{number}. {{}}", *REMARKS[draft.language])).format(title)
        if "capital_titles" in draft.chosen:
            letters = unicodedata.normalize("NFD", title.upper())
            title = "".join(letter for letter in letters if not unicodedata.combining(letter))
        column.title = title if draft.chosen & {"annotated_titles", "capital_titles"} else column.title


def _say_nothing(draft: Draft) -> None:
    rng, chosen = draft.rng, draft.chosen
    if "untitled_status" in chosen:
        for column in draft.columns:
            column.title = "" if column.kind == "status" else column.title
    if "numbered_titles" in chosen:
        pattern, first = rng.choice(("fld_{}", "Q{}", "Champ {}", "Column{}", "VAR{:03d}")), rng.choice((1, 1, 10))
        for number, column in enumerate(draft.columns, first):
            column.title = pattern.format(number)


def _order(draft: Draft) -> None:
    """Some lists go another way than identity, contact, registration; groups of a two-level header stay together."""
    rng = draft.rng
    if "two_level_header" in draft.chosen:
        bands = list(BANDS)
        draft.columns.sort(key=lambda column: bands.index(column.band))
    elif rng.random() < 0.3:
        together: list[list[Column]] = []
        for column in draft.columns:
            follows = together and together[-1][-1].kind.split("_")[0] == column.kind.split("_")[0]
            is_name = column.kind in ("last_name", "first_name") and together and together[-1][-1].band == "name"
            if together and (follows or is_name):
                together[-1].append(column)
            else:
                together.append([column])
        rng.shuffle(together)
        draft.columns = [column for group in together for column in group]


def band_title(draft: Draft, band: str) -> str:
    return BANDS[band][LANGUAGES.index(draft.language)]
