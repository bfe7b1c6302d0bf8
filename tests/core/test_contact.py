# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom a text that is no ticket names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.search_terms import Contact, read_contact

VCARD = """BEGIN:VCARD\r
VERSION:3.0\r
N:Le Goff;Éléonore;;;\r
FN:Éléonore Le Goff\r
ORG:Pays d'Iroise\r
EMAIL;TYPE=INTERNET:e.legoff@iroise.example\r
END:VCARD"""


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        (VCARD, Contact("Éléonore Le Goff", "e.legoff@iroise.example")),
        ("BEGIN:VCARD\nN:Martin;Marie;;;\nEND:VCARD", Contact("Martin Marie", "")),
        ("MECARD:N:Martin,Marie;TEL:0298000000;EMAIL:m@x.example;;", Contact("Martin Marie", "m@x.example")),
        ("mailto:m.martin@x.example?subject=Bonjour", Contact("", "m.martin@x.example")),
        ("m.martin@x.example", Contact("", "m.martin@x.example")),
        ("Marie-Ange N’Guyen", Contact("Marie-Ange N’Guyen", "")),
    ],
)
def test_a_card_an_address_or_a_name_names_somebody(text, contact):
    assert read_contact(text) == contact


@pytest.mark.parametrize(
    "text", ["", "ABC123", "0298", "https://x.example/a b", "Paris", "BEGIN:VCARD", "a@b", "12 rue"]
)
def test_other_texts_name_nobody(text):
    assert read_contact(text) is None


@given(st.text(max_size=200))
def test_any_text_names_somebody_or_nobody(text):
    found = read_contact(text)
    assert found is None or found.name or found.email
