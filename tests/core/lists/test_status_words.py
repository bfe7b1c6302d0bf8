# SPDX-License-Identifier: GPL-3.0-or-later
"""What a status column says, in nine languages: whoever declined is never expected, what nobody knows is asked."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import Status
from checkin.core.lists.column_mapping import to_body, unknown
from checkin.core.lists.list_fields import ListField
from checkin.core.lists.list_interpretation import interpret_list
from checkin.core.lists.mapping_guess import guess_mapping, suggest_mapping
from checkin.core.lists.status_words import is_withdrawal, read_status
from tests.builders import a_programme
from tests.core.lists.people import rows_of

WORDS = {
    Status.CANCELLED: (
        "Ne participe pas|Ne participera pas|ne vient pas|Ne viendra pas|Ne pourra pas venir|"
        "Ne sera pas présente|N'assistera pas|Ne souhaite pas participer|Je ne viens pas|"
        "Je ne pourrai pas être là|Absent|Absente excusée|Excusé(e)|EXCUSEE|S'excuse|Annulé|ANNULEE|"
        "Annulé par l'organisateur|Inscription annulée le 12/03|Annulation client|Désistement|S'est désistée|"
        "Désinscrit|Remboursé|remboursement effectué|Remboursée le 3 mai|Refusé|Refus|A décliné|Décliné|"
        "Déclinée|Rejetée|Empêché|Indisponible|Pouvoir donné à Mme Tastevin|Procuration|"
        "Représenté par M. Durand|Remplacée par Zoé|N'est plus disponible|plus disponible|Pas disponible|"
        "Expirée|Supprimé|Transféré à un collègue|A renoncé|Non participant|Ne participe plus|"
        "Commande annulée|billet annulé|Not Attending|NOT_ATTENDING|Won't attend|Will not attend|"
        "Cannot attend|can't come|Unable to attend|Not coming|Not going|Declined|DECLINED|"
        "declined with regrets|Regrets|Cancelled|CANCELLED_BY_ORGANISER|Canceled by attendee|Order cancelled|"
        "Refunded|Fully refunded|Refund issued|Withdrawn|withdrew|Rejected|Expired|Deleted|Void|"
        "No longer attending|Excused|Absent|Sends proxy|Charged back chargeback|Storniert|storniert am 3.4.|"
        "Abgesagt|Absage|hat abgesagt|Abgelehnt|Nimmt nicht teil|Kommt nicht|kann nicht teilnehmen|"
        "Nicht teilnehmend|Verhindert|entschuldigt|Erstattet|zurückerstattet|Abgemeldet|Ungültig|Annullato|"
        "Annullata dal partecipante|Rinuncia|Ha rinunciato|Rimborsato|Rifiutato|Disdetta|Non partecipa|"
        "non parteciperà|Assente|Assente giustificato|Declinato|Cancelado|Cancelada por el organizador|"
        "Anulado|Reembolsado|Rechazada|Rechazado|Declinado|No asiste|No asistirá|No participa|"
        "No puede asistir|Renuncia|Ausente|Non, désolé|Non merci|Désolée|malheureusement non|Leider nein|"
        "Sorry, can't make it|Retracted withdrawal|Inscription rejetée|Démission désistement|"
        "Ne se déplacera pas|N'ira pas|N'y sera pas|Non inscrit|Pas inscrit|Non-inscrite|Plus inscrit|Jamais inscrit|"
        "Sans inscription|Pas d'inscription|Not registered|No longer registered|Unregistered|Nicht angemeldet|"
        "Afgemeld|Geannuleerd|Komt niet|Verhinderd|Afgezegd|Zegt af|Niet aanwezig|Afwezig|Terugbetaald|Geweigerd|"
        "Niet aangemeld|Odwołane|Anulowano|Zrezygnował|Zrezygnowała z udziału|Nie przyjdzie|Nie będzie|Nieobecna|"
        "Odrzucono|Wycofany|Zwrócono środki|Desistiu|Não vem|Não virá|Não comparece|Não pode vir|Cancelado|Recusado|"
        "Anulada|Anul·lat|Anul·lada|Cancel·lada|No vindrà|No hi serà|Baixa|Rebutjada|Se da de baja|Baja|No viene|"
        "No vendrá|Non viene|Non ci sarà|Non verrà|"
        "Nicht mehr dabei|Ohne Anmeldung|Non iscritto|No inscrito|No registrado|Non admis|Wasn't registered"
    ),
    Status.PENDING: (
        "En attente|en attente de validation|Liste d'attente|LISTE D’ATTENTE n°3|Sur liste d'attente|ATT|"
        "att.|Attente|À confirmer|A valider|Réponse attendue|à relancer|Sans réponse|Pas de réponse|"
        "N'a pas répondu|Pas encore répondu|Non confirmé|non validée|Pas confirmé|Provisoire|Peut-être|"
        "Si possible peut-être|En cours|En cours de traitement|Demande|Waiting list|WAITLISTED|wait-listed|"
        "On the waiting list|Pending|PENDING_APPROVAL|Awaiting approval|Tentative|TENTATIVE|Maybe|"
        "Unconfirmed|Not confirmed|not yet confirmed|Not replied|No reply|No response|Needs action|On hold|"
        "In progress|Under review|Requested|Standby|Warteliste|Auf Warteliste|wartend|Ausstehend|"
        "vorläufig|zu bestätigen|noch nicht bestätigt|unbestätigt|Vielleicht|keine Antwort|In Bearbeitung|"
        "In attesa|Lista d'attesa|Da confermare|Non confermato|Forse|provvisorio|Nessuna risposta|In corso|"
        "Pendiente|Lista de espera|En espera|Por confirmar|Sin confirmar|No confirmado|Sin respuesta|"
        "Quizás|Tal vez|Provisional|Inscription suspendue|Suspendu|En suspens|Suspended|Sospeso|Pré-inscrit|"
        "Préinscrite|PREINSCRIT|Préinscription|Pre-registered|Preregistered|Preiscritto|Preinscrito|Vorangemeldet|"
        "Wachtlijst|Op de wachtlijst|In behandeling|In afwachting|Misschien|Nog niet bevestigd|Geen antwoord|Oczekuje|"
        "Lista rezerwowa|Oczekujący|Niepotwierdzony|Do potwierdzenia|Być może|Nie wiem|Brak odpowiedzi|Em espera|"
        "Pendente|Talvez|Por confirmar|Não confirmado|Em análise|Pendent|Llista d'espera|Per confirmar|Potser|"
        "En tràmit|Suplente|Pas encore inscrit|Not yet registered|Noch nicht angemeldet|Inscription non terminée|"
        "Inscription non finalisée|N'est pas encore inscrit|Not completed"
    ),
    Status.UNPAID: (
        "Impayé|IMPAYEE|À payer|à régler|Non payé|Non réglée|Paiement en attente|En attente de paiement|"
        "En attente de virement|En attente de chèque|Attente règlement|virement attendu|Pas payé|"
        "pas encore payé|Unpaid|Not paid|Not yet paid|Payment pending|Pending payment|Awaiting payment|"
        "AWAITING_PAYMENT|Payment due|Payment failed|Overdue|unbezahlt|Nicht bezahlt|noch nicht bezahlt|"
        "Zahlung ausstehend|Zahlung offen|offen|Da pagare|Non pagato|In attesa di pagamento|"
        "Niet betaald|Onbetaald|Nog niet betaald|Nog te betalen|Nieopłacone|Nie opłacono|Do zapłaty|Não pago|Em dívida|"
        "No pagat|Impagat|Pendent de pagament|"
        "Pagamento in attesa|No pagado|Impagado|Por pagar|Pendiente de pago|Pago pendiente"
    ),
    Status.BLOCKED: ("Bloqué|Bloquée|Blocked|Banned|Interdit|Exclue|gesperrt|Bloccato|Bloqueado|Vietato"),
    Status.CONFIRMED: (
        "Confirmé|Confirmée|confirmés|Inscription confirmée|Confirmé (CB)|Participe|Participera|Viendra|"
        "Vient|Sera présent|Présent|Présente|Inscrit|Inscrite le 3 mai|Validé|Validée|valide|Payé|PAYÉE|"
        "Payé par carte|Réglé|Accepté|Acceptée|Approuvé|Gratuit|Actif|Complète|Traité|Enregistré|Admis|"
        "Remboursé partiellement|partiellement remboursé|Oui, avec plaisir|Oui avec 2 accompagnants|Attending|"
        "ATTENDING|Will attend|Going|Coming|Registered|CONFIRMED|Paid|Paid in full|Free order|Accepted|"
        "Approved|Checked In|CHECKED_IN|Completed|Eventbrite Completed|Active|Valid|Success|Succeeded|"
        "Processed|Issued|Booked|Partially refunded|Yes, please|angemeldet|Bezahlt|bestätigt|Zugesagt|"
        "Zusage|Nimmt teil|Teilnehmend|Aktiv|kostenlos|Dabei|kommt|Genehmigt|Confermato|Pagata|Iscritto|"
        "Iscritta|Partecipa|Parteciperà|Presente|Accettato|Approvato|Attivo|Confirmado|Confirmada|Pagado|"
        "Inscrito|Registrado|Asiste|Asistirá|Aceptado|Aprobado|Participa|Activo|Teilweise erstattet|"
        "Reservado|Aangemeld|Bevestigd|Komt|Ingeschreven|Neemt deel|Betaald|Potwierdzony|Zapisana|Będzie|"
        "Zarejestrowany|Przyjdzie|Weźmie udział|Opłacono|Vem|Virá|Aceite|Confirmat|Inscrita|Hi serà|Vindrà|Assistirà"
    ),
}
"""As organisers and ticketing programs write them."""

DECLINERS = WORDS[Status.CANCELLED].split("|")


def misread(titles, words, *meant):
    """Those words that do not mean that, under these titles, in small or in capital letters."""
    written = [(title, text) for title in titles for word in words for text in (word, word.upper())]
    return [(title, text) for title, text in written if read_status(title, text) not in meant]


@pytest.mark.parametrize("status", WORDS)
def test_a_word_means_what_it_says_whatever_the_column_is_called(status):
    assert misread(["Réponse", "col_7"], WORDS[status].split("|"), status) == []


CONDITIONS = (
    "OK si train|ok s'il y a une navette|Oui sauf le matin|Oui, si je trouve un train|Confirmé sous réserve|"
    "Confirmé ?|Présent ? |Participe si possible|Probablement présent|Vient selon ses obligations|Confirmé (tbc)|"
    "Attending if the train runs|Will attend unless ill|Yes, if I can|Confirmed, tbc|Kommt, falls möglich|"
    "Inscrit à condition d’avoir une place|Accepté, à confirmer|OK maybe"
)


def test_who_comes_on_a_condition_is_to_be_confirmed():
    assert misread(["Réponse", "Statut"], CONDITIONS.split("|"), Status.PENDING) == []


DONT = {
    "fr": ("Il|Elle|Mme Roux|", "ne {} pas|ne {} plus", "participe|vient|sera là|pourra venir"),
    "en": ("|She|Guest", "does not {}|will not {}|cannot {}|won’t {}", "attend|come|participate"),
    "de": ("|Er|Frau Roux", "{} nicht", "kommt|nimmt|kann"),
    "it": ("|Lei", "non {}", "partecipa|viene|parteciperà"),
    "es": ("|Ella", "no {}", "asiste|participa|puede|viene"),
    "pt": ("|Ela", "não {}", "vem|virá|participa|pode|comparece"),
    "ca": ("|Ella", "no {}", "vindrà|hi serà|assistirà|pot"),
    "nl": ("|Hij|Mevr. De Vries", "{} niet", "komt|kan|gaat"),
    "pl": ("|Pani Kowalska", "nie {}", "przyjdzie|będzie|może|weźmie udziału"),
}


@pytest.mark.parametrize("language", DONT)
def test_a_sentence_that_declines_is_never_confirmed(language):
    parts = product(*(part.split("|") for part in DONT[language]))
    sentences = [f"{who} {how.format(verb)}".strip() for who, how, verb in parts]
    assert misread(["Réponse"], sentences, Status.CANCELLED, None) == []


@given(
    st.sampled_from(DECLINERS),
    st.sampled_from(["", "- ", "Statut : ", "2 - ", "→ "]),
    st.sampled_from(["", ".", " !", " (e)", " – 12/03/2026", " par mail", " (Mme Roux)", " *"]),
    st.sampled_from([str, str.upper, str.title, str.lower]),
)
def test_whatever_stands_around_it_a_refusal_is_never_confirmed(word, before, after, case):
    assert read_status("Statut", f"{before}{case(word)}{after}") is not Status.CONFIRMED


NEGATIONS = {
    "fr": ("non {}", "non-{}", "pas {}", "plus {}", "n'est pas {}", "pas encore {}", "jamais {}"),
    "en": ("not {}", "not yet {}", "no longer {}", "never {}", "isn’t {}", "has not been {}"),
    "de": ("nicht {}", "noch nicht {}", "nicht mehr {}"),
    "it": ("non {}", "non ancora {}"),
    "es": ("no {}", "no está {}", "aún no {}", "ya no {}"),
    "pt": ("não {}",),
    "ca": ("no {}",),
    "nl": ("niet {}", "nog niet {}"),
    "pl": ("nie {}",),
}
CONFIRMING = {
    "fr": (
        "inscrit|inscrite|confirmé|validée|accepté|admis|approuvé|enregistré|présent|actif|payé|réglé|réservée|traité"
        "|complète|vendu"
    ),
    "en": "registered|confirmed|accepted|approved|attending|coming|going|active|valid|paid|booked|completed|issued",
    "de": "angemeldet|bestätigt|bezahlt|dabei|genehmigt|zugelassen|registriert|aktiv|gültig|gebucht|abgeschlossen",
    "it": "iscritto|iscritta|confermato|pagata|accettato|approvato|registrata|presente|attivo|prenotato|completato",
    "es": "inscrito|inscrita|confirmado|pagado|registrado|aceptado|aprobada|activo|reservado|completado",
    "pt": "inscrito|inscrita|confirmado|pago|aprovado",
    "ca": "inscrit|confirmat|pagat|aprovat",
    "nl": "aangemeld|ingeschreven|bevestigd|betaald|aanwezig|goedgekeurd",
    "pl": "potwierdzony|zapisana|zarejestrowany|opłacony|obecna",
}


@pytest.mark.parametrize("language", NEGATIONS)
def test_the_contrary_of_a_word_that_confirms_is_known_and_confirms_nobody(language):
    words = CONFIRMING[language].split("|")
    assert misread(["Statut"], words, Status.CONFIRMED) == []
    for sentence in (how.format(word) for how in NEGATIONS[language] for word in words):
        written = (sentence, sentence.capitalize(), without_accents(sentence), f"{sentence} (e)")
        known = (None,) if "está" in sentence else (Status.PENDING, Status.UNPAID)
        assert misread(["Statut"], written, Status.CANCELLED, *known) == []


def without_accents(text):
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def test_what_only_looks_like_a_negation_is_none():
    words = [
        "3 mai inscrit",
        "Commande no 12 confirmée",
        "Présent le 3 mai",
        "Inscrit en plus",
        "1 accompagnant en plus, inscrit",
    ]
    assert misread(["Statut"], words, Status.CONFIRMED) == []


UNKNOWN = (
    "Bof|NO-SHOW|A|Oui / Non|Oui non|Yes no|Invité|Membre|3|Prioritaire|Not checked in|Non gratuit|Inscrit, non membre|"
    "Annulé ?|Excusé sauf si le train roule|Declined, unless we find a room"
)


def test_what_nobody_can_know_and_a_refusal_with_a_condition_are_asked():
    assert misread(["Statut"], UNKNOWN.split("|"), None) == []


def read(*lines):
    rows = rows_of(*lines)
    return interpret_list(rows, a_programme(), guess_mapping(rows))


def said(roster):
    return [(value.title, value.text, value.people, value.means) for value in roster.statuses]


def test_each_word_of_a_status_column_is_told_with_its_people_and_what_it_means():
    lines = ("Roux|Inscrit", "Petit|inscrit", "Blanc|Excusée", "Noir|", "Gris|Bof", "|Bof", "Total|5")
    roster = read("Nom|Statut", *lines)
    assert said(roster) == [
        ("Statut", "Inscrit", 2, Status.CONFIRMED),
        ("Statut", "", 1, Status.CONFIRMED),
        ("Statut", "Bof", 1, None),
        ("Statut", "Excusée", 1, Status.CANCELLED),
    ]
    assert [value.text for value in unknown(roster.statuses)] == ["Bof"]
    assert [person.status for person in roster.people][-1] is Status.PENDING
    assert said(read("Nom|Payé le", "Roux|12/09/2026", "Petit|")) == []


def test_what_a_person_says_of_a_word_counts_and_is_remembered_but_not_of_a_newer_version():
    rows = rows_of("Nom|Statut", "Roux|BOF ", "Petit|Annulé", "Noir|")
    chosen = guess_mapping(rows).meaning("Statut", "Bof", Status.UNPAID).meaning("Statut", "", Status.BLOCKED)
    again = suggest_mapping(rows, {chosen.signature: to_body(chosen)})
    assert again.statuses == chosen.statuses
    roster = interpret_list(rows, a_programme(), again)
    assert [p.status for p in roster.people] == [Status.UNPAID, Status.CANCELLED, Status.BLOCKED]
    assert [value.is_chosen for value in roster.statuses] == [True, False, True]
    rows = rows_of("Nom|Statut", "Roux|Bof")
    body = to_body(guess_mapping(rows)) | {"statuses": [["Statut", "bof", "on the moon"], "what?"]}
    assert unknown(interpret_list(rows, a_programme(), suggest_mapping(rows, {body["header"]: body})).statuses)


@pytest.mark.parametrize(
    ("title", "texts", "is_status"),
    [
        ("", "Oui|Excusé(e)|Non|Liste d’attente", True),
        ("col_9", "ATTENDING|DECLINED|WAITLISTED", True),
        ("Participation", "Oui|Non|Oui|Oui", True),
        ("Participation", "Présentiel|Distanciel|Annulé|Présentiel", False),
        ("Présent(e) le 14/10", "Oui|Non|Oui|Oui", False),
        ("Oui / Non", "Oui|Non|Si nécessaire|Oui", False),
        ("Droit à l’image", "Accepté|Refusé|Accepté|Refusé", False),
        ("Newsletter", "Inscrit|Désinscrit|Inscrit|Inscrit", False),
        ("Déjeuner", "Annulé|Oui|Oui|Oui", False),
        ("Ville", "Absentville|Lyon|Paris|Brest", False),
    ],
)
def test_a_status_is_found_under_an_unlucky_title_by_what_stands_there(title, texts, is_status):
    roster = read(f"Nom|{title}|Ville", *(f"Nom{n}|{text}|Lyon" for n, text in enumerate(texts.split("|"))))
    assert (roster.mapping.columns.get(1) is ListField.STATUS) == is_status


# A payment in one column, who withdrew in another

SIX = ("Roux", "Petit", "Noir", "Kone", "Blanc", "Roy")


def read_two(titles, *texts):
    return read(f"Nom|Prénom|{titles}", *(f"{name}|Zoé|{text}" for name, text in zip(SIX, texts, strict=False)))


def states(roster):
    return [person.status.value for person in roster.people]


def status_titles(roster):
    return {roster.mapping.titles[i] for i, kind in roster.mapping.columns.items() if kind is ListField.STATUS}


PAID_AND_WITHDRAWN = ("oui|inscrit", "non|inscrite", "oui|désisté", "non|désistée", "remboursé|désisté", "oui|inscrit")


def test_who_withdrew_is_cancelled_whatever_was_paid_and_who_declines_as_others_do():
    roster = read_two("Réglé|Suivi", *PAID_AND_WITHDRAWN)
    assert status_titles(roster) == {"Réglé", "Suivi"}
    assert states(roster) == ["confirmed", "unpaid", "cancelled", "cancelled", "cancelled", "confirmed"]
    roster = read("Nom|", "Roux|Oui", "Petit|Excusé(e)", "Noir|Non")
    assert [p.status for p in roster.people] == [Status.CONFIRMED, Status.CANCELLED, Status.CANCELLED]
    header = "N° de commande|Type de billet|Nom|Prénom|Statut du participant"
    roster = read(header, "1|Plein|Roux|Zoé|Participe", "2|Plein|Petit|Max|Ne participe pas")
    assert [p.status for p in roster.people] == [Status.CONFIRMED, Status.CANCELLED]


@pytest.mark.parametrize("payment", ["Réglé", "Payé", "Acquitté", "Paiement", "Règlement reçu", "Solde"])
@pytest.mark.parametrize("other", ["Suivi", "Étape", "Où en est-on", "Dernier appel", "Colonne 3"])
def test_the_title_and_the_place_of_the_other_column_do_not_matter(payment, other):
    for titles, turn in ((f"{payment}|{other}", False), (f"{other}|{payment}", True)):
        texts = ("|".join(reversed(text.split("|"))) if turn else text for text in PAID_AND_WITHDRAWN)
        assert states(read_two(titles, *texts))[2:4] == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    ("titles", "texts"),
    [
        ("Paid|Follow-up", ("yes|registered", "no|registered", "yes|withdrawn")),
        ("Payment|Progress", ("Paid|confirmed", "Unpaid|confirmed", "Paid|declined")),
        ("Paiement|Venue", ("payé|vient", "impayé|vient", "payé|ne vient plus")),
        ("Payé|Changement", ("oui|", "non|", "oui|ne viendra pas")),
        ("Paid|Withdrawal", ("yes|", "no|", "yes|yes")),
        ("Payé|Date d’annulation", ("oui|", "non|", "oui|12/09/2026")),
        ("Acquitté|Suivi", ("oui|inscrit", "non|inscrit", "oui|annulé")),
    ],
)
def test_a_payment_and_who_withdrew_are_read_together(titles, texts):
    assert states(read_two(titles, *texts)) == ["confirmed", "unpaid", "cancelled"]


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("Assurance annulation", ("oui", "non", "oui")),
        ("Conditions d’annulation acceptées", ("oui", "oui", "oui")),
        ("Cancellation deadline", ("2026-09-01", "2026-09-01", "2026-09-01")),
        ("Newsletter", ("inscrit", "désinscrit", "inscrit")),
        ("Déjeuner", ("oui", "annulé", "oui")),
        ("Groupe", ("Délégué", "Suppléant", "Délégué")),
    ],
)
def test_a_column_of_something_else_beside_a_status_cancels_nobody(title, texts):
    roster = read_two(f"Statut|{title}", *(f"Confirmé|{text}" for text in texts))
    assert status_titles(roster) == {"Statut"}
    assert states(roster) == ["confirmed"] * 3


WITHDRAWALS = (
    "Désistée|S’est désisté|Annulé par mail le 3 mai, voir le message|Inscription annulée|ne viendra pas|"
    "no longer coming|Can't attend|Declined by phone|Pulled out"
)
REMARKS = (
    "Non annulé|not cancelled|Annule et remplace la fiche du 3|Inscrit|oui|"
    "Végétarien, arrivera tard car son premier train a été annulé hier"
)


def test_a_withdrawal_is_told_from_a_remark():
    assert [text for text in WITHDRAWALS.split("|") if not is_withdrawal(text)] == []
    assert [text for text in REMARKS.split("|") if is_withdrawal(text)] == []
