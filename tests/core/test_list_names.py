# SPDX-License-Identifier: GPL-3.0-or-later
"""The first few names of many, and how many more there are: never dots before the full stop of a sentence."""

from checkin.core.message import list_names
from checkin.translation import translate


def test_few_names_stand_there_all():
    assert list_names(["Anne", "Zoé"], 2, translate) == "Anne, Zoé"


def test_of_many_the_others_are_counted():
    assert list_names(["Anne", "Zoé", "Paul", "Inès"], 2, translate) == "Anne, Zoé and 2 more"
