# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import` leaves out the rows it is told to, and stops where far fewer people than rows would come in."""

import json
from dataclasses import replace

import pytest

from checkin.command_line.list_commands import AS_GUESSED, run_list_import, run_list_preview
from checkin.core.message import UserError
from tests.services.lists import a_list

FEW = ("Roux;Lyon", "Petit;Lyon", *[";Lyon"] * 8)


def names(event):
    return sorted({"Roux", "Petit", "Noir"} & {a.last_name for a, _ in event.attendees.all()})


def test_rows_are_left_out_as_told_and_listed_in_the_preview(event, tmp_path, capsys):
    path = a_list(tmp_path, "Roux;Zoé", "Petit;Max", "Noir;Ada", header="Nom;Prénom")
    asked = replace(AS_GUESSED, left_out=(3, 4))
    run_list_preview(event, path, asked)
    read = json.loads(capsys.readouterr().out)["read"]
    assert (read["left_out_rows"], read["far_fewer"], read["status_doubts"]) == ([3, 4], False, [])
    assert read["reasons"] == {"Nom": "title", "Prénom": "title"}
    run_list_import(event, path, asked, desk="d", cancel_gone=False)
    assert names(event) == ["Roux"]


@pytest.mark.parametrize("row", [1, 9, -1])
def test_a_row_that_is_not_there_is_told_and_nothing_is_imported(event, tmp_path, row):
    path = a_list(tmp_path, "Roux;Zoé", header="Nom;Prénom")
    with pytest.raises(UserError, match=f"no row {row} below the titles"):
        run_list_import(event, path, replace(AS_GUESSED, left_out=(row,)), desk="d", cancel_gone=False)
    assert names(event) == []


def test_far_fewer_people_than_rows_are_imported_only_if_that_was_said(event, tmp_path):
    path = a_list(tmp_path, *FEW, header="Nom;Ville")
    with pytest.raises(UserError, match="Only 2 of 10 rows would be imported: 8 without a name"):
        run_list_import(event, path, desk="d", cancel_gone=False)
    assert names(event) == []
    run_list_import(event, path, replace(AS_GUESSED, accepts_few=True), desk="d", cancel_gone=False)
    assert names(event) == ["Petit", "Roux"]


FREE = ("oui avec plaisir", "non hélas", "je viendrai l’après-midi", "peut-être")


def test_a_question_that_may_say_who_is_coming_is_told_and_answered_with_map(event, tmp_path, capsys):
    lines = (f"Durand{n};Zoé;{word}" for n, word in enumerate((*FREE, *(f"oui pour {n}" for n in range(12)))))
    path = a_list(tmp_path, *lines, header="Nom;Prénom;Votre présence")
    run_list_preview(event, path)
    assert json.loads(capsys.readouterr().out)["read"]["status_doubts"] == ["Votre présence"]
    assert run_list_import(event, path, desk="d", cancel_gone=False)
    assert "“Votre présence” may say who is coming" in capsys.readouterr().err
    run_list_import(event, path, replace(AS_GUESSED, columns=("Votre présence=status",)), desk="d", cancel_gone=False)
    states = {a.last_name: a.status.value for a, _ in event.attendees.all()}
    assert [states[f"Durand{n}"] for n in range(4)] == ["confirmed", "cancelled", "confirmed", "pending"]


def test_the_later_of_two_answers_counts_and_the_earlier_can_be_taken_in(event, tmp_path, capsys):
    lines = ("2026-05-01 10:00;Roux;Zoé;z@x.example", "2026-05-02 10:00;Roux;Zoé;z@x.example")
    path = a_list(tmp_path, *lines, header="Horodateur;Nom;Prénom;E-mail")
    run_list_preview(event, path)
    assert json.loads(capsys.readouterr().out)["read"]["answered_again"] == {}
    latest = replace(AS_GUESSED, answers="latest")
    run_list_preview(event, path, latest)
    assert json.loads(capsys.readouterr().out)["read"]["answered_again"] == {"2": 3}
    run_list_preview(event, path, replace(latest, taken_in=(2,)))
    both = json.loads(capsys.readouterr().out)
    assert (both["read"]["answered_again"], len(both["added"])) == ({}, 2)
    assert not run_list_import(event, path, latest, desk="d", cancel_gone=False)
    assert "row 2: left out, answered again in row 3" in capsys.readouterr().out
    assert event.attendees.count() == 3 + 1
