# SPDX-License-Identifier: GPL-3.0-or-later
"""Words in a list's cells besides a status (`status_words`): yes, no, nothing, on site, online. Pure.

An unknown word is None, never a guess.
"""

import re
from string import ascii_letters, digits

from checkin.core.attendee import Presence
from checkin.core.text_folding import fold_text


def _table(words: dict[object, str]) -> dict[str, object]:
    return {fold_text(word): meaning for meaning, line in words.items() for word in line.split("/")}


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
            "les deux/both/hybride/hybrid/on site and online/présentiel et distanciel/sur place et à distance/mixte"
            "/présentiel + distanciel"
        ),
    }
)


def _words(text: str) -> frozenset[str]:
    return frozenset(map(fold_text, text.split(" | ")))


_YES = _words("oui | yes | ja | sì | x | vrai | true | 1 | o | y | ok | ✓ | ✔ | ☑ | coché")
_NO = _words("non | no | nein | faux | false | 0 | n | - | – | — | aucun | aucune | none | néant | n.a. | n/a")
_NOTHING = _words(
    "ras | r.a.s | rien | rien à signaler | rien de particulier | sans objet | s.o | so | pas de remarque"
    " | aucune remarque | nothing | nil | / | // | -- | … | ?"
)

_BLANK = frozenset(
    {"", "n/a", "na", "n.a.", "nc", "n.c.", "neant", "ras", "aucun", "aucune", "none", "nil", "rien", "k.a.", "nd"}
)
_TELLING = re.compile(f"[{''.join(sorted({*ascii_letters, *digits} - {*''.join(_BLANK), *''.join(_BLANK).upper()}))}]")
"""The letters that no blank cell has."""
_NO_SESSION = re.compile(
    r"(?:pas (?:d['’ ]?|de )|pas |aucun(?:e)? (?:des )?|sans |no |none of the |not? in (?:a |any )?|kein(?:e|en)? )"
    r"(?:ateliers?|sessions?|seances?|visites?|choix|inscription|workshops?|classes|preference)"
    r"|(?:je |il |elle )?ne (?:participe|vient|viens|souhaite|sais) pas(?: (?:aux? ateliers?|participer|venir))?"
    r"|pas inscrit(?:e|s|es)?|non inscrit(?:e|s|es)?|not registered|(?:not )?attending none"
)
_WHEN = re.compile(r"(?=.*\d[-/.:hT]\d)[\d\s/:.hTZ+-]+")

GROUP_WORDS = frozenset(
    word
    for line in (
        "participants/participant/intervenants/intervenant/intervenantes/exposants/exposant/presse/membres/membre"
        "/benevoles"
        "/benevole/invites/invite/organisateurs/partenaires/partenaire/adherents/adherent/non adherents/non adherent"
        "/elus/etudiants"
        "/plein tarif/tarif reduit/gratuit/equipe",
        "speakers/speaker/staff/members/member/guests/guest/press/volunteers/exhibitors/visitors/students/full price"
        "/concession/vip/non member/non members/attendees/delegate/delegates",
        "teilnehmer/referenten/gaste/gast/aussteller/mitglieder/normalpreis/ermassigt",
        "relatori/ospiti/espositori/soci/stampa/ponentes/asistentes/invitados/socios/prensa",
    )
    for word in line.split("/")
)
"""The usual names of groups of people: headings between them, and categories."""


def says_yes(text: str) -> bool:
    return fold_text(text) in _YES


def says_no(text: str) -> bool:
    return fold_text(text) in _NO


def says_nothing(text: str) -> bool:
    """Whether the text means "no remarks", so that it is no note for the desk."""
    bare = _bare(text)
    return not bare or bare in _NOTHING or says_no(text) or says_no(bare)


def is_blank(text: str) -> bool:
    """Whether the cell is empty or says so: "-", "n/a", "néant"."""
    if _TELLING.search(text):
        return False
    return (not any(map(str.isalnum, text)) and not says_yes(text)) or fold_text(text) in _BLANK


def says_no_session(text: str) -> bool:
    """Whether a session cell says that the person goes to none: "aucun", "Pas d’atelier", "ne participe pas"."""
    return says_no(text) or says_nothing(text) or bool(_NO_SESSION.fullmatch(_bare(text).strip("() ")))


def says_when(text: str) -> bool:
    """Whether the text is a date or time: under "Séance" no misspelt name, under "Payé le" as good as yes."""
    return bool(_WHEN.fullmatch(text))


def presence_of(text: str) -> Presence | None:
    found = _PRESENCE.get(_bare(text))
    return found if isinstance(found, Presence) else None


def _bare(text: str) -> str:
    return fold_text(text).rstrip(" .!")
