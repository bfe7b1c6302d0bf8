# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as scripts use it: real files, and real processes where a process matters."""

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication

from checkin import translation
from checkin.command_line.command import open_event_file
from checkin.command_line.commands import COMMANDS, function_name, module_name
from checkin.command_line.main import main
from checkin.paths import resources
from checkin.services.event_file import EventFile
from checkin.services.programme.programme_importing import load_programme
from tests.bad_files import ods_cell, ods_row, opendocument
from tests.builders import KEY
from tests.patience import PATIENCE_S

DEMO = resources() / "demo"
PROGRAMMES = Path(__file__).parents[1] / "data" / "programmes"


def checkin(*arguments, stdin=None, **environment):
    """What the command says and returns; in a process of its own where its input or its environment is asked about."""
    if stdin is None and not environment:
        return said_here(arguments)
    return subprocess.run(
        [sys.executable, "-m", "checkin", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def said_here(arguments):
    told, trouble, spoken = io.StringIO(), io.StringIO(), translation.current_language()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(trouble):
        try:
            code = main([*map(str, arguments)])
        except SystemExit as usage:
            code = usage.code
    if translation.current_language() != spoken:  # a fixture of the module may be what asks
        translation.install(QCoreApplication.instance(), spoken)
    return subprocess.CompletedProcess(arguments, code, told.getvalue(), trouble.getvalue())


def test_every_command_has_its_module_and_every_module_of_a_command_its_command():
    there = {path.stem for path in (resources().parent / "checkin" / "command_line").glob("*_commands.py")}
    assert there == set(map(module_name, COMMANDS))
    for command in COMMANDS:
        module = import_module(f"checkin.command_line.{module_name(command)}")
        assert getattr(module, f"{function_name(command)}_arguments")
        assert getattr(module, f"run_{function_name(command)}")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """An event made from a list and a programme, by commands alone."""
    folder = tmp_path_factory.mktemp("commands")
    event = folder / "journée.checkin"
    listed = folder / "liste.csv"
    listed.write_text(
        "Prénom;NOM;Société;E-mail;Code\n"
        "Éléonore;Le Goff;Région;e@x.example;\n"
        "Jean-Baptiste;de La Fournière;Fondation;pas-une-adresse;3760123450017\n"
        ";;;;\n"
        ";;Mairie;;\n",
        encoding="cp1252",
    )
    made = checkin("import", event, listed, "--language", "fr")
    assert made.returncode == 1, made.stderr
    return event, made


def test_import_tells_what_it_did_and_each_problem_row(prepared):
    _, made = prepared
    assert "2 personnes ajoutées" in made.stdout
    assert "ligne 3" in made.stderr
    assert "ligne 5" in made.stderr


def test_a_person_twice_in_the_list_is_pointed_out(prepared, tmp_path):
    listed = tmp_path / "l.csv"
    listed.write_text("Nom,Prénom,E-mail\nDurand,Zoé,z@x.example\nDURAND,ZOE,Z@x.example\n", encoding="utf-8")
    done = checkin("import", tmp_path / "e.checkin", listed, "--language", "en")
    assert "row 3: The same name and e-mail address are in row 2" in done.stderr


def test_importing_the_same_list_again_adds_nobody(prepared):
    event, _ = prepared
    again = checkin("import", event, event.with_name("liste.csv"), "--language", "en")
    assert "0 people added, 2 already known" in again.stdout


@pytest.fixture
def updated(tmp_path):
    """An event with two people, and a second list that adds one, changes one and leaves one out."""
    event, first, second = tmp_path / "e.checkin", tmp_path / "v1.csv", tmp_path / "v2.csv"
    first.write_text("Nom,Prénom,E-mail,Société\nDurand,Zoé,z@x.example,Région\nPetit,Max,m@x.example,\n", "utf-8")
    second.write_text("Nom,Prénom,E-mail,Société\nDurand,Zoé,z@x.example,Mairie\nMartin,Ana,a@x.example,\n", "utf-8")
    assert checkin("import", event, first).returncode == 0
    return event, second


def test_a_dry_run_prints_the_difference_as_json_and_writes_nothing(updated):
    event, second = updated
    before = checkin("export", event, event.with_name("before.csv"))
    done = checkin("import", event, second, "--dry-run", "--cancel-gone")
    assert before.returncode == done.returncode == 0
    told = json.loads(done.stdout)
    assert sorted(told) == [
        "added",
        "changed",
        "gone",
        "kinds",
        "merged",
        "muted",
        "noise",
        "probable_duplicates",
        "problems",
        "read",
        "unchanged",
    ]
    assert [(a["row"], a["last_name"]) for a in told["added"]] == [(3, "Martin")]
    assert [(c["row"], c["fields"]) for c in told["changed"]] == [(2, {"organisation": ["Région", "Mairie"]})]
    assert [g["last_name"] for g in told["gone"]] == ["Petit"]
    assert json.loads(checkin("import", event, second, "--dry-run").stdout) == told


def test_a_dry_run_makes_no_event_and_tells_problem_rows(tmp_path):
    listed = tmp_path / "l.csv"
    listed.write_text("Nom,Prénom,E-mail\nDurand,Zoé,no address\n", encoding="utf-8")
    done = checkin("import", tmp_path / "new.checkin", listed, "--dry-run", "--language", "en")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert [problem["row"] for problem in told["problems"]] == [2]
    assert len(told["added"]) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["l.csv"]


def test_an_import_tells_what_was_added_changed_and_left_out_and_can_be_undone(updated):
    event, second = updated
    done = checkin("import", event, second, "--cancel-gone", "--language", "en")
    assert "1 person added, 0 already known, 1 changed, 1 no longer on the list" in done.stdout
    assert "1 of those no longer on the list were cancelled" in done.stdout
    undone = checkin("import", event, "--undo", "--language", "en")
    assert "1 person removed, 2 put back as before" in undone.stdout
    assert undone.returncode == 0
    assert checkin("import", event, "--undo").returncode == 0
    assert checkin("import", event, "--undo").returncode == 3


def test_whose_a_row_is_can_be_said_and_is_known_the_next_time(updated, tmp_path):
    event, listed = updated[0], tmp_path / "v3.csv"
    lines = "Nom,Prénom,E-mail,Société", "Durand,Zoé,z@x.example,Région", "Durand,Zoé,zoe@home.example,", "Petit,Max,,"
    listed.write_text("\n".join(lines), "utf-8")
    told = json.loads(checkin("import", event, listed, "--dry-run").stdout)
    zoe = next(d["other"]["id"] for d in told["probable_duplicates"] if d["row"] == 3)
    wishes = ("--same", f"3={zoe}")
    told = json.loads(checkin("import", event, listed, "--dry-run", *wishes).stdout)
    assert [(m["row"], m["into"]["id"]) for m in told["merged"]] == [(3, zoe)]
    assert "1 row is a further row" in checkin("import", event, listed, *wishes, "--language", "en").stdout
    told = json.loads(checkin("import", event, listed, "--dry-run", *wishes).stdout)
    assert (told["added"], told["merged"], told["unchanged"]) == ([], [], 3)
    assert checkin("check", event).returncode == 0


def test_how_a_list_is_read_can_be_said_and_is_kept_for_the_next_time(tmp_path):
    event, listed = tmp_path / "e.checkin", tmp_path / "liste.ods"
    rows = ods_row(ods_cell("Participant"), ods_cell("Service"), ods_cell("Âge")) + ods_row(
        ods_cell("LE GOFF Zoé"), ods_cell("Région"), ods_cell("44")
    )
    opendocument(listed, rows, tables=2)
    wishes = ("--sheet", "Feuille2", "--map", "service=role", "--map", "Âge=leave-out", "--split-names", "capitals")
    told = json.loads(checkin("import", event, listed, "--dry-run", *wishes).stdout)
    assert (told["read"]["sheet"], told["read"]["header_row"], told["read"]["source"]) == ("Feuille2", 1, None)
    assert told["read"]["columns"] == {"Participant": "full_name", "Service": "role", "Âge": "leave-out"}
    assert told["added"][0]["first_name"] == "Zoé"
    assert checkin("import", event, listed, *wishes).returncode == 0
    assert json.loads(checkin("import", event, listed, "--dry-run").stdout)["unchanged"] == 1


def test_companions_are_told_and_become_what_is_said(tmp_path):
    event, listed = tmp_path / "e.checkin", tmp_path / "l.csv"
    listed.write_text("Nom;Prénom;Accompagnant\nDurand;Zoé;Max Petit\nRoux;Ada;\n", encoding="utf-8")
    told = json.loads(checkin("import", event, listed, "--dry-run").stdout)["read"]["companions"]
    assert told == {"hosts": 1, "companions": 1, "handling": "keep"}
    done = checkin("import", event, listed, "--companions", "people", "--language", "en")
    assert "1 person brings somebody: 1 companion, imported as people" in done.stdout
    assert "3 registrations, 1 of them companion" in done.stdout
    assert "3 people added" in done.stdout
    again = json.loads(checkin("import", event, listed, "--dry-run").stdout)
    assert (again["unchanged"], again["read"]["companions"]["handling"]) == (3, "people")
    assert (again["read"]["registrations"], again["read"]["people"]) == (3, 3)


def test_what_a_word_of_the_status_means_is_told_and_can_be_said(tmp_path):
    event, listed = tmp_path / "e.checkin", tmp_path / "l.csv"
    listed.write_text("Nom;Statut\nDurand;Participe\nPetit;Ne participe pas\nRoux;Bof\n", encoding="utf-8")
    told = json.loads(checkin("import", event, listed, "--dry-run").stdout)["read"]["statuses"]
    assert [(s["column"], s["word"], s["people"], s["means"], s["is_chosen"]) for s in told] == [
        ("Statut", "Bof", 1, None, False),
        ("Statut", "Ne participe pas", 1, "cancelled", False),
        ("Statut", "Participe", 1, "confirmed", False),
    ]
    done = checkin("import", event, listed, "--language", "en")
    assert done.returncode == 1
    assert "“Bof” under “Statut”, 1 person: not known, awaiting approval" in done.stdout
    done = checkin("import", event, listed, "--status", "bof=cancelled", "--language", "en")
    assert done.returncode == 0
    assert "“Bof” under “Statut”, 1 person: cancelled" in done.stdout
    told = json.loads(checkin("import", event, listed, "--dry-run").stdout)
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
    done = checkin("import", event, listed, "--language", "en", *wishes)
    assert (done.returncode, says in done.stderr) == (3, True)
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
    told = json.loads(checkin("import", event, schedule, "--dry-run").stdout)
    assert sorted(told) == ["added", "changed", "gone", "notes", "unchanged"]
    assert {"kind": "control_point", "name": "Atelier A"}.items() <= next(
        item for item in told["added"] if item["kind"] == "control_point" and item["id"] == "atelier-a"
    ).items()
    assert not event.exists()
    done = checkin("import", event, schedule, "--language", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "“9ᵉ Rencontre des pionniers des alliances en territoire”: 17 sessions, 5 control points" in done.stdout
    again = json.loads(checkin("import", event, schedule, "--dry-run").stdout)
    assert (again["added"], again["changed"], again["gone"], again["unchanged"]) == ([], [], [], 43)


def test_what_a_programme_leaves_out_or_does_not_name_is_told(tmp_path):
    event = tmp_path / "e.checkin"
    assert checkin("import", event, DEMO / "programme.toml").returncode == 0
    seen = checkin("import", event, PROGRAMMES / "agenda.ics", "--dry-run", "--language", "en")
    assert (seen.returncode, json.loads(seen.stdout)["notes"][1]) == (1, "Cancelled, and left out: Visite du quartier.")
    done = checkin("import", event, PROGRAMMES / "frab_schedule.json", "--language", "en")
    assert (done.returncode, done.stderr) == (
        1,
        "Sessions not in this file, kept: 1. Use --remove-gone to remove them.\n",
    )
    gone = checkin("import", event, PROGRAMMES / "frab_schedule.json", "--remove-gone", "--language", "en")
    assert (gone.returncode, "17 sessions, 8 control points" in gone.stdout) == (0, True)


def test_the_programme_is_written_as_a_file_that_can_be_imported_again(tmp_path):
    event, out = tmp_path / "e.checkin", tmp_path / "out.toml"
    assert checkin("import", event, DEMO / "programme.toml").returncode == 0
    done = checkin("programme", event, out, "--language", "en")
    assert (done.returncode, done.stdout) == (0, "Programme written to out.toml.\n")
    assert load_programme(out) == load_programme(DEMO / "programme.toml")
    lost = checkin("programme", event, tmp_path / "gone" / "out.toml", "--language", "en")
    assert (lost.returncode, "The file was not written" in lost.stderr) == (4, True)


def test_a_scan_is_one_line_of_json_after_its_commit(prepared):
    event, _ = prepared
    done = checkin("scan", event, "3760123450017", "nobody", "--desk", "Accueil 9")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["verdict"], first["reason"], first["name"]) == ("admit", "welcome", "Jean-Baptiste de La Fournière")
    assert (second["verdict"], second["reason"], second["name"]) == ("refuse", "unknown", "")
    assert done.returncode == 0
    opened = EventFile.open(event)
    assert opened.journal.entry(bytes.fromhex(first["entry"])).desk == "Accueil 9"
    opened.close()


def test_codes_come_from_standard_input_one_a_line_each_answered_once(prepared):
    event, _ = prepared
    lines = ["", "3760123450017\r", "x" * 10_000 + "3760123450017", "\x00\x1b", '"è-à&é"\'(àà&è', "é" * 30_000]
    done = checkin("scan", event, "-", stdin="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["reason"] for a in answers[1:3]] == ["unreadable", "unreadable"]
    assert answers[3]["ticket"] == "3760123450017"
    assert [a["ticket"] for a in answers] == ["3760123450017", "", "", "3760123450017", ""]


def test_names_are_printed_whatever_the_locale_says(prepared):
    event, _ = prepared
    done = checkin("scan", event, "3760123450017", PYTHONIOENCODING="ascii", LC_ALL="C")
    assert "de La Fournière" in done.stdout


@pytest.mark.parametrize("codes", ["3760123450017\r\n", "\ufeff3760123450017\n"])
def test_codes_are_read_as_the_notepads_of_windows_save_them(prepared, codes):
    event, _ = prepared
    done = checkin("scan", event, "-", stdin=codes, PYTHONIOENCODING="cp1252")
    assert "de La Fournière" in done.stdout


def test_letters_that_the_console_lacks_are_no_fault(tmp_path):
    read = checkin("join", "-", tmp_path / "new.checkin", "--language", "fr", stdin="Été ✓", PYTHONIOENCODING="ascii")
    assert (read.returncode, read.stdout) == (3, "")
    assert "Traceback" not in read.stderr
    wrong = checkin("export", "--language", "✓", PYTHONIOENCODING="ascii")
    assert "✓" in wrong.stderr


def test_one_bad_picture_does_not_keep_the_others_from_being_read(prepared, tmp_path):
    event, _ = prepared
    checkin("codes", event, tmp_path)
    good = next(tmp_path.glob("*.png"))
    bad, empty = tmp_path / "bad.png", tmp_path / "empty.png"
    bad.write_bytes(b"\x89PNG no")
    Image.new("L", (50, 50), 255).save(empty)
    done = checkin("scan", event, "--image", bad, empty, good, "--language", "en")
    assert len(done.stdout.splitlines()) == 1
    assert "bad.png" in done.stderr
    assert "No code was found in “empty.png”" in done.stderr
    assert done.returncode == 3


def test_the_codes_of_a_film_are_scanned(prepared):
    event, _ = prepared
    film = Path(__file__).parents[1] / "data" / "films" / "two-codes.mp4"
    done = checkin("scan", event, "--video", film)
    assert len({json.loads(line)["read"] for line in done.stdout.splitlines()}) == 2
    told = [line for line in done.stderr.splitlines() if not OF_FFMPEG.match(line)]
    assert (done.returncode, told) == (0, [])


OF_FFMPEG = re.compile(r"\[\w+ @ [0-9A-Fa-f]+\] ")
"""What the library says on Windows of decoders that the graphics card lacks."""


def test_a_damaged_film_is_one_sentence(prepared, tmp_path):
    event, _ = prepared
    film = Path(__file__).parents[1] / "data" / "films" / "two-codes.mp4"
    (tmp_path / "broken.mp4").write_bytes(film.read_bytes()[:2000])
    done = checkin("scan", event, "--video", tmp_path / "broken.mp4", "--language", "en")
    assert done.returncode == 5
    assert "The video “broken.mp4” cannot be played" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input_and_codes_are_not_mixed(prepared):
    event, _ = prepared
    assert checkin("scan", event, "-", "X").returncode == 3


def test_a_list_that_cannot_be_read_leaves_no_event_behind(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 ...")
    done = checkin("import", tmp_path / "new.checkin", tmp_path / "letter.pdf")
    assert done.returncode == 3
    assert [p.name for p in tmp_path.iterdir()] == ["letter.pdf"]


def test_a_code_garbled_by_a_french_keyboard_is_the_ticket_it_was(prepared):
    event, _ = prepared
    done = checkin("scan", event, '"è-à&é"\'(àà&è')
    assert json.loads(done.stdout)["ticket"] == "3760123450017"


def test_images_of_codes_are_written_and_read_back(prepared, tmp_path):
    event, _ = prepared
    wrote = checkin("codes", event, tmp_path)
    assert wrote.returncode == 0
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == 2
    assert len(list(tmp_path.glob("*.svg"))) == 2
    done = checkin("scan", event, "--image", *pictures)
    assert {json.loads(line)["name"] for line in done.stdout.splitlines()} == {
        "Éléonore Le Goff",
        "Jean-Baptiste de La Fournière",
    }
    assert "Le Goff" in (tmp_path / "codes.csv").read_text(encoding="utf-8-sig")
    assert not any("goff" in p.name.lower() for p in tmp_path.iterdir())


def test_the_attendance_comes_out_typed(prepared, tmp_path):
    event, _ = prepared
    checkin("scan", event, "3760123450017")
    out = tmp_path / "présences.xlsx"
    assert checkin("export", event, out, "--language", "fr").returncode == 0
    rows = list(openpyxl.load_workbook(out).active.values)
    header = rows[0]
    assert "Première arrivée" in header
    present = next(r for r in rows if r[0] == "de La Fournière")
    assert hasattr(present[header.index("Première arrivée")], "hour")
    assert present[header.index("Code")] == "3760123450017"


def test_check_says_that_all_is_well(prepared):
    event, _ = prepared
    done = checkin("check", event, "--language", "en")
    assert done.returncode == 0
    assert "the totals add up" in done.stdout


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM attendees WHERE id IN (SELECT id FROM attendees LIMIT 1)",
        "DELETE FROM tickets",
        "UPDATE tickets SET attendee = (SELECT id FROM attendees LIMIT 1)",
        "UPDATE visits SET is_inside = 0",
        "UPDATE visits SET desk = 'x', arrived_at = '2020-01-01T00:00:00+00:00'",
        "UPDATE attendees SET status = 'blocked'",
        "INSERT INTO attendees SELECT 'GHOST', sort_key, category, status, presence, body, corrections, places,"
        " organisation_key FROM attendees LIMIT 1",
        "INSERT INTO merged SELECT min(id), max(id) FROM attendees",
        "DELETE FROM spellings",
        "UPDATE spellings SET last_name = 'nobody'",
        "DELETE FROM vocabulary",
    ],
)
def test_check_finds_whatever_differs_from_the_journal_and_rebuild_mends_it(prepared, tmp_path, tampering):
    event, _ = prepared
    checkin("scan", event, "3760123450017")
    opened = EventFile.open(event)
    opened.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "copy.checkin")])
    opened.close()
    copy = EventFile.open(tmp_path / "copy.checkin")
    copy.db.conn.execute(tampering)
    copy.close()
    found = checkin("check", tmp_path / "copy.checkin", "--language", "en")
    assert found.returncode == 1
    assert "not match the journal" in found.stderr
    assert checkin("check", tmp_path / "copy.checkin", "--rebuild").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("scan", "gone.checkin", "x"), 3, "gone.checkin"),
        (("export", "gone.checkin", "x.csv"), 3, "gone.checkin"),
        (("import", "new.checkin", "gone.csv"), 3, ""),
        (("frobnicate",), 3, "frobnicate"),
        ((), 5, "checkin scan"),
        (("--language", "en"), 5, "no screen"),
        (("scan",), 2, "usage"),
        (("scan", "x.checkin", "a", "--image", "b.png"), 2, ""),
    ],
)
def test_trouble_is_one_sentence_and_a_documented_exit_code(arguments, code, said, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "checkin", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "QT_QPA_PLATFORM": "minimal"},
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_an_unknown_control_point_names_those_there_are(prepared):
    event, _ = prepared
    done = checkin("scan", event, "x", "--at", "nowhere", "--language", "en")
    assert done.returncode == 3
    assert "accueil" in done.stderr


def test_the_programme_of_the_demonstration_loads(tmp_path):
    done = checkin("import", tmp_path / "p.checkin", DEMO / "programme.toml", "--language", "en")
    assert done.returncode == 0
    assert "control points" in done.stdout


def test_help_names_every_command():
    done = checkin("--help")
    assert done.returncode == 0
    for command in ("demo", "import", "codes", "scan", "export", "check"):
        assert command in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--language", "fr", "{}"),
        ("--language=fr", "{}"),
        ("{}", "--language", "fr"),
        ("--language", "fr", "scan", "{}", "x"),
    ],
)
def test_the_language_may_stand_before_the_event_or_the_command(tmp_path, words):
    gone = str(tmp_path / "perdu.checkin")
    done = checkin(*(word.format(gone) for word in words), QT_QPA_PLATFORM="minimal")
    assert done.returncode == 3
    assert "perdu.checkin\xa0» est introuvable" in done.stderr


def test_a_file_whose_reader_closed_the_pipe_is_closed_and_no_copy(tmp_path):
    path = tmp_path / "e.checkin"
    EventFile.create(path, KEY).close()
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "checkin", "live", str(path)]
    done = subprocess.run(command, stdout=writer, env=os.environ | {"PYTHONUNBUFFERED": "1"}, timeout=PATIENCE_S)
    os.close(writer)
    assert done.returncode == 0
    assert path.read_bytes()[18:20] == b"\x01\x01", "2 is the mark of a file that is open"


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ZeroDivisionError()])
def test_a_command_that_ends_by_no_error_of_its_own_closes_the_file(tmp_path, error):
    path = tmp_path / "e.checkin"
    EventFile.create(path, KEY).close()
    with pytest.raises(type(error)), open_event_file(path):
        raise error
    assert path.read_bytes()[18:20] == b"\x01\x01"
