# SPDX-License-Identifier: GPL-3.0-or-later
"""A payment noted at a desk and the lists that come later, or a purge."""

import openpyxl

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.payments import PaymentMeans
from checkin.core.supervisor import Authority
from checkin.services.desk_services import read_payments
from checkin.services.exports.attendance_export import export_attendance
from checkin.services.privacy import event_purge
from checkin.translation import Translator
from tests.services.lists import bring, person

HEADER = "Prénom;Nom;Statut;Montant"
LINE = "Zoé;Durand;impayé;45 €"


def test_the_list_that_says_unpaid_again_does_not_undo_a_payment(event, desk, clock):
    bring(event, clock, LINE, header=HEADER)
    zoe = person(event, "Durand")
    assert zoe.status is Status.UNPAID
    (noted,) = desk.payments.receive([zoe.id, "nobody"], PaymentMeans.CARD)
    assert (noted.means, noted.cents) == ("card", 4500)
    assert desk.payments.receive([zoe.id], PaymentMeans.CASH) == []
    bring(event, clock, LINE, header=HEADER)
    assert person(event, "Durand").status is Status.CONFIRMED


def test_a_purge_leaves_the_sums_and_no_person(event, desk, clock):
    bring(event, clock, LINE, header=HEADER)
    desk.payments.receive([person(event, "Durand").id], PaymentMeans.CARD)
    event_purge.purge(event, Authority("Accueil 1", "w"), at=clock(), desk="Accueil 1")
    (entry,) = event.journal.entries_of_kinds([EntryKind.PAYMENT_RECEIVED])
    assert dict(entry.body) == {"means": "card", "cents": 4500}
    assert [(each.means, each.cents) for each in read_payments(event)] == [("card", 4500)]


def test_two_desks_that_each_noted_a_payment_add_up_in_the_export_too(event, desk, clock):
    bring(event, clock, LINE, header=HEADER)
    who = person(event, "Durand").id
    desk.payments.receive([who], PaymentMeans.CARD)
    with event.transaction():
        body = {"means": "cash", "cents": 4500}
        event.journal.append(EntryKind.PAYMENT_RECEIVED, who, body, at=clock(), desk="Accueil 2")
    path = event.path.with_name("out.xlsx")
    export_attendance(event, path, Translator("en").translate)
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    titles = next(rows)
    (row,) = [r for r in rows if r[0] == "Durand"]
    assert row[titles.index("Amount paid")] == 90
