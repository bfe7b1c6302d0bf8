# SPDX-License-Identifier: GPL-3.0-or-later
"""An export is of one moment, though entries come in meanwhile, and says of which journal it is; codes for others."""

import csv
import json
import zipfile
from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from checkin.core.entries import EntryKind
from checkin.core.export_columns import ExportOptions, ExportRecipe
from checkin.core.journal_fingerprint import ExportOrigin, JournalFingerprint
from checkin.core.lists.cell_text import names_payer_email
from checkin.core.message import StorageError, UserError
from checkin.core.programme.programme import ARRIVAL
from checkin.documents.cell_extraction import extract_cells, extract_text
from checkin.documents.table_writer import OutputColumn, write_table
from checkin.services.attendance.attendance_evidence import find_origin, read_fingerprint
from checkin.services.attendance.attendance_papers import make_report_context
from checkin.services.event_file import EventFile
from checkin.services.exports import export_contents
from checkin.services.exports.attendance_export import EVERYTHING, compare_export, export_attendance, write_export
from checkin.services.exports.exporting import CodesWritten, codes_sentence, export, export_codes
from checkin.services.file_check import check_file
from checkin.translation import Translator, translate
from tests.builders import MORNING, an_attendee
from tests.pdf_reports.readers import told
from tests.restored_files import restore
from tests.services.lists import bring
from tests.storage.test_connection import in_another_process, look_at_every_file_of_the_folder

AS_NOW = ExportRecipe(EVERYTHING, MORNING)


@pytest.fixture
def arrive(event, clock):
    """Somebody does, by another connection."""
    other = EventFile.open(event.path)

    def arrive():
        where = {"control_point": ARRIVAL.id, "how": "code", "reason": "welcome"}
        with other.transaction():
            other.journal.append(EntryKind.CHECKED_IN, an_attendee(1).id, where, at=clock(), desk="Accueil 2")

    yield arrive
    other.close()


@pytest.fixture
def arriving(arrive, monkeypatch):
    """From when it is called on, somebody does between two readings of an export."""
    real = export_contents.read_fingerprint

    def fingerprint(event):
        arrive()
        return real(event)

    return lambda: monkeypatch.setattr(export_contents, "read_fingerprint", fingerprint)


def cells(made, folder):
    """The result, and what is in each of its files."""
    return made, {name: extract_cells(folder / name) for name in made.names}


@pytest.mark.parametrize("name", ["out.json", "out.xlsx", "out.csv"])
def test_who_comes_between_two_readings_is_neither_in_the_cells_nor_in_the_line(event, arriving, tmp_path, name):
    entries = event.journal.count()
    before = cells(write_export(event, tmp_path / name, translate, AS_NOW), tmp_path)
    arriving()
    assert cells(export_attendance(event, tmp_path / name, translate, now=AS_NOW.now), tmp_path) == before
    found, sheet = find_origin(event, tmp_path / name)
    assert (found, sheet.entries, event.journal.count()) == (ExportOrigin.EARLIER, entries, entries + 1)


def test_who_comes_while_the_tables_are_made_is_not_in_them(event, arrive):
    def arriving(words, **fields):
        arrive()
        return translate(words, **fields)

    path, entries = event.path.with_name("out.csv"), event.journal.count()
    before = cells(write_export(event, path, translate, AS_NOW), path.parent)
    assert cells(write_export(event, path, arriving, AS_NOW), path.parent) == before
    assert event.journal.count() > entries, "they came meanwhile, and waited for nothing"


def refuses_to_export(event, folder):
    with pytest.raises(StorageError, match="Nothing was written"):
        write_export(event, folder / "out.json", translate, AS_NOW)
    assert list(folder.glob("out*")) == []


@pytest.mark.needs("unlinking open files")
def test_what_another_program_may_have_changed_under_the_reading_is_not_written(event, arrive, tmp_path, monkeypatch):
    """Without the locks of this process, it takes itself for the last one and puts the log into the file."""
    real = export_contents.read_fingerprint

    def fingerprint(still):
        look_at_every_file_of_the_folder(event)
        in_another_process(event)
        return real(still)

    arrive()
    monkeypatch.setattr(export_contents, "read_fingerprint", fingerprint)
    refuses_to_export(event, tmp_path)


@pytest.mark.needs("unlinking open files")
def test_what_lies_in_the_place_of_the_event_is_not_read_for_it(event, arrive, tmp_path):
    """An older copy of it, before the desk has noticed."""
    event.db.conn.execute("VACUUM INTO ?", [str(tmp_path / "older")])
    arrive()
    restore(event, tmp_path / "older")
    refuses_to_export(event, tmp_path)


def test_one_moment_that_two_desks_wrote_in_two_zones_is_shown_as_each_wrote_it(event, tmp_path):
    path, at = tmp_path / "out.json", MORNING + timedelta(minutes=10)
    for number, hours in ((1, 2), (2, 0)):
        written = at.astimezone(timezone(timedelta(hours=hours))).isoformat()
        body = {"control_point": "atelier-b", "how": "paper", "written_at": written}
        with event.transaction():
            event.journal.append(EntryKind.CHECKED_IN, an_attendee(number).id, body, at=MORNING, desk=f"D{number}")
    write_export(event, path, translate, ExportRecipe(EVERYTHING, MORNING + timedelta(hours=30)))
    (workshop,) = (each for each in json.loads(path.read_text("utf-8"))["sessions"] if each["id"] == "atelier-b")
    arrivals = {person["arrival"][-6:] for person in workshop["people"] if person["arrival"]}
    assert arrivals == {"+02:00", "+00:00"}


def test_the_account_on_paper_has_one_line_and_it_is_that_of_its_cells(event, clock, arrive, tmp_path, qapp):
    setting, path = make_report_context(event, Translator("fr"), clock()), tmp_path / "compte.pdf"
    arrive()
    export(event, path, setting, ExportOptions())
    assert told(path).count(str(read_fingerprint(event))) == 2, "in the text, and at the foot"
    assert setting.fingerprint not in extract_text(path)


def test_what_is_read_of_one_moment_cannot_be_written_and_compares_with_itself(event, arrive, tmp_path):
    with event.snapshot() as still:
        arrive()
        line = str(read_fingerprint(still))
        write_export(still, tmp_path / "out.json", translate, AS_NOW)
        assert find_origin(still, tmp_path / "out.json")[0] is ExportOrigin.NOW
        assert compare_export(still, tmp_path / "out.json", [translate]).has_same_values
        with pytest.raises(StorageError, match="nothing was saved"), still.transaction():
            still.db.conn.execute("DELETE FROM settings")
    assert line != str(read_fingerprint(event))
    assert check_file(event).problems == ()


@pytest.mark.parametrize("name", ["export.xlsx", "export.json"])
def test_an_export_is_of_the_file_as_it_is_of_an_earlier_state_or_of_another_file(event, desk, tmp_path, name):
    def found(sheet):
        path = tmp_path / name
        if path.suffix == ".xlsx":
            write_table(path, [OutputColumn("Compte")], [[str(sheet)]], "Compte")
        else:
            path.write_text(json.dumps({"control": str(sheet)}), encoding="utf-8")
        return find_origin(event, path)

    ours = read_fingerprint(event)
    assert found(ours)[0] is ExportOrigin.NOW
    assert found(JournalFingerprint(ours.event, ours.entries, "0" * 64))[0] is ExportOrigin.NOT_HERE
    assert found(JournalFingerprint("else", 3, ours.digest))[0] is ExportOrigin.OTHER_EVENT
    desk.scan(an_attendee(1).ticket_code)
    origin, sheet = found(ours)
    assert (origin, sheet.entries) == (ExportOrigin.EARLIER, event.journal.count() - 1)


def test_what_carries_no_line_or_cannot_be_read_is_a_sentence(event, tmp_path):
    (tmp_path / "a.csv").write_text("Nom;Prénom", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as parts:
        parts.writestr("xl/sharedStrings.xml", "x" * 1000)
    content = (tmp_path / "broken.xlsx").read_bytes()
    (tmp_path / "broken.xlsx").write_bytes(content.replace(b"x" * 100, b"y" * 100, 1))
    told = {"a.csv": "has no control line", "gone.xlsx": "cannot be read", "broken.xlsx": "cannot be read"}
    for name, sentence in told.items():
        with pytest.raises(UserError, match=sentence):
            find_origin(event, tmp_path / name)


HELLOASSO = (
    "Référence commande;Statut de la commande;Nom participant;Prénom participant;E-mail participant;Email payeur"
)


def rows(folder):
    text = (folder / "codes.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), dialect=csv.Sniffer().sniff(text, ";,")))


@pytest.mark.parametrize("word", ["Annulé", "Remboursé", "Décliné", "Ne participe pas", "Bloqué"])
def test_whoever_does_not_come_has_no_code_no_image_and_no_line_of_the_mail_merge(event, clock, tmp_path, word):
    before = event.attendees.count()
    bring(event, clock, f"Zoé;Durand;;z@a.example;;{word};;", "Max;Petit;;m@a.example;;Validé;;")
    done = export_codes(event, tmp_path / "codes", translate)
    assert replace(done, without_address=()) == CodesWritten(before + 1, without_code=1)
    written = [row["Last name"] for row in rows(tmp_path / "codes")]
    assert ("Petit" in written, "Durand" in written) == (True, False)
    assert len(list((tmp_path / "codes").glob("*.png"))) == before + 1
    assert len(list((tmp_path / "codes").glob("*.svg"))) == before + 1


def test_that_some_codes_are_of_people_still_to_be_approved_is_said(event, clock, tmp_path):
    bring(event, clock, "Zoé;Durand;;z@a.example;;En attente;;", "Max;Petit;;m@a.example;;Validé;;")
    done = export_codes(event, tmp_path / "codes", translate)
    assert done.pending == 1
    assert "1 of them for people awaiting approval." in codes_sentence(done, "codes", translate)
    long = codes_sentence(CodesWritten(9, without_address=tuple("ABCDEFG")), "codes", translate)
    assert long.endswith("7 without any address: A, B, C, D, E and 2 more.")


def test_guests_of_one_order_are_sent_to_whoever_paid_and_stay_as_many_people(event, clock, tmp_path):
    lines = (
        "1;Validé;Roux;Zoé;;claire@a.example",
        "1;Validé;Roux;Zoë;;claire@a.example",
        "1;Validé;Petit;Max;max@b.example;claire@a.example",
        "2;Validé;Sans;Ulysse;;",
    )
    done = bring(event, clock, *lines, header=HELLOASSO)
    assert (done.added, done.problems) == (4, ())
    written = export_codes(event, tmp_path / "codes", translate)
    nowhere = {a.name for a, _ in event.attendees.all() if not a.email and a.last_name != "Roux"}
    assert (written.by_payer, set(written.without_address)) == (2, nowhere)
    told = codes_sentence(written, "codes", translate)
    assert "2 to the address of whoever paid" in told
    assert "Ulysse Sans" in written.without_address
    assert "4 without any address: " in told
    sent = [(row["E-mail"], row["Send to"]) for row in rows(tmp_path / "codes") if row["Send to"][:3] in ("cla", "max")]
    assert sorted(sent) == [("", "claire@a.example")] * 2 + [("max@b.example", "max@b.example")]
    again = bring(event, clock, *lines, header=HELLOASSO)
    assert (again.added, again.changed) == (0, 0)
    found = event.attendees.search("claire@a.example")  # as a column of theirs, not as their own address
    assert sorted(a.last_name for a in found) == ["Petit", "Roux", "Roux"]


@pytest.mark.parametrize(
    ("title", "is_payer"),
    [
        ("Email payeur", True),
        ("E-mail acheteur", True),
        ("Buyer Email", True),
        ("Email (Commande)", True),
        ("E-mail participant", False),
        ("Nom payeur", False),
        ("Email", False),
    ],
)
def test_the_address_of_whoever_paid_is_known_by_its_title(title, is_payer):
    assert names_payer_email(title) == is_payer
