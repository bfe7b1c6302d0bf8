# SPDX-License-Identifier: GPL-3.0-or-later
"""What people and ticketing programs write in a list's cells, French or English, and what it means. Pure.

An unknown word is None, never a guess.
"""

import re

from checkin.core.model import Presence, Status
from checkin.core.search import fold


def _table(words: dict[object, str]) -> dict[str, object]:
    return {fold(word): meaning for meaning, line in words.items() for word in line.split("/")}


_STATUS = _table(
    {
        Status.CONFIRMED: (
            "confirmé/confirmée/confirmed/validé/validée/valide/valid/validated/payé/payée/paid/attending"
            "/checked in/inscrit/inscrite/registered/actif/active/accepté/acceptée/accepted/approuvé"
            "/approved/ok/gratuit/free/complete/completed/terminé/traité/réglé/enregistré/succeeded"
            "/processed/going/présent/présente"
        ),
        Status.PENDING: (
            "en attente/pending/à valider/à confirmer/waiting/waiting list/waitlisted/liste d’attente"
            "/sur liste d’attente/en cours/non confirmé/non confirmée/to confirm/in progress"
            "/awaiting approval/à approuver/provisoire/en attente de validation/attente"
        ),
        Status.UNPAID: (
            "impayé/impayée/unpaid/à payer/non payé/non payée/paiement en attente/en attente de paiement"
            "/payment pending/pending payment/à régler/non réglé/not paid/awaiting payment/overdue"
        ),
        Status.CANCELLED: (
            "annulé/annulée/annulation/cancelled/canceled/remboursé/remboursée/refunded/refund/désisté"
            "/désistement/not attending/deleted/supprimé/refusé/refusée/refused/rejected/rejeté/expiré"
            "/expired/abandonné/déclinée/décliné/declined/transféré/transferred/invalid/invalide"
            "/non valide"
        ),
        Status.BLOCKED: "bloqué/bloquée/blocked/interdit/interdite/banned/exclu/exclue",
    }
)
_PRESENCE = _table(
    {
        Presence.ON_SITE: (
            "présentiel/en présentiel/sur place/sur site/on site/onsite/in person/présent/présente"
            "/physique/salle/in situ/en personne/physical"
        ),
        Presence.REMOTE: (
            "à distance/distance/distanciel/en distanciel/visio/en visio/visioconférence"
            "/en visioconférence/remote/online/en ligne/virtuel/virtual/webinaire/webinar/streaming/zoom"
            "/teams/distant"
        ),
        Presence.BOTH: (
            "les deux/both/hybride/hybrid/présentiel et distanciel/sur place et à distance/mixte"
            "/présentiel + distanciel"
        ),
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split(" | ")))


_YES = _words("oui | yes | x | vrai | true | 1 | o | y | ok | ✓ | ✔ | ☑ | coché")
_NO = _words("non | no | faux | false | 0 | n | - | – | — | aucun | aucune | none | néant | n.a. | n/a")
_NOTHING = _words(
    "ras | r.a.s | rien | rien à signaler | rien de particulier | sans objet | s.o | so | pas de remarque"
    " | aucune remarque | nothing | nil | / | // | -- | … | ?"
)

_WHEN = re.compile(r"(?=.*\d[-/.:hT]\d)[\d\s/:.hTZ+-]+")

# Worst first: of several columns the worst word counts.
_ORDER = (Status.BLOCKED, Status.CANCELLED, Status.PENDING, Status.UNPAID, Status.CONFIRMED)


def says_yes(text: str) -> bool:
    return fold(text) in _YES


def says_no(text: str) -> bool:
    return fold(text) in _NO


def says_nothing(text: str) -> bool:
    """What people write under "Remarks" who have none: no note for the desk to read."""
    bare = _bare(text)
    return not bare or bare in _NOTHING or says_no(text) or says_no(bare)


def says_when(text: str) -> bool:
    """A date or a time: under "Séance" no name that somebody got wrong, under "Payé le" as good as yes."""
    return bool(_WHEN.fullmatch(text))


def status_of(title: str, text: str) -> Status | None:
    """What `text` means in the column `title`: "Non" is one thing under "Payé", another under "Annulé"."""
    found = _STATUS.get(_bare(text))
    if isinstance(found, Status) and not says_yes(text):
        return found
    bad_if_yes, bad_if_no = _flag(title)
    if bad_if_yes:
        return Status.CONFIRMED if says_no(text) else bad_if_yes
    if says_yes(text) or says_when(text):
        return Status.CONFIRMED
    return bad_if_no if says_no(text) else None


def _flag(title: str) -> tuple[Status | None, Status | None]:
    """What any answer but no, and what no, means under a title that is a yes-or-no question."""
    words = fold(title)
    if "bloqu" in words or "blocked" in words:
        return Status.BLOCKED, None
    if "annul" in words or "cancel" in words:
        return Status.CANCELLED, None
    if "pay" in words or "paid" in words or "paiement" in words:
        return None, Status.UNPAID
    is_valid = title.casefold().split() in (
        ["valide"],
        ["valid"],
    )  # "Valide" is a ticket's state, "Validé" an approval
    return None, Status.CANCELLED if is_valid else Status.PENDING


def worst(statuses: list[Status]) -> Status:
    """The status that decides; `CONFIRMED` if there is none."""
    return min(statuses, key=_ORDER.index, default=Status.CONFIRMED)


def presence_of(text: str) -> Presence | None:
    found = _PRESENCE.get(_bare(text))
    return found if isinstance(found, Presence) else None


def _bare(text: str) -> str:
    return fold(text).rstrip(" .!")
