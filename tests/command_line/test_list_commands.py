# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin import`, `checkin programme` and `checkin photographs`: what comes in, from a dry run to what is undone."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checkin.command_line.list_commands import AS_GUESSED, run_list_import, run_list_preview
from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.photographs import read_photographs
from checkin.services.programme.programme_importing import load_programme
from scripts.backstage_photographs import portrait
from tests.bad_files import ods_cell, ods_row, opendocument
from tests.builders import an_attendee
from tests.command_line.running import checkin, said
from tests.services.lists import a_list

DEMO = resources() / "demo"
PROGRAMMES = Path(__file__).parents[1] / "data" / "programmes"


def preview(event, listed, *wishes):
    """What a dry run tells."""
    return json.loads(checkin("import", event, listed, "--dry-run", *wishes).stdout)


@pytest.fixture
def files(tmp_path):
    """What makes an event file's path and a list of these lines."""

    def made(*lines, **named):
        return tmp_path / "e.checkin", a_list(tmp_path, *lines[1:], header=lines[0], **named)

    return made


@pytest.fixture
def updated(tmp_path):
    """An event with two people, and a second list that adds one, changes one and leaves one out."""
    event, header = tmp_path / "e.checkin", "Nom,Prénom,E-mail,Société"
    first = a_list(tmp_path, "Durand,Zoé,z@x.example,Région", "Petit,Max,m@x.example,", header=header, name="v1.csv")
    assert checkin("import", event, first).returncode == 0
    return event, a_list(
        tmp_path, "Durand,Zoé,z@x.example,Mairie", "Martin,Ana,a@x.example,", header=header, name="v2.csv"
    )


def test_a_dry_run_prints_the_difference_as_json_and_writes_nothing(updated):
    event, second = updated
    told = preview(event, second, "--cancel-gone")
    kinds = "added beside changed gone kinds merged muted noise probable_duplicates problems read unchanged"
    assert sorted(told) == kinds.split()
    assert [(a["row"], a["last_name"]) for a in told["added"]] == [(3, "Martin")]
    assert [(c["row"], c["fields"]) for c in told["changed"]] == [(2, {"organisation": ["Région", "Mairie"]})]
    assert [g["last_name"] for g in told["gone"]] == ["Petit"]
    assert preview(event, second) == told
    other = a_list(second.parent, "Noir,Léa,l@x.example,", header="Nom,Prénom,E-mail,Société", name="other.csv")
    told = preview(event, other)
    assert (told["gone"], [each["last_name"] for each in told["beside"]]) == ([], ["Durand", "Petit"])
    replacing = preview(event, other, "--cancel-gone")
    assert (replacing["gone"], replacing["beside"]) == (told["beside"], []), "as the import would do"


def test_an_import_tells_what_was_added_changed_and_left_out_and_can_be_undone(updated):
    event, second = updated
    _, told, _ = said("import", event, second, "--cancel-gone")
    assert "1 person added, 0 already known, 1 changed, 1 no longer on the list" in told
    assert "1 of those no longer on the list were cancelled" in told
    assert "0 people added, 2 already known" in said("import", event, second)[1]
    code, told, _ = said("import", event, "--undo")
    assert (code, "1 person removed, 2 put back as before" in told) == (0, True)
    assert [checkin("import", event, "--undo").returncode for _ in range(2)] == [0, 3]


def test_problem_rows_are_told_and_what_cannot_be_read_makes_no_event(tmp_path):
    listed = a_list(tmp_path, "Durand,Zoé,no address", "Durand,Zoé,z@x.example", "DURAND,ZOE,Z@x.example",
                    header="Nom,Prénom,E-mail")  # fmt: skip
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 ...")
    done = checkin("import", tmp_path / "new.checkin", listed, "--dry-run")
    told = json.loads(done.stdout)
    assert (done.returncode, [problem["row"] for problem in told["problems"]], len(told["added"])) == (1, [2, 4], 3)
    assert checkin("import", tmp_path / "new.checkin", tmp_path / "letter.pdf").returncode == 3
    assert {p.name for p in tmp_path.iterdir()} == {listed.name, "letter.pdf"}
    _, _, wrong = said("import", tmp_path / "new.checkin", listed)
    assert "row 4: The same name and e-mail address are in row 3" in wrong


def test_whose_a_row_is_can_be_said_and_is_known_the_next_time(updated, tmp_path):
    event, _ = updated
    rows = ("Durand,Zoé,z@x.example,Région", "Durand,Zoé,zoe@home.example,", "Petit,Max,,")
    listed = a_list(tmp_path, *rows, header="Nom,Prénom,E-mail,Société")
    zoe = next(d["other"]["id"] for d in preview(event, listed)["probable_duplicates"] if d["row"] == 3)
    wishes = ("--same", f"3={zoe}")
    assert [(m["row"], m["into"]["id"]) for m in preview(event, listed, *wishes)["merged"]] == [(3, zoe)]
    assert "1 row is a further row" in said("import", event, listed, *wishes)[1]
    told = preview(event, listed, *wishes)
    assert (told["added"], told["merged"], told["unchanged"]) == ([], [], 3)
    assert checkin("check", event).returncode == 0


def test_how_a_list_is_read_can_be_said_and_is_kept_for_the_next_time(tmp_path):
    event, listed = tmp_path / "e.checkin", tmp_path / "liste.ods"
    rows = (("Participant", "Service", "Âge"), ("LE GOFF Zoé", "Région", "44"))
    opendocument(listed, "".join(ods_row(*map(ods_cell, row)) for row in rows), tables=2)
    wishes = ("--sheet", "Feuille2", "--map", "service=role", "--map", "Âge=leave-out", "--split-names", "capitals")
    told = preview(event, listed, *wishes)
    assert (told["read"]["sheet"], told["read"]["header_row"], told["read"]["source"]) == ("Feuille2", 1, None)
    assert told["read"]["columns"] == {"Participant": "full_name", "Service": "role", "Âge": "leave-out"}
    assert told["added"][0]["first_name"] == "Zoé"
    assert checkin("import", event, listed, *wishes).returncode == 0
    assert preview(event, listed)["unchanged"] == 1


def test_companions_are_told_and_become_what_is_said(files):
    event, listed = files("Nom;Prénom;Accompagnant", "Durand;Zoé;Max Petit", "Roux;Ada;")
    told = preview(event, listed)["read"]["companions"]
    assert told == {"hosts": 1, "companions": 1, "handling": "keep"}
    _, told, _ = said("import", event, listed, "--companions", "people")
    assert "1 companion, imported as people" in told
    assert "3 registrations, 1 of them companion" in told
    assert "3 people added" in told
    again = preview(event, listed)
    assert (again["unchanged"], again["read"]["companions"]["handling"]) == (3, "people")
    assert (again["read"]["registrations"], again["read"]["people"]) == (3, 3)


def test_what_a_word_of_the_status_means_is_told_and_can_be_said(files):
    event, listed = files("Nom;Statut", "Durand;Participe", "Petit;Ne participe pas", "Roux;Bof")
    told = preview(event, listed)["read"]["statuses"]
    assert [(s["column"], s["word"], s["people"], s["means"], s["is_chosen"]) for s in told] == [
        ("Statut", "Bof", 1, None, False),
        ("Statut", "Ne participe pas", 1, "cancelled", False),
        ("Statut", "Participe", 1, "confirmed", False),
    ]
    code, told, _ = said("import", event, listed)
    assert (code, "“Bof” under “Statut”, 1 person: not known" in told) == (1, True)
    code, told, _ = said("import", event, listed, "--status", "bof=cancelled")
    assert (code, "“Bof” under “Statut”, 1 person: cancelled" in told) == (0, True)
    told = preview(event, listed)
    assert (told["unchanged"], told["read"]["statuses"][0]["is_chosen"]) == (3, True)


@pytest.mark.parametrize(
    ("wishes", "says"),
    [
        (("--sheet", "Salle"), "no sheet called “Salle”"),
        (("--map", "Salle=role"), "no column “Salle” in this list"),
        (("--map", "Nom=shoe"), "cannot hold “shoe”"),
        (("--map", "Nom=custom"), "No column of names"),
        (("--encoding", "utf-8"), "not written in “utf-8”"),
        (("--encoding", "martian"), "not written in “martian”"),
        (("--same", "two=KBCDEFGHJKL"), "does not say who a row is"),
        (("--same", "2=KBCDEFGHJKL"), "Row 2 cannot be matched"),
    ],
)
def test_a_wish_that_cannot_be_met_imports_nothing(tmp_path, wishes, says):
    event, listed = tmp_path / "e.checkin", tmp_path / "l.csv"
    listed.write_text("Nom;Ville\nDupré;Orléans\n", encoding="cp1252")
    code, _, wrong = said("import", event, listed, *wishes)
    assert (code, says in wrong) == (3, True)
    assert not event.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--undo", "--dry-run"), 2),
        (("--undo", "v2.csv"), 2),
        (("--undo", "--remove-gone"), 2),
        (("gone.ics",), 3),
        ((), 2),
        (("gone.csv", "--dry-run"), 3),
    ],
)
def test_an_import_that_cannot_be_meant_changes_nothing(updated, arguments, code):
    event, _ = updated
    done = checkin("import", event, *arguments)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    opened = EventFile.open(event)
    assert opened.attendees.count() == 2
    opened.close()


def test_a_programme_of_another_program_is_compared_then_brought_in(tmp_path):
    event, schedule = tmp_path / "e.checkin", PROGRAMMES / "pretalx_schedule.json"
    told = preview(event, schedule)
    assert sorted(told) == ["added", "changed", "gone", "notes", "unchanged"]
    assert ("control_point", "Atelier A") in [(item["kind"], item.get("name")) for item in told["added"]]
    assert not event.exists()
    code, told, wrong = said("import", event, schedule)
    assert (code, wrong) == (0, "")
    assert "17 sessions, 5 control points" in told
    again = preview(event, schedule)
    assert (again["added"], again["changed"], again["gone"], again["unchanged"]) == ([], [], [], 43)


def test_what_a_programme_leaves_out_or_does_not_name_is_told(tmp_path):
    event = tmp_path / "e.checkin"
    assert checkin("import", event, DEMO / "programme.toml").returncode == 0
    seen = checkin("import", event, PROGRAMMES / "agenda.ics", "--dry-run", "--language", "en")
    assert (seen.returncode, json.loads(seen.stdout)["notes"][1]) == (1, "Cancelled, and left out: Visite du quartier.")
    code, _, wrong = said("import", event, PROGRAMMES / "frab_schedule.json")
    assert (code, "kept: 1" in wrong, "--remove-gone" in wrong) == (1, True, True)
    code, told, _ = said("import", event, PROGRAMMES / "frab_schedule.json", "--remove-gone")
    assert (code, "17 sessions, 8 control points" in told) == (0, True)


def test_the_programme_is_written_as_a_file_that_can_be_imported_again(tmp_path):
    event, out = tmp_path / "e.checkin", tmp_path / "out.toml"
    assert checkin("import", event, DEMO / "programme.toml").returncode == 0
    assert said("programme", event, out) == (0, "Programme written to out.toml.\n", "")
    assert load_programme(out) == load_programme(DEMO / "programme.toml")
    code, _, wrong = said("programme", event, tmp_path / "gone" / "out.toml")
    assert (code, "not written" in wrong) == (4, True)


FEW = ("Roux;Lyon", "Petit;Lyon", *[";Lyon"] * 8)


def imported(event):
    return sorted({"Roux", "Petit", "Noir"} & {a.last_name for a, _ in event.attendees.all()})


def test_rows_are_left_out_as_told_and_listed_in_the_preview(event, tmp_path, capsys):
    path = a_list(tmp_path, "Roux;Zoé", "Petit;Max", "Noir;Ada", header="Nom;Prénom")
    asked = replace(AS_GUESSED, left_out=(3, 4))
    run_list_preview(event, path, asked)
    read = json.loads(capsys.readouterr().out)["read"]
    assert (read["left_out_rows"], read["far_fewer"], read["status_doubts"]) == ([3, 4], False, [])
    assert read["reasons"] == {"Nom": "title", "Prénom": "title"}
    run_list_import(event, path, asked, desk="d", cancel_gone=False)
    assert imported(event) == ["Roux"]


@pytest.mark.parametrize("row", [1, 9, -1])
def test_a_row_that_is_not_there_is_told_and_nothing_is_imported(event, tmp_path, row):
    path = a_list(tmp_path, "Roux;Zoé", header="Nom;Prénom")
    with pytest.raises(UserError, match=f"no row {row} below the titles"):
        run_list_import(event, path, replace(AS_GUESSED, left_out=(row,)), desk="d", cancel_gone=False)
    assert imported(event) == []


def test_far_fewer_people_than_rows_are_imported_only_if_that_was_said(event, tmp_path):
    path = a_list(tmp_path, *FEW, header="Nom;Ville")
    with pytest.raises(UserError, match="Only 2 of 10 rows would be imported: 8 without a name"):
        run_list_import(event, path, desk="d", cancel_gone=False)
    assert imported(event) == []
    run_list_import(event, path, replace(AS_GUESSED, accepts_few=True), desk="d", cancel_gone=False)
    assert imported(event) == ["Petit", "Roux"]


FREE = ("oui avec plaisir", "non hélas", "je viendrai l’après-midi", "peut-être")


def test_a_question_that_may_say_who_is_coming_is_told_and_answered_with_map(event, tmp_path, capsys):
    lines = (f"Durand{n};Zoé;{word}" for n, word in enumerate((*FREE, *(f"oui pour {n}" for n in range(12)))))
    path = a_list(tmp_path, *lines, header="Nom;Prénom;Votre présence")
    run_list_preview(event, path)
    assert json.loads(capsys.readouterr().out)["read"]["status_doubts"] == ["Votre présence"]
    assert run_list_import(event, path, desk="d", cancel_gone=False)
    assert '--map "Votre présence=status"' in capsys.readouterr().err
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


ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def folder(tmp_path, qapp):
    made = tmp_path / "trombi"
    made.mkdir()
    (made / f"{ONE.ticket_code}.jpg").write_bytes(portrait())
    (made / f"{TWO.ticket_code}.jpg").write_bytes(b"")
    (made / "quelqu’un.jpg").write_bytes(portrait())
    return made


def test_a_dry_run_tells_whose_is_whose_then_what_can_be_brought_in_is_and_the_rest_is_told(event, folder):
    before = event.journal.count()
    code, told, _ = said("photographs", event.path, folder, "--dry-run")
    found = json.loads(told)
    assert (code, [(each["attendee"], each["by"]) for each in found["matched"]]) == (1, [(ONE.id, "code")])
    assert (found["unreadable"][0]["file"], found["nobody"]) == (f"{TWO.ticket_code}.jpg", ["quelqu’un.jpg"])
    assert set(found["without"]) == {person.id for person, _ in event.attendees.all()} - {ONE.id, TWO.id}
    assert event.journal.count() == before
    code, told, wrong = said("photographs", event.path, folder)
    assert (code, told) == (1, "1 person has their photograph.\n")
    rest = {f"{TWO.ticket_code}.jpg", "quelqu’un.jpg"}
    assert {line.partition(":")[0] for line in wrong.splitlines()} == rest
    assert read_photographs(event).keys() == {ONE.id}
    for name in rest:
        (folder / name).unlink()
    assert said("photographs", event.path, folder)[0] == 0
    assert said("check", event.path, "--rebuild")[0] == 0


def test_a_folder_or_a_column_that_is_none_is_told(event, folder):
    code, _, wrong = said("photographs", event.path, folder / "gone")
    assert (code, "cannot be read" in wrong) == (3, True)
    code, _, wrong = said("photographs", event.path, folder, "--column", "Photo")
    assert (code, "“Photo”" in wrong) == (3, True)


def test_no_export_has_a_photograph(event, folder, tmp_path):
    said("photographs", event.path, folder)
    assert said("export", event.path, tmp_path / "out.json")[0] == 0
    text = (tmp_path / "out.json").read_text("utf-8")
    parts = event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_KEPT])
    assert parts
    for part in parts:
        assert not any(data in text for data in (str(part.body["data"])[:60], part.id.hex(), str(part.body["picture"])))


def test_a_column_that_looks_like_one_taken_is_told_with_the_option_that_takes_it(event, tmp_path, capsys):
    lines = (f"Durand{n};Zoé;p{n}@a.example;q{n}@b.example;{'zorglub' if n else ''}" for n in range(9))
    path = a_list(tmp_path, *lines, header="Nom;Prénom;E-mail;Adresse 2;Statut")
    run_list_preview(event, path)
    (rival,) = json.loads(capsys.readouterr().out)["read"]["rivals"]
    assert rival == {"column": "Adresse 2", "taken": "E-mail", "as": "email", "why": "alike"}
    run_list_import(event, path, desk="d", cancel_gone=False)
    said = capsys.readouterr().out
    assert '--map "Adresse 2=email"' in said
    assert '--status "zorglub=confirmed"' in said
    chosen = replace(AS_GUESSED, columns=("Adresse 2=email",), statuses=("zorglub=confirmed",))
    run_list_preview(event, path, chosen)
    read = json.loads(capsys.readouterr().out)["read"]
    assert (read["rivals"], read["columns"]["Adresse 2"]) == ([], "email")
    assert [(value["word"], value["means"]) for value in read["statuses"] if value["is_chosen"]] == [
        ("zorglub", "confirmed")
    ]
