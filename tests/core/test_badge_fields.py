# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of a badge with its fields."""

import pytest

from checkin.core.badges.template import fill_fields

VALUES = {"day": "25/11/2026", "place": "Salle des fêtes", "role": "", "first_name": "Zoé"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{day} · {place}", "25/11/2026 · Salle des fêtes"),
        ("{role} · {place}", "Salle des fêtes"),
        ("{day} · {role}", "25/11/2026"),
        ("{role} · {role}", ""),
        ("{day} · {role} · {place}", "25/11/2026 · Salle des fêtes"),
        ("Bienvenue · {role}", "Bienvenue"),
        ("· {day} ·", "· 25/11/2026 ·"),
        ("{role}\n{first_name}  !", "Zoé !"),
        ("Table {custom:Table}", ""),
        ("{first_name}\nTable {custom:Table}", "Zoé"),
        ("Table {custom:Table} · {place}", "Salle des fêtes"),
        ("Table {custom:Table}, {place}", "Table , Salle des fêtes"),
        ("{day}\n\n{place}", "25/11/2026\n\nSalle des fêtes"),
    ],
)
def test_empty_fields_leave_nothing_behind(text, said):
    assert fill_fields(text, VALUES) == said


def test_the_words_of_a_message_stay():
    assert fill_fields("Le vestiaire {role} est gratuit.", VALUES, is_prose=True) == "Le vestiaire est gratuit."
