# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a file belongs to an event: real files, saved again by other programs too."""

import json
import zipfile

import pytest

from checkin.core.journal_fingerprint import ExportOrigin, JournalFingerprint
from checkin.core.message import UserError
from checkin.documents.table_writer import OutputColumn, write_table
from checkin.services.attendance.attendance_evidence import find_origin, read_fingerprint
from tests.builders import an_attendee


@pytest.fixture
def written(tmp_path):
    """A sheet as the exports print it, in a file by its suffix."""

    def write(sheet, name):
        path = tmp_path / name
        if path.suffix == ".xlsx":
            write_table(path, [OutputColumn("Compte")], [[str(sheet)]], "Compte")
        else:
            path.write_text(json.dumps({"control": str(sheet)}), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", ["export.xlsx", "export.json"])
def test_an_export_is_of_the_file_as_it_is_then_of_an_earlier_state(event, desk, written, name):
    path = written(read_fingerprint(event), name)
    assert find_origin(event, path)[0] is ExportOrigin.NOW
    desk.scan(an_attendee(1).ticket_code)
    found, sheet = find_origin(event, path)
    assert (found, sheet.entries) == (ExportOrigin.EARLIER, event.journal.count() - 1)


def test_a_digest_that_is_not_ours_is_told(event, written):
    ours = read_fingerprint(event)
    assert (
        find_origin(event, written(JournalFingerprint(ours.event, ours.entries, "0" * 64), "a.json"))[0]
        is ExportOrigin.NOT_HERE
    )
    assert (
        find_origin(event, written(JournalFingerprint("else", 3, ours.digest), "b.json"))[0] is ExportOrigin.OTHER_EVENT
    )


def test_what_carries_no_line_or_cannot_be_read_is_a_sentence(event, tmp_path):
    (tmp_path / "a.csv").write_text("Nom;Prénom", encoding="utf-8")
    with pytest.raises(UserError, match="has no control line"):
        find_origin(event, tmp_path / "a.csv")
    with pytest.raises(UserError, match="cannot be read"):
        find_origin(event, tmp_path / "gone.xlsx")
    with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as parts:
        parts.writestr("xl/sharedStrings.xml", "x" * 1000)
    content = (tmp_path / "broken.xlsx").read_bytes()
    (tmp_path / "broken.xlsx").write_bytes(content.replace(b"x" * 100, b"y" * 100, 1))
    with pytest.raises(UserError, match="cannot be read"):
        find_origin(event, tmp_path / "broken.xlsx")
