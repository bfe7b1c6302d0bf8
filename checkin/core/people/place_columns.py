# SPDX-License-Identifier: GPL-3.0-or-later
"""The columns of the list that belong to a place at the event, not to the person who takes it. Pure."""

from checkin.core.access import decides_entrance
from checkin.core.attendee import Attendee
from checkin.core.attendee_body import CUSTOM
from checkin.core.payments import AMOUNT_TITLES
from checkin.core.programme.programme import Programme
from checkin.core.text_folding import fold_text, words_in

LONGEST_TITLE = 4
"""Words of a title; a longer one is a question to the person ("Do you need a seat near the door?")."""

PLACE_WORDS = frozenset(
    (
        *("table", "tables", "tisch", "tavolo", "mesa", "place", "seat", "sitz", "sitzplatz", "siege", "posto"),
        *("asiento", "rang", "rangee", "row", "reihe", "fila", "salle", "room", "raum", "saal", "sala", "chambre"),
        *("zone", "bloc", "block", "tribune", "balcon", "loge", "stand", "parking"),
        *("commande", "order", "billet", "ticket", "formule"),
    )
)
"""The words, folded, of titles that name a place or what was bought with it."""


def place_columns(absent: Attendee, programme: Programme) -> dict[str, str]:
    """Return the columns of the list that pass from an absent person to their substitute: their table, seat or room,
    what was bought, what is due, and what a control point requires. A diet or a birthday is the person's.
    """
    return {
        title: text
        for title, text in absent.custom.items()
        if decides_entrance(CUSTOM + title, programme) or _names_place(title)
    }


def _names_place(title: str) -> bool:
    words = words_in(title)
    is_place = len(words) <= LONGEST_TITLE and not PLACE_WORDS.isdisjoint(words)
    return is_place or fold_text(title) in AMOUNT_TITLES
