# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as scripts use it: real files, and real processes where a process matters."""

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from PIL import Image

from checkin.command_line.command import open_event_file
from checkin.command_line.main import COMMANDS, function_name, module_name
from checkin.paths import resources
from checkin.services.event_file import EventFile
from tests.builders import KEY
from tests.command_line.running import checkin, lines, said
from tests.patience import PATIENCE_S


def test_every_command_has_its_module_and_every_module_of_a_command_its_command():
    told = checkin("--help").stdout
    assert [name for name in ("demo", "import", "codes", "scan", "export", "check") if name not in told] == []
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


def test_a_scan_is_one_line_of_json_after_its_commit(prepared):
    event, _ = prepared
    done = checkin("scan", event, "3760123450017", "nobody", "--desk", "Accueil 9")
    first, second = lines(done.stdout)
    assert (first["verdict"], first["reason"], first["name"]) == ("admit", "welcome", "Jean-Baptiste de La Fournière")
    assert (second["verdict"], second["reason"], second["name"]) == ("refuse", "unknown", "")
    assert done.returncode == 0
    opened = EventFile.open(event)
    assert opened.journal.entry(bytes.fromhex(first["entry"])).desk == "Accueil 9"
    opened.close()


def test_codes_come_from_standard_input_one_a_line_each_answered_once(prepared):
    event, _ = prepared
    read = ["", "3760123450017\r", "x" * 10_000 + "3760123450017", "\x00\x1b", '"è-à&é"\'(àà&è', "é" * 30_000]
    done = checkin("scan", event, "-", stdin="\n".join(read) + "\n")
    answers = lines(done.stdout)
    assert [a["reason"] for a in answers[1:3]] == ["unreadable", "unreadable"]
    assert answers[3]["ticket"] == "3760123450017"
    assert [a["ticket"] for a in answers] == ["3760123450017", "", "", "3760123450017", ""]


def test_what_cannot_be_scanned_is_told(prepared):
    event, _ = prepared
    assert said("scan", event, "-", "X")[0] == 3
    code, _, wrong = said("scan", event, "x", "--at", "nowhere")
    assert (code, "accueil" in wrong) == (3, True)


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


OF_FFMPEG = re.compile(r"\[\w+ @ [0-9A-Fa-f]+\] ")
"""What the library says on Windows of decoders that the graphics card lacks."""


def test_the_codes_of_a_film_are_scanned_and_a_damaged_one_is_one_sentence(prepared, tmp_path):
    event, _ = prepared
    film = Path(__file__).parents[1] / "data" / "films" / "two-codes.mp4"
    code, told, wrong = said("scan", event, "--video", film)
    assert len({line["read"] for line in lines(told)}) == 2
    assert (code, [line for line in wrong.splitlines() if not OF_FFMPEG.match(line)]) == (0, [])
    (tmp_path / "broken.mp4").write_bytes(film.read_bytes()[:2000])
    code, _, wrong = said("scan", event, "--video", tmp_path / "broken.mp4")
    assert (code, "“broken.mp4” cannot be played" in wrong, "Traceback" in wrong) == (5, True, False)


def test_images_of_codes_are_written_and_read_back_and_one_bad_picture_does_not_hinder_it(prepared, tmp_path):
    event, _ = prepared
    bad, empty = tmp_path / "bad.png", tmp_path / "empty.png"
    assert checkin("codes", event, tmp_path).returncode == 0
    pictures = sorted(tmp_path.glob("*.png"))
    assert (len(pictures), len(list(tmp_path.glob("*.svg")))) == (2, 2)
    assert "Le Goff" in (tmp_path / "codes.csv").read_text(encoding="utf-8-sig")
    assert not any("goff" in p.name.lower() for p in tmp_path.iterdir())
    bad.write_bytes(b"\x89PNG no")
    Image.new("L", (50, 50), 255).save(empty)
    code, told, wrong = said("scan", event, "--image", bad, empty, *pictures)
    assert {line["name"] for line in lines(told)} == {"Éléonore Le Goff", "Jean-Baptiste de La Fournière"}
    assert (code, "bad.png" in wrong, "No code was found in “empty.png”" in wrong) == (3, True, True)


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
    code, _, wrong = said("check", tmp_path / "copy.checkin")
    assert (code, "not match the journal" in wrong) == (1, True)
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
