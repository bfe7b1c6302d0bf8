# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin photographs`: a dry run says whose is whose, the real one writes; exports know nothing of it."""

import json

import pytest

from checkin.command_line.main import main
from checkin.core.entries import EntryKind
from checkin.services.photographs import read_photographs
from scripts.backstage_photographs import portrait
from tests.builders import an_attendee

ONE, TWO = an_attendee(1), an_attendee(2)


@pytest.fixture
def path(event):
    return str(event.path)


@pytest.fixture
def folder(tmp_path, qapp):
    made = tmp_path / "trombi"
    made.mkdir()
    (made / f"{ONE.ticket_code}.jpg").write_bytes(portrait())
    (made / f"{TWO.ticket_code}.jpg").write_bytes(b"")
    (made / "quelqu’un.jpg").write_bytes(portrait())
    return made


def test_a_dry_run_prints_the_matching_and_writes_nothing(event, path, folder, capsys):
    before = event.journal.count()
    assert main(["photographs", path, str(folder), "--dry-run", "--language", "en"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(each["attendee"], each["by"]) for each in said["matched"]] == [(ONE.id, "code")]
    assert said["unreadable"][0]["file"] == f"{TWO.ticket_code}.jpg"
    assert said["nobody"] == ["quelqu’un.jpg"]
    assert set(said["without"]) == {person.id for person, _ in event.attendees.all()} - {ONE.id, TWO.id}
    assert event.journal.count() == before


def test_what_can_be_brought_in_is_and_the_rest_is_told(event, path, folder, capsys):
    assert main(["photographs", path, str(folder), "--language", "en"]) == 1
    told = capsys.readouterr()
    assert told.out == "1 person has their photograph.\n"
    assert sorted(line.partition(":")[0] for line in told.err.splitlines()) == sorted(
        [f"{TWO.ticket_code}.jpg", "quelqu’un.jpg"]
    )
    assert read_photographs(event).keys() == {ONE.id}
    for name in (f"{TWO.ticket_code}.jpg", "quelqu’un.jpg"):
        (folder / name).unlink()
    assert main(["photographs", path, str(folder), "--language", "en"]) == 0
    assert main(["check", path, "--rebuild"]) == 0


def test_a_folder_or_a_column_that_is_none_is_told(path, folder, capsys):
    assert main(["photographs", path, str(folder / "gone"), "--language", "en"]) == 3
    assert main(["photographs", path, str(folder), "--column", "Photo", "--language", "en"]) == 3
    said = capsys.readouterr().err
    assert "cannot be read" in said
    assert "“Photo”" in said


def test_no_export_has_a_photograph(event, path, folder, tmp_path):
    main(["photographs", path, str(folder)])
    out = tmp_path / "out.json"
    assert main(["export", path, str(out)]) == 0
    text = out.read_text("utf-8")
    parts = event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_KEPT])
    assert parts
    assert not any(str(part.body["data"])[:60] in text or part.id.hex() in text for part in parts)
    assert not any(str(part.body["picture"]) in text for part in parts)
