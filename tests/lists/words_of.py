# SPDX-License-Identifier: GPL-3.0-or-later
"""The words that strange lists are made of, from the tables in `words`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("fr", "en", "de", "es", "it")


@cache
def lines_of(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of a table as cells."""
    lines = (FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(tuple(cell.strip() for cell in line.split(" | ")) for line in lines)


@cache
def table_of(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word of each line → its cells, each with its alternatives."""
    return {key: tuple(tuple(cell.split(" / ")) for cell in cells) for key, *cells in lines_of(name)}


@cache
def sets_of(name: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Language → the sets of words that its lines hold."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for language, words in lines_of(name):
        found[language] = (*found.get(language, ()), tuple(words.split(" / ")))
    return found


@cache
def names_of(name: str) -> dict[str, tuple[str, ...]]:
    """Where they are usual → the names."""
    return {origin: tuple(names.split(", ")) for origin, names in lines_of(name)}


USUAL, RARE, QUESTIONS = table_of("usual_titles"), table_of("rare_titles"), table_of("question_titles")
TECHNICAL, OTHER = table_of("technical_titles"), table_of("other_titles")

BANDS = {
    "name": ("Identité", "Person", "Person", "Persona", "Persona"),
    "contact": ("Coordonnées", "Contact details", "Kontakt", "Contacto", "Contatti"),
    "registration": ("Inscription", "Registration", "Anmeldung", "Inscripción", "Iscrizione"),
    "sessions": ("Ateliers", "Workshops", "Workshops", "Talleres", "Laboratori"),
    "other": ("Divers", "Other", "Sonstiges", "Varios", "Altro"),
}
"""Groups of columns, as merged cells above their titles, by language."""

YES_NO = {"fr": ("Oui", "Non"), "en": ("Yes", "No"), "de": ("Ja", "Nein"), "es": ("Sí", "No"), "it": ("Sì", "No")}
PARTICIPANT = ("participant", "attendee", "Teilnehmer", "asistente", "partecipante")


def in_language(cells: tuple[tuple[str, ...], ...], language: str) -> tuple[str, ...]:
    return cells[LANGUAGES.index(language)]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """What one platform calls its states, and the titles of the column they stand in.

    `explicit`: a reader understands them with any title and with none.
    """

    language: str
    titles: tuple[str, ...]
    meanings: dict[str, str]
    explicit: bool


def _status_words(name: str, explicit: bool) -> list[StatusWords]:
    return [
        StatusWords(language, tuple(titles.split(" / ")), dict(w.rsplit("=", 1) for w in words.split(";")), explicit)
        for language, titles, words in lines_of(name)
    ]


STATUS_WORDS = _status_words("short_answers", explicit=False) + _status_words("states", explicit=True)
PAYMENTS, FOLLOW_UPS = _status_words("payments", explicit=False), _status_words("follow_ups", explicit=False)
"""Two columns that together say who comes: whether somebody paid, and what became of them."""
