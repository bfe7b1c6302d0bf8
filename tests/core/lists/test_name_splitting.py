# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole name of which two words may be first names is divided where that is clear, and told elsewhere."""

import pytest

from checkin.core.lists.column_mapping import NameSplit, split_name
from checkin.documents.spreadsheets import list_knowledge

KNOWN = list_knowledge().first_names
AHEAD, BEHIND, EACH = NameSplit.FIRST_AHEAD, NameSplit.LAST_AHEAD, NameSplit.FIRST_NAMES


@pytest.mark.parametrize("split", [AHEAD, EACH])
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Julie Roy Chevalier", None),  # Roy is a first name, and a last name more often
        ("Thomas Martin Dubois", None),
        ("Marie Anne Durand", ("Marie Anne", "Durand")),
        ("Jean Paul Durand", ("Jean Paul", "Durand")),
        ("José Luis Zubizarreta", ("José Luis", "Zubizarreta")),
        ("Anne Marie de la Villardière", ("Anne Marie", "de la Villardière")),
        ("Rose Marie Durand", ("Rose Marie", "Durand")),
        ("Julie Chevalier-Dumont", ("Julie", "Chevalier-Dumont")),
        ("Julie ROY CHEVALIER", ("Julie", "ROY CHEVALIER")),
    ],
)
def test_first_names_ahead(name, split, parts):
    assert split_name(name, split, KNOWN) == parts


@pytest.mark.parametrize("split", [BEHIND, EACH])
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Chevalier Roy Julie", None),
        ("Durand Jean Paul", ("Jean Paul", "Durand")),
        ("Durand Marie", ("Marie", "Durand")),
    ],
)
def test_first_names_behind(name, split, parts):
    assert split_name(name, split, KNOWN) == parts
