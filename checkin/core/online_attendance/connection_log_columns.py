# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognises the columns of a connection log of Zoom, Teams, Livestorm and others, English and French. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from checkin.core.text_folding import words_in


class ConnectionLogSource(StrEnum):
    """The platform an export looks like. The values are stable: entries store them."""

    ZOOM = "zoom"
    TEAMS = "teams"
    LIVESTORM = "livestorm"
    OTHER = "other"


class ConnectionLogField(StrEnum):
    """The meaning of a column. FIRST_JOIN and LAST_LEAVE span several visits with gaps; JOIN and LEAVE are one
    visit.
    """

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    JOIN = "join"
    LEAVE = "leave"
    FIRST_JOIN = "first_join"
    LAST_LEAVE = "last_leave"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class ConnectionLogColumns:
    """The column index of each field. `is_utc`: the header says so of its times."""

    source: ConnectionLogSource
    at: Mapping[ConnectionLogField, int]
    is_utc: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether each row is one visit, not the first and last moment of several."""
        return ConnectionLogField.JOIN in self.at

    def text(self, cells: Sequence[str], field: ConnectionLogField) -> str:
        place = self.at.get(field, len(cells))
        found = cells[place].strip() if place < len(cells) else ""
        return "" if found == _NOTHING else found


def read_connection_log_columns(cells: Sequence[str]) -> ConnectionLogColumns | None:
    """Return the columns; None for a row that is no header, which has a name or an address, a beginning, and an end or
    a duration.
    """
    titles = [" ".join(word for word in words_in(cell) if word not in _ZONES) for cell in cells]
    places: dict[ConnectionLogField, int] = {}
    for place, title in enumerate(titles):
        if (field := _FIELDS.get(title)) and field not in places:
            places[field] = place
    if {
        ConnectionLogField.FIRST_NAME,
        ConnectionLogField.NAME,
    } <= places.keys() and ConnectionLogField.LAST_NAME not in places:
        places[ConnectionLogField.LAST_NAME] = places.pop(ConnectionLogField.NAME)  # "Prénom;Nom"
    if not _is_enough(places):
        return None
    is_utc = any(_ZONES & {*words_in(cell)} for cell in cells)
    return ConnectionLogColumns(_source(set(titles)), places, is_utc)


def _is_enough(places: Mapping[ConnectionLogField, int]) -> bool:
    is_somebody = any(
        field in places for field in (ConnectionLogField.NAME, ConnectionLogField.LAST_NAME, ConnectionLogField.EMAIL)
    )
    begins = ConnectionLogField.JOIN in places or ConnectionLogField.FIRST_JOIN in places
    ends = any(
        field in places
        for field in (ConnectionLogField.LEAVE, ConnectionLogField.LAST_LEAVE, ConnectionLogField.DURATION)
    )
    return is_somebody and begins and ends


def _source(titles: set[str]) -> ConnectionLogSource:
    return next((source for source, telling in _TELLING.items() if titles & telling), ConnectionLogSource.OTHER)


_NOTHING = "--"
"""The text Zoom writes for people who registered and did not come."""
_ZONES = {"utc", "gmt"}
_TELLING = {
    ConnectionLogSource.TEAMS: {
        "participant id upn",
        "id du participant upn",
        "first join",
        "premiere participation",
        "upn",
    },
    ConnectionLogSource.LIVESTORM: {"joined at", "attendance rate", "taux de presence", "replay viewed", "replay vu"},
    ConnectionLogSource.ZOOM: {
        "name original name",
        "nom nom d origine",
        "nom nom original",
        "user name original name",
        "user email",
    },
}
"""Titles that only one platform writes."""

_TITLES = {
    ConnectionLogField.NAME: (
        "name", "name original name", "user name original name", "full name", "display name", "participant",
        "participant name", "user name", "attendee", "nom", "nom complet", "nom nom d origine", "nom nom original",
        "nom d utilisateur", "nom du participant", "nom affiche",
    ),
    ConnectionLogField.FIRST_NAME: ("first name", "firstname", "prenom"),
    ConnectionLogField.LAST_NAME: ("last name", "lastname", "surname", "nom de famille"),
    ConnectionLogField.EMAIL: (
        "email", "e mail", "mail", "user email", "email address", "e mail address", "courriel", "adresse e mail",
        "adresse email", "adresse mail", "e mail de l utilisateur", "adresse e mail de l utilisateur",
        "adresse de messagerie",
    ),
    ConnectionLogField.JOIN: (
        "join time", "joined", "joined at", "join", "join date", "entered at", "time joined", "heure d arrivee",
        "heure d entree", "heure de connexion", "date d arrivee", "date de connexion", "arrivee", "connexion",
        "rejoint le", "heure de participation",
    ),
    ConnectionLogField.LEAVE: (
        "leave time", "left", "left at", "leave", "leave date", "exited at", "time exited", "heure de depart",
        "heure de sortie", "heure de deconnexion", "date de depart", "date de deconnexion", "depart", "deconnexion",
        "quitte le",
    ),
    ConnectionLogField.FIRST_JOIN: (
        "first join", "first join time", "premiere participation", "premiere connexion", "premiere arrivee",
        "premiere jonction",
    ),
    ConnectionLogField.LAST_LEAVE: (
        "last leave", "last leave time", "derniere sortie", "dernier depart", "derniere deconnexion",
    ),
    ConnectionLogField.DURATION: (
        "duration", "duration minutes", "time in session minutes", "in meeting duration", "attendance duration",
        "attendance duration minutes", "duree", "duree minutes", "duree de presence", "duree dans la reunion",
        "duree de la reunion", "duree de participation",
    ),
}  # fmt: skip
_FIELDS = {title: field for field, titles in _TITLES.items() for title in titles}
