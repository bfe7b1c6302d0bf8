# SPDX-License-Identifier: GPL-3.0-or-later
"""Recognises the service a list was exported from by its titles, and what these titles mean there. Pure.

Only what the guess from words alone gets wrong is listed here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from checkin.core.lists.column_guessing import MEANT, WEAK, plain_title, title_strengths
from checkin.core.lists.list_fields import ListField


class ListSource(StrEnum):
    """A service whose exports are recognised. The values are proper names, shown as they are."""

    HELLOASSO = "HelloAsso"
    WEEZEVENT = "Weezevent"
    BILLETWEB = "Billetweb"
    EVENTBRITE = "Eventbrite"
    PRETIX = "pretix"
    GOOGLE_FORMS = "Google Forms"
    MICROSOFT_FORMS = "Microsoft Forms"


@dataclass(frozen=True, slots=True)
class SourcePreset:
    """An export with all titles of one of the sets in `signs`. `means` says what a title holds, None: text to keep
    only; `at_need` what it holds if no other column does. Titles are written as `plain_title` has them.
    """

    source: ListSource
    signs: tuple[frozenset[str], ...]
    means: Mapping[str, ListField | None] = field(default_factory=lambda: MappingProxyType({}))
    at_need: Mapping[str, ListField] = field(default_factory=lambda: MappingProxyType({}))

    def fits(self, titles: frozenset[str]) -> bool:
        return any(signs <= titles for signs in self.signs)

    def strengths(self, titles: Sequence[str]) -> list[dict[ListField, int]]:
        """Return what each title claims: what it means here, else, for questions added by an organiser, what its words
        say. What is meant beats every word.
        """
        found: list[dict[ListField, int]] = []
        for title in titles:
            plain = plain_title(title)
            if plain in self.means:
                kind = self.means[plain]
                found.append({kind: MEANT} if kind else {})
            elif plain in self.at_need:
                found.append({self.at_need[plain]: WEAK})
            else:
                found.append(title_strengths(title))
        return found


def recognise(header: Sequence[str]) -> SourcePreset | None:
    """Return the preset for a list with this header; None for an unknown source."""
    titles = frozenset(map(plain_title, header))
    return next((preset for preset in _PRESETS if preset.fits(titles)), None)


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split(" | "))


_PAYER = dict.fromkeys(
    _set("nom payeur | prenom payeur | email payeur | nom acheteur | prenom acheteur | email acheteur")
)

_PRESETS = (
    SourcePreset(
        ListSource.HELLOASSO,
        (
            _set("reference commande | statut de la commande | nom participant"),
            _set("numero de billet | email payeur | nom participant"),
            _set("reference commande | email payeur"),
        ),
        means={**_PAYER, "billet": None, "numero de billet": ListField.TICKET_CODE, "tarif": ListField.CATEGORY},
        at_need={"raison sociale": ListField.ORGANISATION},
    ),
    SourcePreset(
        ListSource.WEEZEVENT,
        (
            _set("code barres | nom participant | nom acheteur"),
            _set("numero de commande | groupe de tarif | nom participant"),
            _set("code barre | nom participant | canal de vente"),
        ),
        means={
            **_PAYER,
            "e mail acheteur": None,
            "groupe de tarif": None,
            "tarif": ListField.CATEGORY,
            "statut": ListField.STATUS,
            "controle": None,
        },
    ),
    SourcePreset(
        ListSource.BILLETWEB,
        (_set("code barre | tarif | commande | valide"), _set("billet | seance | tarif | commande")),
        means={
            "billet": None,
            "commande": None,
            "code barre": ListField.TICKET_CODE,
            "tarif": ListField.CATEGORY,
            "seance": ListField.SESSIONS,
            "paye": ListField.STATUS,
            "valide": ListField.STATUS,
            "utilise": None,
        },
    ),
    SourcePreset(
        ListSource.EVENTBRITE,
        (
            _set("order # | ticket type | attendee status"),
            _set("order # | attendee # | ticket type"),
            _set("order id | attendee id | ticket type"),
            _set("n de commande | type de billet | statut du participant"),
        ),
        means={
            "quantity": None,
            "group": None,
            "barcode": ListField.TICKET_CODE,
            "barcode #": ListField.TICKET_CODE,
            "buyer first name": None,
            "buyer last name": None,
            "buyer email": None,
        },
        at_need={"attendee #": ListField.TICKET_CODE, "attendee id": ListField.TICKET_CODE},
    ),
    SourcePreset(
        ListSource.PRETIX,
        (
            _set("code de commande | nom du participant | produit | secret"),
            _set("order code | attendee name | product | secret"),
        ),
        means={
            "secret": ListField.TICKET_CODE,
            "produit": ListField.CATEGORY,
            "product": ListField.CATEGORY,
            "etat": None,
            "state": None,
            "nom du siege": None,
            "bloque": ListField.STATUS,
            "blocked": ListField.STATUS,
            "enregistrement effectue": None,
            "checked in": None,
        },
    ),
    SourcePreset(
        ListSource.MICROSOFT_FORMS,
        (
            _set("id | heure de debut | heure de fin"),
            _set("id | start time | completion time"),
        ),
        means=dict.fromkeys(_set("id | heure de debut | heure de fin | start time | completion time")),
        at_need={
            "adresse de messagerie": ListField.EMAIL,
            "email": ListField.EMAIL,
            "nom": ListField.FULL_NAME,
            "name": ListField.FULL_NAME,
        },
    ),
    SourcePreset(
        ListSource.GOOGLE_FORMS,
        (_set("horodateur"), _set("timestamp")),
        means={"horodateur": None, "timestamp": None},
        at_need={
            "adresse e mail": ListField.EMAIL,
            "email address": ListField.EMAIL,
            "nom d utilisateur": ListField.EMAIL,
            "username": ListField.EMAIL,
        },
    ),
)
