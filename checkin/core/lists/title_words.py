# SPDX-License-Identifier: GPL-3.0-or-later
"""The words of column titles, by field and language, as `plain_title` writes them. Pure.

Of a longer title only what is left without the `FILLERS` has to be here, in any order: "E-mail du participant" is
"e mail", "billet_code" is "code billet".
"""

import re

from checkin.core.lists.list_fields import ListField


def _words(*lines: str) -> frozenset[str]:
    return frozenset(in_order(phrase) for line in lines for phrase in line.split("/"))


def in_order(phrase: str) -> str:
    """Return the words of a phrase in the order in which phrases are compared."""
    return " ".join(sorted(phrase.split()))


FILLERS = _words(
    "a/au/aux/d/de/des/du/e/est/inscrit/inscrits/inscription/invite/invites/l/la/le/les/ou/participant/participante"
    "/participants/personne/porteur/titulaire/beneficiaire/visiteur/quel/quelle/s/vos/votre/mon/retenu/retenus/retenue"
    "/retenues/choisi/choisis/usuel",
    "guest/is/of/the/part/pers/person/att/attendee/what/your/my/holder/visitor/delegate/registrant/user/usr/contact"
    "/fld/field/col/c",
    "teilnehmer/teilnehmerin/teiln/gast/der/die/das/ihr/ihre/kontakt/feld",
    "partecipante/ospite/iscritto/del/della/dell/di/il/tuo/suo/contatto/campo",
    "asistente/invitado/inscrito/el/su/tu/contacto",
)

GUESTS = _words("guest/guests/invite/invites/invitee/gast/gaste/ospite/ospiti/invitado/invitados")
"""A guest is the person of the row, unless another column names that person more plainly: then somebody's companion."""

OTHER_PEOPLE = re.compile(
    r"\b(payeu\w*|acheteu\w*|commanditaire|donneur d ordre|factur\w*|urgence|parrain|responsable|referent\w*"
    r"|gestionnaire|proprietaire|tuteur|tutrice|parents?|encadrant\w*|conjointe?s?|accompagnant\w*|accompagnateur\w*"
    r"|(?<!pour le )compte"
    r"|(?:modifie|cree|saisi|suivi|invite|recommande|valide) par"
    r"|payer|buyer|purchaser|billing|emergency|owner|manager|supervisor|sponsor|assigned|account(?! name)"
    r"|companion|plus one|guests? of|accompanied by|accompagnee?s? (?:de|par)|invitee?s? (?:de|par)"
    r"|(?:ordered|modified|created|invited|referred|approved) by"
    r"|besteller\w*|kaufer\w*|rechnung\w*|betreuer\w*|ansprechpartner\w*|notfall\w*|begleit\w*|erstellt von"
    r"|acquirente|intestatario|emergenza|accompagnatore|creato da"
    r"|comprador\w*|pagador|emergencia|acompanante\w*|creado por"
    r"|acompanhante\w*|responsavel|criado por|faturacao|acompanyant\w*|creat per"
    r"|koper|betaler|factuur\w*|contactpersoon|noodcontact|vergezeld door|aangemaakt door"
    r"|platnik\w*|kupujac\w*|zamawiajac\w*|nabywc\w*|opiekun\w*|osob\w* towarzyszac\w*|utworzone przez)\b"
)
"""Whoever pays, looks after somebody or comes along: not the person of the row."""

OTHER_THINGS = re.compile(
    r"\b(hotel|hebergement|siege|accepte\w*|autorise\w*|rgpd|image|lien|montant|prix|promo|dejeuner|repas|diner|date|heure"
    r"|evenement"
    r"|naissance|emargement|civilite|genre"
    r"|seat|accept|consent\w*|gdpr|url|link|price|amount|total|lunch|dinner|event|birth\w*|ip|signature|gender"
    r"|salutation"
    r"|dsgvo|betrag|preis|mittagessen|abendessen|datum|uhrzeit|veranstaltung|geburt\w*|unterschrift|anrede|geschlecht"
    r"|importo|prezzo|pranzo|cena|data|ora|evento|nascita|sesso"
    r"|importe|precio|almuerzo|comida|fecha|hora|nacimiento|sexo|tratamiento"
    r"|preco|almoco|jantar|refeicao|apat|dinar|sopar|preu|prijs|bedrag|maaltijd|geboorte\w*|datum|tijdstip"
    r"|kwota|posilek|obiad|kolacja|zgoda|godzina|urodzenia|plec)\b"
    r"|^(?:regimes?(?: alimentaires?)?|alimentation|diets?|dietary|dieet|dieta|diat|allergi\w*)\b"
    r"(?!.* (?:ou|or|et|and) )"
)
"""Consents, meals, prices, dates: nothing that a field is for."""

FAMILY_NAME = _words(
    "nom famille/patronyme/nom patronymique/nomfamille",
    "last name/lastname/surname/family name/lname",
    "nachname/familienname/zuname",
    "cognome/nome famiglia",
    "apellido/apellidos/primer apellido/sobrenome",
)
"""Beside these, a bare "Nom" is the whole name."""

EXACTLY = {
    ListField.FIRST_NAME: _words(
        "prenom/prenoms/prenom usage/prenom usuel",
        "first name/preferred first name/firstname/given name/given names/forename/fname",
        "vorname/vornamen/rufname",
        "nome/nombre/nombres/primer nombre/nome proprio",
    ),
    ListField.LAST_NAME: _words("nom/nom usage"),
    ListField.FULL_NAME: _words(
        "nom prenom/prenom nom/nom et prenom/prenom et nom/nom complet/noms/nom prenoms/nom et prenoms/noms et prenoms"
        "/prenoms et noms/nomprenom/prenomnom/nom prenom complet/nom badge/identite/nom affichage",
        "full name/fullname/name/first and last name/first last name/badge name/ticket holder/display name",
        "vor und nachname/vor nachname/vorname nachname/nachname vorname/vorname und nachname",
        "nominativo/nome cognome/cognome nome/nome e cognome/cognome e nome/nome completo",
        "nombre completo/nombre y apellidos/apellidos y nombre/apellidos nombre/nombre apellidos",
    ),
    ListField.ORGANISATION: _words(
        "club/organisme/organisation/societe/entreprise/structure/etablissement/employeur/association/collectivite"
        "/nom societe/nom organisme/nom structure/nom entreprise/nom etablissement/nom association/societe organisme"
        "/structure organisme appartenance/structure rattachement/organisme rattachement/etablissement rattachement"
        "/collectivite service/structure service/administration",
        "organization/company/employer/institution/affiliation/company name/organisation name/organization name"
        "/account name/employer name",
        "firma/firma institution/institution firma/unternehmen/einrichtung/verein/arbeitgeber",
        "ente/azienda/societa/ditta/organizzazione/istituzione/ente appartenenza/azienda ente",
        "empresa/organizacion/entidad/institucion/compania",
    ),
    ListField.ROLE: _words(
        "fonction/titre/qualite/metier/profession/poste/intitule poste/poste occupe/fonction exercee/emploi",
        "role/job title/jobtitle/job/position/title/occupation",
        "funktion/berufsbezeichnung/beruf/tatigkeit/stellung",
        "qualifica/ruolo/mansione/professione/carica/posizione",
        "cargo/puesto/puesto trabajo/funcion/ocupacion/profesion",
    ),
    ListField.EMAIL: _words(
        "e mail/email/mail/courriel/mel/adresse mail/adresse e mail/adresse email/adresse electronique/adresse courriel"
        "/courrier electronique/adresse messagerie/messagerie/courriel professionnel/email professionnel"
        "/e mail professionnel/mail professionnel/mail pro/email pro",
        "email address/e mail address/mail address/emailaddress/work email/business email",
        "e mail adresse/email adresse/mailadresse/mail adresse/emailadresse",
        "posta elettronica/indirizzo email/indirizzo e mail/indirizzo posta elettronica/indirizzo mail",
        "correo/correo electronico/direccion correo/direccion correo electronico/direccion email",
    ),
    ListField.PHONE: _words(
        "telephone/tel/portable/mobile/gsm/telephone portable/telephone mobile/telephone fixe/telephone professionnel"
        "/numero telephone/n telephone/no tel/tel portable/tel mobile/tel fixe/tel pro/portable pro/fixe/ligne directe"
        "/numero portable/numero mobile/cellulaire",
        "phone/cell phone/cell/phone number/mobile phone/mobile number/work phone/business phone/telephone number"
        "/direct line/cell phone number",
        "telefon/telefonnummer/telefon nr/handy/handynummer/mobil/mobiltelefon/mobilnummer/rufnummer",
        "telefono/cellulare/numero cellulare/numero telefono/recapito telefonico/recapito",
        "movil/telefono movil/celular/numero movil",
    ),
    ListField.CATEGORY: _words(
        "type billet/billet type/tarif/categorie/profil/type inscription/formule/type ticket/type badge/nom tarif"
        "/categorie billet/categorie participant/categorie tarifaire/type participant/type tarif/produit"
        "/type participation/type acces",
        "category/ticket type/badge type/product/registration type/ticket name/ticket class/pass type/type",
        "kategorie/ticketart/ticketkategorie/teilnehmerkategorie/teilnahmeart/tickettyp",
        "categoria/tipo biglietto/tipo partecipante/tipologia/tipologia biglietto/tariffa",
        "tipo entrada/tipo de entrada/tipo asistente/tarifa",
    )
    - {"type"},
    ListField.TICKET_CODE: _words(
        "code barre/code barres/codebarre/codebarres/numero billet/n billet/code billet/code ticket/numero ticket"
        "/code inscription/code badge/numero badge/n badge/numero e billet/n e billet/secret billet/code unique"
        "/code entree/code acces",
        "barcode/barcode value/barcode id/barcode #/ticket code/ticket number/ticket id/ticket #/secret/ticket secret"
        "/code qr/qr code/qrcode/qr/qr value/badge code/access code/check in code/entry code",
        "barcodenummer/strichcode/ticketcode/ticketnummer/ticket nummer/ticket nr/ticketnr/eintrittscode",
        "codice/codice biglietto/codice barre/codice a barre/numero biglietto/codice qr",
        "codigo/codigo barras/codigo entrada/numero entrada/codigo qr/localizador",
    ),
    ListField.STATUS: _words(
        "statut/billet valide/paye/regle/reglee/acquitte/valide/annule/bloque/statut commande/statut inscription"
        "/statut paiement"
        "/etat inscription"
        "/etat commande/etat billet/statut billet/confirme/statut reglement/etat reglement/etat paiement"
        "/statut participation/statut invitation/reponse/reponse invitation/reponses/participe/participera/viendra"
        "/statut reservation/statut presence",
        "status/valid ticket/paid/cancelled/canceled/blocked/registration status/payment status/order status"
        "/ticket status/confirmed"
        "/rsvp/rsvp status/response/invitation status/response status/attending/coming/inscription status"
        "/booking status"
        "/attendee status/participation status",
        "anmeldestatus/teilnahmestatus/zahlungsstatus/buchungsstatus/rueckmeldung/ruckmeldung/antwort/zusage/teilnahme",
        "stato/stato iscrizione/stato registrazione/stato pagamento/stato biglietto/stato ordine/risposta/conferma",
        "estado/estado inscripcion/estado registro/estado pago/estado entrada/estado reserva/respuesta"
        "/estado asistencia",
    ),
    ListField.PRESENCE: _words(
        "presence/present/participation/mode participation/modalite participation/modalite/mode presence/type presence"
        "/format/format participation/presentiel distanciel/presentiel ou distanciel/presentiel distance",
        "attendance/attendance mode/on site remote/on site online",
    ),
    ListField.SESSIONS: _words(
        "atelier/ateliers/seance/seances/choix ateliers/choix atelier",
        "session/sessions/workshop/workshops/selected sessions",
        "sitzung/sitzungen/gebuchte workshops/workshopwahl",
        "sessione/sessioni/laboratorio/laboratori/taller/talleres/sesion/sesiones",
    ),
    ListField.ORDER: _words(
        "commande/n commande/no commande/numero commande/num commande/reference commande/ref commande/code commande"
        "/id commande/reference reservation/numero reservation/n reservation"
        "/dossier/ref dossier/n dossier/numero dossier",
        "order/order #/order number/order no/order id/order code/order ref/order reference/booking reference"
        "/booking number/booking id",
        "bestellnummer/bestellnr/bestell nr/bestellcode/auftragsnummer/buchungsnummer",
        "numero ordine/codice ordine/numero pedido/pedido/codigo pedido",
    ),
    ListField.NOTE: _words(
        "note/notes/remarque/remarques/commentaire/commentaires/observation/observations/obs",
        "comment/comments/remark/remarks",
        "anmerkung/anmerkungen/bemerkung/bemerkungen/kommentar/hinweis/hinweise",
        "osservazioni/commenti/commento/annotazioni",
        "observaciones/comentarios/comentario/notas",
    ),
}

IN_WHICH_CAPACITY = re.compile(
    r"\bau titre d[eu]?\b|\ba quel titre\b|\ben (?:votre )?qualite de\b"
    r"|\b(?:venez|participez|inscrivez) (?:vous )?comme\b"
    r"|\b(?:attending|coming|registering) as\b|\bals was\b|\bteilnahme als\b|\bin welcher (?:rolle|funktion)\b"
    r"|\ben calidad de\b|\bin qualita di\b|\ba che titolo\b"
)
"""Questions for the category that have a word of a role in them."""

ASKED = {
    ListField.STATUS: re.compile(r"\b(statut|status|stato|estado)\b"),
    ListField.TICKET_CODE: re.compile(
        r"\b(bar ?code|code ?barres?|qr ?code|strichcode|codice a barre|codigo de barras)\b"
        r"|^(?!.*\b(?:promo|reduction|bon|postale?|zip|pays|country|naf|ape|insee|langue|lang|tarif|atelier|session)\b).*\bcode\b"
    ),
    ListField.CATEGORY: re.compile(
        r"\b(kind|type) of (ticket|registration|participant)\b|\b(type|categorie) de (billet|participa\w+"
        r"|inscription|tarif)\b"
        r"|\bvous etes\b|\bart der teilnahme\b|\btipo di (biglietto|partecipa\w+)\b"
    ),
    ListField.SESSIONS: re.compile(r"\b(ateliers?|workshops?|sessions?|seances?|laborator\w+|taller\w*)\b"),
    ListField.NOTE: re.compile(
        r"\b(remarques?|commentaires?|observations?|obs|comments?(?! (?:on|avez|as|nous|vous|etes|t|s|est|ca)\b)"
        r"|besoins? particuliers?|special needs"
        r"|anything we should know|quelque chose a (?:nous )?(?:dire|signaler|ajouter|preciser)"
        r"|precisions?|texte d enregistrement|check in text)\b"
    ),
    ListField.PLACES: re.compile(
        r"\b(nombre|nb|nbre) (total )?(de |d )?(pers|personnes?|places?|participants?|invites?)\b|\btaille du groupe\b"
        r"|\b(party|group) size\b|\b(number of|how many) (people|guests|attendees)\b|\bcombien de personnes\b"
    ),
    ListField.PRESENCE: re.compile(
        r"\bpresent e\b|^presen(t|te|ce)\b|\b(distanciel|presentiel|visio\w*)\b|modalite"
        r"|\b(sur place|on ?site|in person|vor ort|in presenza|presencial)\b"
    ),
    ListField.EMAIL: re.compile(r"\b(e ?mail|mail|courriel|mel|correo)\b"),
    ListField.PHONE: re.compile(r"\b(telephone|phone|tel|mobile|telefon|telefono|cellulare|handy|movil)\b"),
    ListField.ROLE: re.compile(r"\bfonction\b|\bjob title\b|\bfunktion\b"),
    ListField.ORGANISATION: re.compile(
        r"\b(organisme|organi[sz]ation|societe|entreprise|structure|etablissement|company|employeur|institution"
        r"|firma)\b"
    ),
}
"""Whole questions, as forms ask them."""

PERHAPS = {
    ListField.STATUS: _words(
        "etat/state/reglement/status cd/status code/code statut/statut participant/statut inscrit/registration"
        "/zustand/accord"
    ),
    ListField.CATEGORY: _words(
        "type/billet/ticket/groupe/group/tipo/gruppe/gruppo/grupo/college/perfil/profilo/eintrittsart/admission/pass"
        "/course/epreuve/distance/parcours"
    ),
    ListField.TICKET_CODE: _words(
        "ref/#/reference/code/ref billet/reference billet/identifiant/id billet/billet #/n licence/numero licence"
        "/licence/matricule/n adherent"
        "/numero adherent/n carte/numero carte/member id/member number/card number/mitgliedsnummer/tessera"
    ),
    ListField.ORGANISATION: _words(
        "raison sociale/service/laboratoire/direction/direction service/entite/entity/representant/abteilung"
    ),
    ListField.LAST_NAME: _words(
        "nom naissance/nom marital/nom jeune fille/birth name/maiden name/geburtsname/nome da nubile/nombre soltera"
    ),
    ListField.PLACES: _words(
        "places/places reservees/places demandees/places souhaitees/personnes"
        "/combien serez vous/pax/seats/number seats/plaetze/anzahl plaetze/posti/plazas"
    ),
    ListField.FULL_NAME: frozenset({""}),  # "Participant", "Attendee": nothing but fillers
}
"""Titles that may mean it, where nothing better does."""
