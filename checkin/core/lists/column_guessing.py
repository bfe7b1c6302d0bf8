# SPDX-License-Identifier: GPL-3.0-or-later
"""Guesses which column of a list holds what, from the header's words in French or English. Pure.

Never looks at the people below the header, and never drops a column: an unknown one stays custom.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from checkin.core.text_folding import fold_text


class ListRow(NamedTuple):
    """A row of a list. `number` is the one a spreadsheet shows (the first row is 1)."""

    number: int
    cells: tuple[str, ...]


class ListField(StrEnum):
    """A field that a column can hold. A column that is none of these is kept under its own header."""

    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    FULL_NAME = "full_name"
    ORGANISATION = "organisation"
    ROLE = "role"
    EMAIL = "email"
    PHONE = "phone"
    CATEGORY = "category"
    TICKET_CODE = "ticket_code"
    STATUS = "status"
    PRESENCE = "presence"
    SESSIONS = "sessions"
    PLACES = "places"
    NOTE = "note"


NAMES = frozenset({ListField.FIRST_NAME, ListField.LAST_NAME, ListField.FULL_NAME})
SEVERAL = frozenset({ListField.STATUS, ListField.PRESENCE, ListField.SESSIONS, ListField.NOTE})
"""The fields that more than one column may feed."""

HEADER_WITHIN = 30
"""The rows in which a header is searched. Titles, logos and merged bands stand above it, never a page of them."""


def guess_columns(header: Sequence[str]) -> dict[int, ListField]:
    """Return the field of each column index. Of two columns for one field the more exact wins, then the first."""
    guesses: list[tuple[int, int, ListField]] = []
    for index, title in enumerate(header):
        guesses += [(-strength, index, field) for field, strength in _fields_of(title).items()]
    columns: dict[int, ListField] = {}
    for strength, index, field in sorted(guesses):
        is_free = field not in columns.values() or (field in SEVERAL and -strength > _WEAK)
        if is_free and index not in columns:
            columns[index] = field
    return _correct_names(header, columns)


def likeliest_header(rows: Sequence[ListRow]) -> ListRow | None:
    """Return the row that names most fields, a name among them; None without one."""
    best, most = None, 0
    for row in rows[:HEADER_WITHIN]:
        if (strength := header_strength(row)) > most:
            best, most = row, strength
    return best


def header_strength(row: ListRow) -> int:
    """Return how many fields `row` names, 0 if none of them is a name."""
    fields = set(guess_columns(row.cells).values())
    return len(fields) if fields & NAMES else 0


def fullest_row(rows: Sequence[ListRow]) -> ListRow:
    """Return the row with most cells filled among the first ones; it may be no header."""
    return max(rows[:HEADER_WITHIN], key=lambda row: sum(map(bool, row.cells)), default=ListRow(0, ()))


def plain_title(title: str) -> str:
    """Return `title` as titles are compared: folded, words and # only."""
    return " ".join(re.sub(r"[^a-z0-9#]+", " ", fold_text(title.casefold())).split())


def is_about_something_else(title: str) -> bool:
    """Whether `title` names a payer, a consent, a meal or a date: nothing that a person of the list is or has."""
    return bool(_OTHER_PEOPLE.search(_words(title)))


# Strengths. A weak guess stands only where nothing better was found.
_PLAIN, _EXACT, _LIKELY, _WEAK = 4, 3, 2, 1


def _vocabulary(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split("/"))


_FILLERS = _vocabulary(
    "a/au/aux/d/de/des/du/e/est/guest/inscrit/inscrits/invite/invites/is/l/la/le/les/of/ou/participant"
    "/participante/participants/attendee/personne/quel/quelle/s/the/vos/votre/what/your"
)
_OTHER_PEOPLE = re.compile(
    r"\b(payeu\w*|acheteu\w*|payer|buyer|purchaser|factur\w*|billing|contact d urgence|emergency|parrain"
    r"|responsable|accompagnant\w*|accompagnateur\w*"
    r"|siege|seat|accepte\w*|accept|autorise\w*|consent\w*|rgpd|gdpr|image|url|lien|montant|prix|price|promo"
    r"|dejeuner|lunch|repas|diner|dinner|date|heure|evenement|event)\b"
)


# The rest of a header without its fillers, letter for letter.
_EXACTLY = {
    ListField.FIRST_NAME: _vocabulary(
        "prenom/prenoms/prenom usuel/prenom usage/first name/firstname/given name/given names/forename"
    ),
    ListField.LAST_NAME: _vocabulary("nom/nom usage/nom naissance"),
    ListField.FULL_NAME: _vocabulary(
        "nom prenom/prenom nom/nom et prenom/prenom et nom/nom complet/full name/fullname/name/noms"
        "/nom prenoms/nom et prenoms/nom prenom complet/first and last name/badge name/nom badge/ticket holder"
    ),
    ListField.ORGANISATION: _vocabulary(
        "organisme/organisation/organization/societe/entreprise/structure/etablissement/company/employeur"
        "/employer/institution/association/collectivite/affiliation/company name/nom societe"
        "/nom organisme/nom structure/nom entreprise/societe organisme/structure organisme appartenance"
        "/collectivite service/administration"
    ),
    ListField.ROLE: _vocabulary(
        "fonction/role/titre/job title/job/position/qualite/metier/profession/poste/title/intitule poste/poste occupe"
    ),
    ListField.EMAIL: _vocabulary(
        "e mail/email/mail/courriel/mel/adresse mail/adresse e mail/adresse email/email address"
        "/e mail address/adresse electronique/adresse courriel/courrier electronique/mail address"
    ),
    ListField.PHONE: _vocabulary(
        "telephone/tel/portable/mobile/phone/cell phone/gsm/telephone portable/numero telephone"
        "/n telephone/tel portable/phone number/mobile phone/tel mobile/telephone mobile/cell/portable pro"
        "/mobile number"
    ),
    ListField.CATEGORY: _vocabulary(
        "type billet/billet type/ticket type/tarif/categorie/category/profil/type inscription/formule"
        "/type ticket/type badge/badge type/nom tarif/categorie billet/produit/product/registration type"
        "/type participation"
    ),
    ListField.TICKET_CODE: _vocabulary(
        "code barre/code barres/codebarre/codebarres/barcode/numero billet/n billet/n de billet"
        "/code billet/code ticket/ticket code/ticket number/ticket id/ticket #/numero ticket/secret"
        "/code qr/qr code/qrcode/qr/barcode #/ticket secret/code badge/badge code/numero badge/n badge"
        "/code inscription/#"
    ),
    ListField.STATUS: _vocabulary(
        "statut/status/paye/valide/annule/bloque/statut commande/statut inscription/statut paiement/paid"
        "/cancelled/canceled/blocked/registration status/payment status/order status/etat inscription"
        "/etat commande/ticket status/statut billet/confirme/confirmed/reglement/statut reglement/etat reglement"
        "/etat paiement/statut participation/statut invitation/reponse/reponse invitation/reponses/rsvp/rsvp status"
        "/response/invitation status/response status/participe/participera/viendra/attending/coming/inscription status"
        "/anmeldestatus/teilnahmestatus/zahlungsstatus/rueckmeldung/ruckmeldung/antwort/zusage/teilnahme/stato"
        "/stato iscrizione/stato registrazione/stato pagamento/risposta/estado/estado inscripcion/estado registro"
        "/estado pago/respuesta/estado asistencia"
    ),
    ListField.PRESENCE: _vocabulary(
        "presence/present/participation/mode participation/modalite participation/modalite/mode presence"
        "/type presence/attendance/attendance mode/format/format participation/presentiel distanciel"
        "/presentiel ou distanciel/presentiel distance/on site remote/on site online"
    ),
    ListField.SESSIONS: _vocabulary(
        "atelier/ateliers/session/sessions/seance/seances/workshop/workshops/choix ateliers/choix atelier"
    ),
    ListField.NOTE: _vocabulary(
        "note/notes/remarque/remarques/commentaire/commentaires/observation/observations/comment/comments/obs/remarks"
    ),
}

# Beside these, a bare "Nom" is the whole name.
_FAMILY_NAME = _vocabulary("nom famille/last name/lastname/surname/family name/patronyme")

# Whole questions, as forms ask them.
_ASKED = {
    ListField.SESSIONS: re.compile(r"\b(ateliers?|workshops?|sessions?|seances?)\b"),
    ListField.NOTE: re.compile(
        r"\b(remarques?|commentaires?|observations?|obs|comments?|besoins? particuliers?|special needs"
        r"|anything we should know|precisions?|texte d enregistrement|check in text)\b"
    ),
    ListField.PLACES: re.compile(
        r"\b(nombre|nb|nbre) (total )?(de |d )?(pers|personnes?|participants?|invites?)\b|\btaille du groupe\b"
        r"|\b(party|group) size\b|\b(number of|how many) (people|guests|attendees)\b|\bcombien de personnes\b"
    ),
    ListField.PRESENCE: re.compile(r"\bpresent e\b|^presen(t|te|ce)\b|\b(distanciel|presentiel|visio\w*)\b|modalite"),
    ListField.EMAIL: re.compile(r"\b(e ?mail|mail|courriel|mel)\b"),
    ListField.PHONE: re.compile(r"\b(telephone|phone|tel|mobile)\b"),
    ListField.ROLE: re.compile(r"\bfonction\b|\bjob title\b"),
    ListField.ORGANISATION: re.compile(
        r"\b(organisme|organi[sz]ation|societe|entreprise|structure|etablissement|company|employeur|institution)\b"
    ),
}
_PERHAPS = {
    ListField.STATUS: _vocabulary("etat/state/status cd/status code/code statut/statut participant/registration"),
    ListField.CATEGORY: _vocabulary("type/billet/ticket/groupe/group"),
    ListField.TICKET_CODE: _vocabulary("ref/reference/code/identifiant/id billet/billet #"),
    ListField.ORGANISATION: _vocabulary("raison sociale/service/laboratoire/direction/direction service/entite/entity"),
    ListField.FULL_NAME: frozenset({""}),  # "Participant", "Attendee": nothing but fillers
}


def _fields_of(title: str) -> dict[ListField, int]:
    """Return the fields that `title` may name, each with its strength."""
    words = _words(title)
    if not words or _OTHER_PEOPLE.search(words):
        return {}
    core = " ".join(word for word in words.split() if word not in _FILLERS)
    found = {field: _WEAK for field, phrases in _PERHAPS.items() if core in phrases}
    found |= {field: _LIKELY for field, pattern in _ASKED.items() if pattern.search(words)}
    found |= {field: _EXACT for field, phrases in _EXACTLY.items() if core in phrases}
    return {ListField.LAST_NAME: _PLAIN} if core in _FAMILY_NAME else found


def _words(title: str) -> str:
    """Return `title` folded, without punctuation; of "Attendee name: Given name" the last part."""
    tail = title.strip(" :").rpartition(":")[2]
    plain = re.sub(r"\((?:commande|participant|order)\)(?:\s*-\s*#\d+)?", " ", tail.casefold())
    return plain_title(plain)


def _correct_names(header: Sequence[str], columns: dict[int, ListField]) -> dict[int, ListField]:
    """Return the columns with their names corrected: "Name" beside a first name alone is the last name; "Nom" beside
    both is the whole name, but a second "Nom" is not.
    """
    fields = set(columns.values())
    taken = {plain_title(header[index]) for index in columns}
    for index, title in enumerate(header):
        words = _words(title)
        if columns.get(index) is ListField.FULL_NAME and words == "name" and _lacks_last(fields):
            return {**columns, index: ListField.LAST_NAME}
        is_free = index not in columns and ListField.FULL_NAME not in fields and plain_title(title) not in taken
        if is_free and ListField.LAST_NAME in _fields_of(title):
            return {**columns, index: ListField.FULL_NAME}
    return columns


def _lacks_last(fields: set[ListField]) -> bool:
    return ListField.FIRST_NAME in fields and ListField.LAST_NAME not in fields
