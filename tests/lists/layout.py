# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of a strange list: people, and all that stands above, between and below them."""

from dataclasses import dataclass
from itertools import groupby

from tests.lists.columns import Draft
from tests.lists.invented_people import Invented, plain
from tests.lists.titling import band_title

PERSON, HEADER, BAND, BLANK = "person", "header", "band", "blank"

EXAMPLE_MARK = {"fr": "ex.", "en": "e.g.", "de": "z. B.", "es": "p. ej.", "it": "es."}
HINTS = {
    "fr": ("obligatoire", "(tel qu'il figurera sur le badge)", "(une seule adresse)", "facultatif", "voir notice"),
    "en": ("required", "(as on the badge)", "(one address only)", "optional", "see guide"),
    "de": ("Pflichtfeld", "(wie auf dem Ausweis)", "(nur eine Adresse)", "freiwillig", "siehe Anleitung"),
    "es": ("obligatorio", "(como en la acreditación)", "(una sola dirección)", "opcional", "ver guía"),
    "it": ("obbligatorio", "(come sul badge)", "(un solo indirizzo)", "facoltativo", "vedi guida"),
}
"""For the last name, other names, e-mail, and whatever is left."""
TOTALS = {"fr": "Total", "en": "Total", "de": "Summe", "es": "Total", "it": "Totale"}
SUBTOTALS = {"fr": "Sous-total", "en": "Subtotal", "de": "Zwischensumme", "es": "Subtotal", "it": "Subtotale"}
ABOVE = {
    "fr": ("Rencontres d'automne – liste des inscrits", "Extraction du 12/10/2026 – document de travail"),
    "en": ("Autumn Forum – registered attendees", "Exported on 12/10/2026 – working copy"),
    "de": ("Herbsttagung – Teilnehmerliste", "Stand: 12.10.2026 – nur intern"),
    "es": ("Encuentros de otoño – lista de inscritos", "A 12/10/2026 – documento de trabajo"),
    "it": ("Convegno d'autunno – elenco degli iscritti", "Aggiornato al 12/10/2026 – bozza"),
}
BELOW = {
    "fr": ("Document provisoire, ne pas diffuser.", "Signaler toute erreur à l'accueil avant le 14 octobre."),
    "en": ("Provisional list, do not circulate.", "Please report mistakes to the desk before 14 October."),
    "de": ("Vorläufige Liste, nicht weitergeben.", "Fehler bitte bis 14. Oktober melden."),
    "es": ("Lista provisional, no difundir.", "Comuniquen los errores antes del 14 de octubre."),
    "it": ("Elenco provvisorio, da non diffondere.", "Segnalare gli errori entro il 14 ottobre."),
}

EXAMPLE_ROLE = {"fr": "maire", "en": "mayor", "de": "Bürgermeister", "es": "alcalde", "it": "sindaco"}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: what it is, its cells, and which person it is, if one."""

    kind: str
    cells: tuple[object, ...] = ()
    person: Invented | None = None


def lay_out(draft: Draft) -> list[Line]:
    chosen = draft.chosen
    lines = _above(draft) if "lines_above" in chosen else []
    if "two_level_header" in chosen:
        lines += _bands(draft)
    elif "no_header" not in chosen:
        lines.append(Line(HEADER, tuple(column.title for column in draft.columns)))
    if "hint_row" in chosen:
        lines.append(_hints(draft))
    if "example_row" in chosen:
        lines.append(_example(draft))
    lines += _people(draft)
    if "total_row" in chosen:
        lines += [*_blank(draft), _sum(draft, TOTALS[draft.language], len(draft.people))]
    if "footer" in chosen:
        lines += [Line(BLANK)] + [Line("footer", (text,)) for text in BELOW[draft.language][: draft.rng.randint(1, 2)]]
    return lines


def _blank(draft: Draft) -> list[Line]:
    return [Line(BLANK)] * draft.rng.randint(0, 1)


def _above(draft: Draft) -> list[Line]:
    texts = ABOVE[draft.language]
    return [Line("above", (text,)) for text in texts[: draft.rng.randint(1, 2)]] + _blank(draft)


def _bands(draft: Draft) -> list[Line]:
    """Groups above titles; a column alone in its group may have its title in the upper row only."""
    upper: list[str] = []
    lower: list[str] = []
    for band, members in groupby(draft.columns, key=lambda column: column.band):
        titles = [column.title for column in members]
        if len(titles) == 1 and draft.rng.random() < 0.6:
            upper, lower = [*upper, titles[0]], [*lower, ""]
        else:
            upper, lower = [*upper, band_title(draft, band), *[""] * (len(titles) - 1)], [*lower, *titles]
    return [Line(BAND, tuple(upper)), Line(HEADER, tuple(lower))]


def _hints(draft: Draft) -> Line:
    required, badge, address, *others = HINTS[draft.language]
    of_kind = {"last_name": required, "full_name": badge, "first_name": badge, "email": address}
    return Line("hint", tuple(of_kind.get(column.kind) or draft.rng.choice((*others, "")) for column in draft.columns))


def _example(draft: Draft) -> Line:
    """Names of nobody, and "ex." where the first column or the name is."""
    mark = EXAMPLE_MARK[draft.language]
    sample = {
        "last_name": "DUPONT",
        "first_name": "Jean",
        "full_name": "DUPONT Jean",
        "email": "jean.dupont@exemple.example",
        "organisation": "Mairie de Modèle",
        "phone": "06 39 98 00 00",
        "role": EXAMPLE_ROLE[draft.language],
        "workshop": "x",
    }
    cells = [sample.get(column.kind, "") for column in draft.columns]
    kinds = [column.kind for column in draft.columns]
    place = (
        kinds.index("row_number") if "row_number" in kinds else next(i for i, kind in enumerate(kinds) if kind in NAMES)
    )
    cells[place] = f"{mark} {cells[place]}".strip()
    return Line("example", tuple(cells))


NAMES = ("last_name", "first_name", "full_name")


def _sum(draft: Draft, word: str, number: int) -> Line:
    """The word and its number in one cell, or in two."""
    match draft.rng.randrange(3):
        case 0:
            return Line("sum", (f"{word} : {number}",))
        case 1:
            return Line("sum", ("", word, number))
    return Line("sum", (word, number))


def _people(draft: Draft) -> list[Line]:
    columns = draft.columns
    rows = [Line(PERSON, tuple(c.cells[i] for c in columns), one) for i, one in enumerate(draft.people)]
    groups = _grouped(draft, rows)
    lines: list[Line] = []
    for heading, members in groups:
        lines += [Line("heading", (heading,))] if heading else []
        lines += members
        if "subtotals" in draft.chosen:
            lines.append(_sum(draft, f"{SUBTOTALS[draft.language]} {heading}".strip(), len(members)))
    return _between(draft, _numbered(draft, lines))


def _numbered(draft: Draft, lines: list[Line]) -> list[Line]:
    """Row numbers go on from row to row, however the people were grouped."""
    place = next((place for place, column in enumerate(draft.columns) if column.kind == "row_number"), None)
    if place is None:
        return lines
    numbers = iter(draft.columns[place].cells)
    return [
        Line(PERSON, (*line.cells[:place], next(numbers), *line.cells[place + 1 :]), line.person)
        if line.person
        else line
        for line in lines
    ]


def _grouped(draft: Draft, rows: list[Line]) -> list[tuple[str, list[Line]]]:
    if "category_rows" in draft.chosen:
        return _by(rows, lambda one: one.category)
    if "letter_rows" in draft.chosen:
        return _by(rows, lambda one: plain(one.last_name)[:1].upper() or one.last_name[0])
    if "subtotals" in draft.chosen:
        third = max(5, len(rows) // 3)
        return [("", rows[start : start + third]) for start in range(0, len(rows), third)]
    return [("", rows)]


def _by(rows: list[Line], key) -> list[tuple[str, list[Line]]]:
    ordered = sorted(rows, key=lambda line: (key(line.person), plain(line.person.last_name)))
    return [(heading, list(group)) for heading, group in groupby(ordered, key=lambda line: key(line.person))]


def _between(draft: Draft, lines: list[Line]) -> list[Line]:
    """Blank rows and repeated titles, never before the first person."""
    header, found = Line("repeat", tuple(column.title for column in draft.columns)), []
    for number, line in enumerate(lines):
        if number and "blank_rows" in draft.chosen and draft.rng.random() < 0.08:
            found.append(Line(BLANK))
        if number and "repeated_header" in draft.chosen and number % 12 == 0:
            found.append(header)
        found.append(line)
    return found
