# SPDX-License-Identifier: GPL-3.0-or-later
"""Codes for others to print or send: whose, and to which address."""

import csv
from dataclasses import replace

import pytest

from checkin.core.lists.cell_text import names_payer_email
from checkin.services.exports.exporting import CodesWritten, codes_sentence, export_codes
from checkin.translation import translate
from tests.services.lists import bring

HELLOASSO = (
    "Référence commande;Statut de la commande;Nom participant;Prénom participant;E-mail participant;Email payeur"
)


def rows(folder):
    text = (folder / "codes.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), dialect=csv.Sniffer().sniff(text, ";,")))


@pytest.mark.parametrize("word", ["Annulé", "Remboursé", "Décliné", "Ne participe pas", "Bloqué"])
def test_whoever_does_not_come_has_no_code_no_image_and_no_line_of_the_mail_merge(event, clock, tmp_path, word):
    before = event.attendees.count()
    bring(event, clock, f"Zoé;Durand;;z@a.example;;{word};;", "Max;Petit;;m@a.example;;Validé;;")
    done = export_codes(event, tmp_path / "codes", translate)
    assert replace(done, without_address=()) == CodesWritten(before + 1, without_code=1)
    written = [row["Last name"] for row in rows(tmp_path / "codes")]
    assert ("Petit" in written, "Durand" in written) == (True, False)
    assert len(list((tmp_path / "codes").glob("*.png"))) == before + 1
    assert len(list((tmp_path / "codes").glob("*.svg"))) == before + 1


def test_that_some_codes_are_of_people_still_to_be_approved_is_said(event, clock, tmp_path):
    bring(event, clock, "Zoé;Durand;;z@a.example;;En attente;;", "Max;Petit;;m@a.example;;Validé;;")
    done = export_codes(event, tmp_path / "codes", translate)
    assert done.pending == 1
    assert "1 of them for people awaiting approval." in codes_sentence(done, "codes", translate)
    long = codes_sentence(CodesWritten(9, without_address=tuple("ABCDEFG")), "codes", translate)
    assert long.endswith("7 without any address: A, B, C, D, E and 2 more.")


def test_guests_of_one_order_are_sent_to_whoever_paid_and_stay_as_many_people(event, clock, tmp_path):
    lines = (
        "1;Validé;Roux;Zoé;;claire@a.example",
        "1;Validé;Roux;Zoë;;claire@a.example",
        "1;Validé;Petit;Max;max@b.example;claire@a.example",
        "2;Validé;Sans;Ulysse;;",
    )
    done = bring(event, clock, *lines, header=HELLOASSO)
    assert (done.added, done.problems) == (4, ())
    written = export_codes(event, tmp_path / "codes", translate)
    nowhere = {a.name for a, _ in event.attendees.all() if not a.email and a.last_name != "Roux"}
    assert (written.by_payer, set(written.without_address)) == (2, nowhere)
    told = codes_sentence(written, "codes", translate)
    assert "2 to the address of whoever paid" in told
    assert "Ulysse Sans" in written.without_address
    assert "4 without any address: " in told
    sent = [(row["E-mail"], row["Send to"]) for row in rows(tmp_path / "codes") if row["Send to"][:3] in ("cla", "max")]
    assert sorted(sent) == [("", "claire@a.example")] * 2 + [("max@b.example", "max@b.example")]
    again = bring(event, clock, *lines, header=HELLOASSO)
    assert (again.added, again.changed) == (0, 0)
    found = event.attendees.search("claire@a.example")  # as a column of theirs, not as their own address
    assert sorted(a.last_name for a in found) == ["Petit", "Roux", "Roux"]


@pytest.mark.parametrize(
    ("title", "is_payer"),
    [
        ("Email payeur", True),
        ("E-mail acheteur", True),
        ("Buyer Email", True),
        ("Email (Commande)", True),
        ("E-mail participant", False),
        ("Nom payeur", False),
        ("Email", False),
    ],
)
def test_the_address_of_whoever_paid_is_known_by_its_title(title, is_payer):
    assert names_payer_email(title) == is_payer
