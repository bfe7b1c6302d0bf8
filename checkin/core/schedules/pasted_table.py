# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of a programme that is pasted as a table: which one has the day, the hours, the title. Pure."""

from collections.abc import Sequence
from enum import StrEnum

from checkin.core.text_folding import words_in


class ProgrammeColumn(StrEnum):
    """What a column of the table holds."""

    ENDS = "ends"
    STARTS = "starts"
    DAY = "day"
    HOURS = "hours"
    SEATS = "seats"
    SPEAKERS = "speakers"
    ROOM = "room"
    TITLE = "title"


_WORDS = {
    ProgrammeColumn.ENDS: "fin end ends to until finish",
    ProgrammeColumn.STARTS: "debut start starts begin begins from",
    ProgrammeColumn.DAY: "jour jours date dates day",
    ProgrammeColumn.HOURS: "heure heures horaire horaires time times hours creneau slot quand when",
    ProgrammeColumn.SEATS: "places seats capacite capacity jauge",
    ProgrammeColumn.SPEAKERS: "intervenant intervenants intervenante intervenantes speaker speakers orateur orateurs"
    " animateur animation qui who presenter presenters host",
    ProgrammeColumn.ROOM: "salle salles room lieu location ou where place",
    ProgrammeColumn.TITLE: "titre title session sessions intitule activite activity quoi what theme sujet atelier"
    " conference programme",
}
_BY_WORD = {word: column for column, words in _WORDS.items() for word in words.split()}
_FEWEST = 2


def is_heading(cell: str) -> bool:
    """Whether a cell is the heading of a column and nothing else."""
    words = words_in(cell)
    return all(word in _BY_WORD for word in words)


def table_columns(cells: Sequence[str]) -> dict[int, ProgrammeColumn]:
    """Return what the columns hold, by their number, if `cells` are the headings of a table; else nothing."""
    found: dict[int, ProgrammeColumn] = {}
    for number, cell in enumerate(cells):
        meant = {_BY_WORD[word] for word in words_in(cell) if word in _BY_WORD}
        first = next((column for column in ProgrammeColumn if column in meant and column not in found.values()), None)
        if first:
            found[number] = first
    named = sum(bool(cell.strip()) for cell in cells)
    is_heading = len(found) >= max(_FEWEST, named - len(found)) and ProgrammeColumn.TITLE in found.values()
    return found if is_heading else {}
