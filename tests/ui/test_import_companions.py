# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of companions is shown before the import and chosen there; the next import remembers it."""

from checkin.core.lists.list_fields import CompanionHandling
from checkin.services.lists.list_importing import apply_list
from tests.services.lists import a_list
from tests.ui.test_import_dialog import choose, open_list, people, row  # noqa: F401 (a fixture)

HEADER = "Nom;Prénom;Accompagnant nom;Accompagnant prénom"
LINES = ("Durand;Marie;Durand;Paul", "Petit;Max;oui;", "Roux;Zoé;;")


def test_they_are_told_and_become_people_as_chosen(open_list, event, clock, tmp_path):  # noqa: F811
    dialog = open_list(a_list(tmp_path, *LINES, header=HEADER), event)
    dialog.work()
    shown = dialog.form.companions
    assert shown.isVisible()
    assert shown.text.text().startswith("2 people bring somebody: 2 companions.")
    assert shown.choice.currentData() == CompanionHandling.PEOPLE
    choose(shown.choice, CompanionHandling.KEEP.value)
    dialog.work()
    assert shown.choice.currentData() == CompanionHandling.KEEP
    assert "New: 3" in dialog.progress.text.text()
    choose(shown.choice, CompanionHandling.PEOPLE.value)
    dialog.work()
    assert shown.text.text().endswith("1 without a name is counted with the person.")
    assert "New: 4" in dialog.progress.text.text()
    assert dialog.progress.text.text().endswith("4 registrations, 1 of them companion, 5 people")
    apply_list(event, dialog._seen, at=clock(), desk="d")
    again = open_list(a_list(tmp_path, *LINES, header=HEADER), event)
    again.work()
    assert again.form.companions.choice.currentData() == CompanionHandling.PEOPLE
    assert "unchanged: 4" in again.progress.text.text()


def test_the_total_of_a_first_list_says_registrations_and_people(open_list, tmp_path):  # noqa: F811
    dialog = open_list(a_list(tmp_path, "Durand;Marie;+2", "Petit;Max;", header="Nom;Prénom;+1"))
    dialog.work()
    assert dialog.progress.text.text() == "2 registrations, 4 people"
    assert dialog.go_on.text() == "Import 4 people"
    choose(dialog.form.companions.choice, CompanionHandling.KEEP.value)
    dialog.work()
    assert (dialog.progress.text.text(), dialog.go_on.text()) == ("People: 2", "Import 2 people")


def test_enter_imports_the_companions_that_a_first_list_names(open_list, tmp_path):  # noqa: F811
    dialog = open_list(a_list(tmp_path, *LINES, header=HEADER))
    dialog.work()
    assert dialog.form.companions.choice.currentData() == CompanionHandling.PEOPLE
    assert dialog.go_on.text() == "Import 5 people"


def test_the_people_as_they_will_be_imported_have_their_companions(open_list, tmp_path):  # noqa: F811
    dialog = open_list(a_list(tmp_path, *LINES, header=HEADER))
    dialog.work()
    shown = [row(dialog, number).detail for number in range(3)]
    assert ["Paul Durand" in detail for detail in shown] == [True, False, False]
    assert shown[2] == ""


def test_nothing_is_said_where_nobody_brings_anyone(open_list, tmp_path):  # noqa: F811
    dialog = open_list(a_list(tmp_path, "Durand;Marie;;", header=HEADER))
    dialog.work()
    assert not dialog.form.companions.isVisible()
