# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of the days of the week and of the months, and their short forms, in the languages that lists are in. Pure.

All are folded (`fold_text`). “mar” is a Tuesday, as most lists are French.
"""

from collections.abc import Iterable


def numbered_words(*lines: str, begin: int = 0) -> dict[str, int]:
    """Return the words of each line with its number."""
    return {word: number for number, line in enumerate(lines, begin) for word in line.split()}


def any_of(words: Iterable[str]) -> str:
    """Return the regular expression of any of some words."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


WEEKDAYS = numbered_words(
    "lundi lun monday mon montag lunedi lunes",
    "mardi mar tuesday tues tue dienstag martedi martes",
    "mercredi merc mer wednesday weds wed mittwoch mercoledi miercoles",
    "jeudi jeu thursday thurs thur thu donnerstag giovedi jueves",
    "vendredi ven friday fri freitag venerdi viernes",
    "samedi sam saturday sat samstag sabato sabado",
    "dimanche dim sunday sun sonntag domenica domingo",
)
"""0 for Monday, as `date.weekday`."""
MONTHS = numbered_words(
    "janvier janv january jan januar gennaio enero",
    "fevrier fevr fev february feb februar febbraio febrero",
    "mars march marz marzo",
    "avril avr april apr aprile abril",
    "mai may maggio mayo",
    "juin june jun juni giugno junio",
    "juillet juil july jul juli luglio julio",
    "aout august aug agosto",
    "septembre sept september sep settembre septiembre",
    "octobre oct october oktober ottobre octubre",
    "novembre nov november novembre noviembre",
    "decembre dec december dezember dicembre diciembre",
    begin=1,
)
