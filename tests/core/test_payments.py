# SPDX-License-Identifier: GPL-3.0-or-later
"""Amounts as lists write them, what a payment changes of a registration, and sums."""

import pytest

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.history import fold_history
from checkin.core.payments import amount_text, can_be_paid, parse_cents, read_payment, sum_payments, written_amount
from tests.builders import Steps, an_attendee


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("45", 4500),
        ("45 €", 4500),
        ("45,50 €", 4550),
        ("€45.5", 4550),
        ("1 200,00 EUR", 120_000),
        ("1\u202f200 €", 120_000),
        ("1.200,00 €", 120_000),
        ("1,200.50", 120_050),
        ("1'200", 120_000),
        ("1.200", 120_000),
        ("0", 0),
        ("Plein tarif", 0),
        ("45 / 60", 0),
        ("-45", 0),
        ("", 0),
    ],
)
def test_an_amount_is_read_as_lists_write_it_or_not_at_all(text, cents):
    assert parse_cents(text) == cents


def test_what_is_due_is_the_column_that_says_so_first():
    person = an_attendee(custom={"Tarif": "Plein", "Prix": "60 €", "Reste à payer": "20 €"})
    assert amount_text(person) == "20 €"
    assert amount_text(an_attendee(custom={"Tarif": "Plein"})) == ""
    assert amount_text(an_attendee(custom={"Reste à payer": "0 €", "Montant": "45 €"})) == "", "nothing is due"
    assert amount_text(an_attendee(custom={"Reste à payer": "", "Montant": "45 €"})) == "45 €"
    assert amount_text(an_attendee(custom={"Montant payé": "45 €", "Catégorie de prix": "2", "Acompte": "5 €"})) == ""
    assert amount_text(an_attendee(custom={"Montant payé": "0", "Montant tarif": "35,00"})) == "35,00"
    assert amount_text(an_attendee(custom={"Prix du billet": "80 €", "Don": "5 €"})) == "80 €"


@pytest.mark.parametrize(
    "title",
    [
        *("Montant (€)", "Tarif (€)", "Prix (€)", "Montant TTC (€)", "Montant de l'inscription", "Reste à payer (€)"),
        *(
            "Prix en euros",
            "MONTANT (EUR)",
            "Tarif de l’inscription TTC",
            "Total (euros)",
            "Price (€)",
            "Amount due in EUR",
        ),
        *("Montant à régler :", "Frais d'inscription (€)", "Registration fee", "Solde à payer"),
    ],
)
def test_the_title_of_an_amount_may_name_the_currency_the_tax_and_the_registration(title):
    assert amount_text(an_attendee(custom={title: "45 €"})) == "45 €"


def test_what_is_left_to_pay_goes_before_a_price_however_they_are_titled():
    both = {"Tarif (€)": "60", "Reste à payer (€)": "20", "Montant payé (€)": "40"}
    assert amount_text(an_attendee(custom=both)) == "20"
    assert amount_text(an_attendee(custom=both | {"Reste à payer (€)": "0"})) == "", "nothing is due"
    assert amount_text(an_attendee(custom={"Montant payé (€)": "40", "Acompte en euros": "5"})) == ""


def test_what_a_ticketing_sold_is_paid_there():
    assert can_be_paid(an_attendee(status=Status.UNPAID))
    assert not can_be_paid(an_attendee(status=Status.UNPAID, position={"id": 1}))


def paid(status, *more):
    steps = Steps()
    person = an_attendee(status=status)
    entries = [steps.added(person), steps.entry(EntryKind.PAYMENT_RECEIVED, person.id, means="cash", cents=4500)]
    return fold_history([*entries, *(steps.entry(kind, person.id, **body(entries)) for kind, body in more)])


def test_a_payment_confirms_an_unpaid_registration_and_no_other_until_it_is_undone():
    undo = (EntryKind.UNDONE, lambda entries: {"targets": [entries[-1].id.hex()]})
    assert paid(Status.UNPAID).attendee.status is Status.CONFIRMED
    assert paid(Status.CANCELLED).attendee.status is Status.CANCELLED
    assert paid(Status.UNPAID, undo).attendee.status is Status.UNPAID


def test_sums_are_by_desk_and_means():
    steps = Steps()
    told = [("Accueil 2", "card", 100), ("Accueil 1", "cheque", 50), ("Accueil 1", "cash", 0), ("Accueil 1", "cash", 7)]
    entries = [steps.entry(EntryKind.PAYMENT_RECEIVED, "A", desk, means=m, cents=c) for desk, m, c in told]
    found = [(s.desk, s.means, s.count, s.cents) for s in sum_payments(map(read_payment, entries))]
    assert found == [("Accueil 1", "cash", 2, 7), ("Accueil 1", "cheque", 1, 50), ("Accueil 2", "card", 1, 100)]
    assert written_amount(1205) == "12,05"


@pytest.mark.parametrize("body", [{}, {"means": 7}, {"means": None, "cents": 5}])
def test_a_body_of_another_program_is_no_payment(body):
    assert read_payment(Steps().entry(EntryKind.PAYMENT_RECEIVED, "A", **body)) is None
