# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever a command is told to write to, the event is still there, and whole."""

import json

import pytest

from checkin.command_line.main import main
from checkin.core.entries import EntryKind
from checkin.services.event_file import EventFile
from tests.builders import an_attendee

ONE = an_attendee(1)


@pytest.fixture
def path(event, desk):
    desk.check_in(ONE.id)
    return event.path


@pytest.mark.parametrize(
    "words",
    [
        ["sheets", "E", "OUT"],
        ["paper", "E", "OUT"],
        ["badges", "E", "OUT"],
        ["certificates", "E", "OUT"],
        ["codes", "E", "OUT"],
        ["programme", "E", "OUT"],
        ["export", "E", "OUT"],
        ["person", "E", ONE.ticket_code, "OUT"],
        ["report", "OUT"],
        ["report", "OUT", "E"],
        ["purge", "E", "--yes", "--certificate", "OUT"],
    ],
    ids=lambda words: " ".join(words),
)
def test_the_event_is_never_the_file_that_is_written(qapp, event, path, words, capsys):
    told = [{"E": str(path), "OUT": str(path)}.get(word, word) for word in words]
    assert main([*told, "--language", "en"]) in (3, 4)
    assert capsys.readouterr().err
    event.close()
    opened = EventFile.open(path)
    assert len(opened.attendees.search("Le Goff")) == 1
    assert opened.journal.entries_of_kinds([EntryKind.EVENT_PURGED]) == []
    opened.close()


@pytest.mark.parametrize("name", ["out", "out.doc", "out.checkin"])
@pytest.mark.parametrize("command", ["sheets", "paper", "badges", "programme", "export", "person"])
def test_a_name_without_its_suffix_writes_nothing(qapp, path, tmp_path, command, name):
    who = [ONE.ticket_code] if command == "person" else []
    assert main([command, str(path), *who, str(tmp_path / name), "--language", "en"]) == 3
    assert not (tmp_path / name).exists()


def test_a_person_as_text_has_the_file_for_programs_beside_it(qapp, path, tmp_path):
    assert main(["person", str(path), ONE.ticket_code, str(tmp_path / "out.txt"), "--language", "en"]) == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["id"] == ONE.id
    assert "EVERYTHING" in (tmp_path / "out.txt").read_text("utf-8")


def test_the_record_of_a_purge_takes_no_other_files_place(qapp, event, path, tmp_path):
    kept = tmp_path / "record.txt"
    kept.write_text("of last year")
    assert main(["purge", str(path), "--yes", "--certificate", str(kept), "--language", "en"]) == 3
    assert kept.read_text() == "of last year"
    assert event.journal.entries_of_kinds([EntryKind.EVENT_PURGED]) == []
