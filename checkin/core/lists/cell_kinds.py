# SPDX-License-Identifier: GPL-3.0-or-later
"""What one cell of a list looks like: an address, a telephone number, a date, a name, an organisation … Pure.

Words of organisations and roles are in French, English, German, Italian and Spanish.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from string import ascii_letters, digits

from checkin.core.attendee import Presence, bare_address
from checkin.core.lists import cell_text
from checkin.core.text_folding import fold_text

# Words in a list's cells besides a status (`status_words`): yes, no, nothing, on site, online.
# An unknown word is None, never a guess.


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


_YES = _words("oui | yes | ja | sì | sim | tak | x | vrai | true | 1 | o | y | ok | ✓ | ✔ | ☑ | coché")
_NO = _words(
    "non | no | nein | nee | não | nie | faux | false | 0 | n | - | – | — | aucun | aucune | none | néant | n.a. | n/a"
)
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


class CellKind(StrEnum):
    """What one cell looks like. A cell may be of several kinds."""

    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    CODE = "code"
    PLACE = "place"
    MARK = "mark"
    NAME = "name"
    FIRST_NAME = "first name"
    CAPITALS = "capitals"
    WHOLE_NAME = "whole name"
    ORGANISATION = "organisation"
    ROLE = "role"
    COURTESY = "courtesy"
    SENTENCE = "sentence"
    GROUP = "group"
    PEOPLE = "people"


def cell_kinds(text: str, known: cell_text.FirstNames) -> Iterator[CellKind]:
    """Yield what `text`, one line without surplus spaces, looks like."""
    if cell_text.is_email(bare_address(text)):
        yield CellKind.EMAIL
        return
    if says_yes(text.strip("()")) or says_no(text):  # "(OK)": if need be, in a poll
        yield CellKind.MARK
    if cell_text.is_courtesy(text):
        yield CellKind.COURTESY
        return
    if any(map(str.isdigit, text)):
        yield from _kinds_with_digits(text)
    elif cell_text.is_name(text):
        yield from _kinds_of_name(text, known)
    yield from _kinds_by_words(text)


def _kinds_with_digits(text: str) -> Iterator[CellKind]:
    digits = sum(map(str.isdigit, text))
    if _PHONE.fullmatch(text) and FEWEST_DIGITS <= digits <= MOST_DIGITS and not _DAY.match(text):
        yield CellKind.PHONE
    elif says_when(text) or _DATE.fullmatch(text):
        yield CellKind.DATE
        return
    elif cell_text.people_count(text) is not None and not text.isdecimal():  # "1 place" is no address
        yield CellKind.PEOPLE
    elif _PLACE.search(text):
        yield CellKind.PLACE
        return
    if _NUMBER.fullmatch(text) or cell_text.people_count(text) is not None:
        yield CellKind.NUMBER
    if _CODE.fullmatch(text):
        yield CellKind.CODE


def _kinds_of_name(text: str, known: cell_text.FirstNames) -> Iterator[CellKind]:
    yield CellKind.NAME
    if cell_text.is_first_name(text, known):
        yield CellKind.FIRST_NAME
    elif cell_text.is_in_capitals(text):
        yield CellKind.CAPITALS
    words = text.replace(",", " ").split()
    if (
        len(words) > 1
        and not cell_text.is_first_name(text, known)
        and any(cell_text.is_first_name(word, known) for word in words)
    ):
        yield CellKind.WHOLE_NAME


def _kinds_by_words(text: str) -> Iterator[CellKind]:
    folded = fold_text(text)
    if _ORGANISATION.search(folded):
        yield CellKind.ORGANISATION
    if _ROLE.search(folded):
        yield CellKind.ROLE
    if folded in GROUP_WORDS:
        yield CellKind.GROUP
    if len(text) > _LONG:
        yield CellKind.SENTENCE


_LONG = 60
FEWEST_DIGITS, MOST_DIGITS = 9, 15
"""Of a telephone number with its area; the most are those of E.164."""

_NUMBER = re.compile(r"[-+]?[0-9][0-9 .,]*(?: ?[€$%]| ?EUR)?")
_DAY = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}\b|[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
# No country's prefix begins with 0, and 00 with the shortest common numbers is of 12 digits: 00046302099 is a ticket.
# Without 00 or +, those of 31 to 34, 36, 40, 41 and 48 are of eleven digits.
_PHONE = re.compile(
    r"\(?\+[0-9][0-9 ().\-/]*|00[1-9](?:[0-9]{9,}|[0-9]*[ ().\-][0-9 ().\-]*)|\(?0[1-9][0-9 ().\-/]*|[1-79][0-9]{8}"
    r"|(?:3[1-46]|4[018])[1-9][0-9]{8}"
    r"|[0-9]{2,4}(?:[ .\-/][0-9]{2,4}){2,}|(?:1[ .\-])?\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .\-][0-9]{4}"
)
_CODE = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9\-_.:#/]{5,79}")
_DATE = re.compile(
    r"(?:[0-9]{1,4}[-./ ][0-9A-Za-zéûä.]{1,9}[-./ ][0-9]{2,4}|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4})"
    r"(?:[ T,]+(?:à |at )?[0-9]{1,2}[:h][0-9:.]*\S*(?: ?[AaPp][Mm])?.*)?"
)
_PLACE = re.compile(
    r"https?://|^www\.|^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$|^[0-9]{1,4}(?: ?(?:bis|ter))?,? (?:rue|av|avenue|bd|boulevard"
    r"|place|chemin|impasse|route|all[ée]e|quai|via|calle|street|road)\b|^[0-9]{5} \w",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(mairie|ville de|commune|communaute|metropole|departement|region|conseil (?:regional|departemental|general)"
    r"|prefecture|ministere|universit\w*|ecole|lycee|college|institut\w*|chambre|agence|syndicat|federation|fondation"
    r"|association|asso|societe|cooperative|entreprise|cabinet|bureau|banque|groupe|parc|office|hopital|chu|ch de"
    r"|clinique"
    r"|laboratoire|maison|centre|comite|collectif|reseau|union|mutuelle|ccas|cnrs|inrae|insee|sarl|sas|sasu|eurl"
    r"|scop|sci"
    r"|scic|sa|ltd|llc|inc|plc|corp|company|gmbh|ag|ev|kg|ohg|stadt|gemeinde|landkreis|verein|verband|hochschule|schule"
    r"|bundes\w*|ministerium|kammer|stiftung|klinik\w*|krankenhaus|srl|spa|s r l|s p a|comune|provincia|regione"
    r"|associazione|fondazione|societa|scuola|istituto|azienda|agenzia|ente|consorzio|camera|ayuntamiento|diputacion"
    r"|universidad|universidade|asociacion|fundacion|empresa|instituto|colegio|camara|agencia|city of|county|council"
    r"|ministry|department|university|school|hospital|foundation|institute|agency|trust|charity|chamber|bank|group"
    r"|studio|atelier|librairie|theatre|musee|museum|museo|epci|pnr|sdis|caf|cpam|dreal|drac|ademe|cerema)\b"
)
_ROLE = re.compile(
    r"\b(direct\w+|charge\w? d\w*|responsable|chef\w*|adjoint\w*|maire|president\w*|vice president\w*|secretaire"
    r"|tresori\w+|professeur\w?|maitre\w* de conferences|enseignant\w*|ingenieur\w*|technicien\w*|conseill\w+"
    r"|attache\w?"
    r"|assistant\w*|coordinat\w+|coordonnat\w+|animat\w+|delegue\w?|gerant\w*|administrat\w+|consultant\w*"
    r"|developpeu\w+"
    r"|architecte\w?|juriste\w?|avocat\w*|medecin|infirmi\w+|chercheu\w+|doctorant\w*|etudiant\w*|stagiaire|benevole"
    r"|elu\w?|depute\w?|senateur\w?|senatrice|prefet\w*|cadre|agent\w?|redact\w+|journaliste|comptable|dga|dgs|dgst"
    r"|ceo|cto"
    r"|cfo|coo|drh|rh|pdg|manager\w?|head of|officer|engineer\w?|developer\w?|analyst\w?|lecturer|professor|teacher"
    r"|researcher|student|nurse|doctor|lawyer|accountant|clerk|leiter\w*|referent\w*|geschaftsfuhr\w+|burgermeister\w*"
    r"|sachbearbeit\w+|mitarbeit\w+|berater\w*|lehrer\w*|wissenschaft\w+|vorstand|vorsitzend\w+|direttor\w*|direttrice"
    r"|responsabile|sindac\w+|assessor\w*|docente|ricercat\w+|consulente|impiegat\w+|presidente|segretari\w+|ingegnere"
    r"|tecnic\w+|director\w*|jef\w+|alcald\w+|concejal\w*|tecnic\w+|profesor\w*|investigador\w*|consultor\w*|gerente"
    r"|secretari\w+|coordinador\w*|expert\w*|formateur\w?|formatrice|charge|urbaniste|geometre|commercial\w?"
    r"|vendeu\w+)\b"
)
