# SPDX-License-Identifier: GPL-3.0-or-later
"""Photographs: whose counts, what becomes of them, on badges, and a folder of them that comes in."""

import io
import os
import random
import sys
import unicodedata
from base64 import b64decode

import pytest
from PIL import Image as Pillow

from checkin.core.badges.template import PHOTOGRAPH, BadgeTemplate, Box, ImageElement
from checkin.core.entries import BODY_LIMIT, EntryKind
from checkin.core.message import Cancelled, UserError
from checkin.core.people.registration_form import RegistrationForm
from checkin.core.picture_entries import HEAVIEST_PHOTOGRAPH, MOST_PARTS_OF_PHOTOGRAPH, photograph_parts, photograph_set
from checkin.core.print_jobs import PrinterSetup
from checkin.devices.printer import PrintFormat
from checkin.services import photograph_importing, photographs
from checkin.services.badges.badge_building import LoadedTemplate, photographs_for
from checkin.services.badges.badge_documents import BadgeDocuments
from checkin.services.badges.badge_templates import BadgeTemplates, make_sorted_badges, read_badge_overview
from checkin.services.desk import Desk
from checkin.services.photograph_importing import (
    PhotographFolder,
    PhotographWriting,
    photograph_problems,
    preview_sentence,
    read_photograph_file,
    shown_file,
    written_sentence,
)
from checkin.services.photographs import keep_photographs, read_photograph, read_photographs
from checkin.services.privacy.person_data import person_data, person_text
from checkin.translation import translate
from tests.builders import an_attendee
from tests.services.test_badge_documents import a_job

ONE, TWO, THREE = (an_attendee(number) for number in (1, 2, 3))


def a_picture(seed=1, size=9_000):
    return random.Random(seed).randbytes(size)


FACE, OTHER = a_picture(1), a_picture(2)


def parts(event):
    return event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_KEPT])


def test_the_newest_photograph_of_a_person_is_shown_and_the_same_again_writes_nothing(event, desk, clock):
    desk.photographs.keep(ONE.id, OTHER)
    brought = {ONE.id: FACE, TWO.id: OTHER}
    assert keep_photographs(event, brought, at=clock(), desk="Accueil 1") == 2
    assert (read_photograph(event, ONE.id), read_photograph(event, THREE.id)) == (FACE, b"")
    assert read_photographs(event) == brought
    before = event.journal.count()
    assert keep_photographs(event, brought, at=clock(), desk="Accueil 1") == 0
    assert event.journal.count() == before


def test_an_answer_shows_the_photograph_of_its_person_also_after_a_merge_and_not_of_whom_they_replace(desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.keep(THREE.id, OTHER)
    assert desk.photographs.shown(desk.check_in(ONE.id)) == FACE
    assert desk.photographs.shown(desk.scan(THREE.ticket_code)) == OTHER
    assert desk.photographs.shown(desk.scan(TWO.ticket_code)) == b""
    assert desk.photographs.shown(desk.scan("nobody's")) == b""
    desk.registration.merge(TWO.id, THREE.id)
    assert desk.photographs.shown(desk.check_in(TWO.id)) == OTHER
    answer = desk.registration.substitute(ONE.id, RegistrationForm("Ada", "Byron"))
    assert answer.attendee
    assert desk.photographs.shown(answer) == b""


def test_a_photograph_that_is_removed_is_shown_no_more_can_come_again_and_is_the_persons_to_have(event, desk):
    desk.photographs.keep(ONE.id, FACE)
    desk.photographs.remove(ONE.id)
    assert (read_photograph(event, ONE.id), read_photographs(event)) == (b"", {})
    written = len(parts(event))
    desk.photographs.keep(ONE.id, FACE)
    assert read_photograph(event, ONE.id) == FACE
    assert len(parts(event)) == written, "the bytes are in the journal already"
    desk.photographs.keep(ONE.id, OTHER)
    data = person_data(event, ONE.id)
    given = {b64decode(each["image"].partition(",")[2]) for each in data["photographs"]}
    assert given == {FACE, OTHER}, "what was replaced or removed is still in the file"
    assert "2" in person_text(data, translate)
    assert person_data(event, TWO.id)["photographs"] == []
    assert all(len(str(entry.body)) < 500 for entry in event.journal.about(ONE.id)), "no picture"
    desk.scan(ONE.ticket_code)
    assert set(event.journal.differences().values()) == {0}


def test_the_heaviest_photograph_fits_into_few_entries(event, desk):
    data = a_picture(size=HEAVIEST_PHOTOGRAPH)
    desk.photographs.keep(ONE.id, data)
    assert len(parts(event)) == MOST_PARTS_OF_PHOTOGRAPH
    assert read_photograph(event, ONE.id) == data
    stored = event.db.conn.execute("SELECT max(length(body)) FROM journal WHERE kind = 'photograph_kept'").fetchone()[0]
    assert stored <= BODY_LIMIT


def test_of_merged_records_the_kept_ones_photograph_counts_and_undoing_gives_both_back(event, desk):
    desk.photographs.keep(TWO.id, OTHER)
    desk.registration.merge(ONE.id, TWO.id)
    assert read_photograph(event, ONE.id) == OTHER, "of two it would be the only one"
    desk.registration.unmerge(TWO.id)
    desk.photographs.keep(ONE.id, FACE)
    desk.registration.merge(ONE.id, TWO.id)
    assert read_photographs(event) == {ONE.id: FACE}
    desk.registration.unmerge(TWO.id)
    assert read_photographs(event) == {ONE.id: FACE, TWO.id: OTHER}


def test_a_photograph_taken_over_is_removed_with_the_merged_record(event, desk):
    desk.photographs.keep(TWO.id, OTHER)
    desk.registration.merge(ONE.id, TWO.id)
    desk.photographs.remove(TWO.id)
    assert read_photograph(event, ONE.id) == b""


@pytest.mark.parametrize("picture", [None, 7, "0" * 64, ["x"], "' OR 1=1 --"])
def test_an_entry_that_names_no_picture_shows_none(event, desk, clock, picture):
    with event.transaction():
        event.journal.append(EntryKind.PHOTOGRAPH_SET, ONE.id, {"picture": picture}, at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == b""
    assert read_photographs(event) == {}


def test_parts_that_come_after_the_person_is_set_complete_the_photograph(event, desk, clock):
    with event.transaction():
        event.journal.append_all([photograph_set(ONE.id, FACE)], at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == b""
    with event.transaction():
        event.journal.append_all(photograph_parts(FACE), at=clock(), desk="X")
    assert read_photograph(event, ONE.id) == FACE


def test_a_look_up_reads_the_parts_of_one_photograph_from_the_index(event):
    plan = event.db.conn.execute(
        "EXPLAIN QUERY PLAN SELECT * FROM journal WHERE kind = 'photograph_kept' AND body ->> '$.picture' IN (?)", ["x"]
    ).fetchall()
    assert "journal_photographs" in str(plan)


ONE, TWO = an_attendee(1), an_attendee(2)
CARD = BadgeTemplate("Card", 86, 54, (ImageElement(Box(5, 5, 30, 40), PHOTOGRAPH),))


@pytest.fixture
def face(tmp_path):
    return picture(tmp_path / "face.jpg", size=(300, 400)).read_bytes()


def test_every_badge_has_the_photograph_of_its_wearer(event, desk, face):
    BadgeTemplates(event, desk).save(LoadedTemplate(CARD))
    desk.photographs.keep(ONE.id, face)
    overview = read_badge_overview(event)
    badges = make_sorted_badges(overview, overview.people)
    assert sorted(badge.subject.photograph for badge in badges) == [b"", b"", face]
    (loaded,) = overview.own
    shown = {person.id: overview.badge(loaded, person).subject.photograph for person in overview.people}
    assert shown[ONE.id] == face
    assert not overview.without_people().photographs


def test_no_photograph_is_read_for_badges_that_show_none(event, desk, face, monkeypatch):
    desk.photographs.keep(ONE.id, face)
    BadgeTemplates(event, desk).save(LoadedTemplate(BadgeTemplate("Plain", 86, 54)))
    monkeypatch.setattr(photographs, "join_photographs", None)
    assert not read_badge_overview(event).photographs
    assert photographs_for(event, read_badge_overview(event).own) == {}


def test_a_printed_badge_has_the_photograph_of_now(event, desk, face, qapp):
    kept = BadgeTemplates(event, desk).save(LoadedTemplate(CARD))
    documents = BadgeDocuments(event, PrintFormat.PICTURE, PrinterSetup())
    without = documents(a_job(attendee=ONE.id, template=kept.id)).content
    desk.photographs.keep(ONE.id, face)
    assert documents(a_job(attendee=ONE.id, template=kept.id)).content != without
    desk.photographs.remove(ONE.id)
    assert documents(a_job(attendee=ONE.id, template=kept.id)).content == without


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "trombi"
    made.mkdir()
    return made


def picture(path, colour="#c2410c", size=(600, 800)):
    content = io.BytesIO()
    Pillow.new("RGB", size, colour).save(content, "JPEG")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())
    return path


def write(event, found, clock, **more):
    writing = PhotographWriting(event.path, found.ready, clock(), "Accueil 1")
    writing.run(**more)
    return writing


def test_a_folder_comes_in_and_is_known_the_next_time(event, folder, clock, qapp):
    picture(folder / f"{ONE.ticket_code}.jpg")
    as_a_mac_writes_it = unicodedata.normalize("NFD", event.attendees.get(TWO.id).name)
    picture(folder / "B" / f"{as_a_mac_writes_it}.JPG", "#0f766e")
    found = PhotographFolder(folder).preview(event)
    assert {m.person.id for m in found.new} == {ONE.id, TWO.id}
    assert [person.id for person in found.without] == [THREE.id]
    assert read_photographs(event) == {}, "nothing is written by looking"
    assert write(event, found, clock).changed == 2
    assert read_photographs(event) == dict(found.ready)
    again = PhotographFolder(folder).preview(event)
    writing = write(event, again, clock)
    assert (writing.written, writing.changed) == (2, 0)
    assert "2" in preview_sentence(again, translate)
    assert "same" in written_sentence(writing, translate)


def test_every_file_that_is_not_brought_in_is_named_with_its_reason(event, folder, clock, qapp):
    picture(folder / f"{ONE.ticket_code}.jpg").write_bytes(b"")
    picture(folder / f"{TWO.ticket_code}.jpg").write_bytes(b"\0\0\0\x24ftypheic\0\0\0\0mif1")
    picture(folder / f"{THREE.ticket_code}.jpg")
    picture(folder / f"{THREE.ticket_code}.png")
    picture(folder / "nobody.jpg")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    found = PhotographFolder(folder).preview(event)
    told = dict(photograph_problems(found, translate))
    assert len(told) == 5
    assert "empty" in told[f"{ONE.ticket_code}.jpg"]
    assert "HEIC" in told[f"{TWO.ticket_code}.jpg"]
    assert event.attendees.get(THREE.id).name in told[f"{THREE.ticket_code}.png"]
    assert "Nobody" in told["nobody.jpg"]
    assert not found.ready
    assert write(event, found, clock).written == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_pipes_and_heavy_files_are_not_opened(event, folder, tmp_path, qapp, monkeypatch):
    secret = picture(tmp_path / "secret.jpg")
    (folder / f"{ONE.ticket_code}.jpg").symlink_to(secret)
    os.mkfifo(folder / f"{TWO.ticket_code}.jpg")
    heavy = folder / f"{THREE.ticket_code}.jpg"
    with heavy.open("wb") as file:
        file.truncate(photograph_importing.LARGEST_FILE + 1)
    (folder / "loop").symlink_to(folder)
    found = PhotographFolder(folder).preview(event)
    assert len(found.unreadable) == 3
    assert "MB" in dict(photograph_problems(found, translate))[heavy.name]
    assert not found.ready


def test_a_folder_that_is_none_or_a_whole_disk_and_a_column_that_is_missing_are_told(event, folder, qapp, monkeypatch):
    with pytest.raises(UserError):
        PhotographFolder(folder / "gone").preview(event)
    with pytest.raises(UserError, match="Photo"):
        PhotographFolder(folder).preview(event, "Photo")
    monkeypatch.setattr(photograph_importing, "MOST_FILES", 3)
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(b"")
    with pytest.raises(UserError, match="more than 3"):
        PhotographFolder(folder).preview(event)


def test_what_was_written_before_a_stop_stays_and_the_rest_comes_the_next_time(event, folder, clock, qapp, monkeypatch):
    """Between two batches arrivals go on."""
    monkeypatch.setattr(photograph_importing, "BATCH", 1)
    desk, answers = Desk(event, clock, "Accueil 1"), []
    for person, colour in ((ONE, "red"), (TWO, "green"), (THREE, "blue")):
        picture(folder / f"{person.ticket_code}.jpg", colour)

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        PhotographFolder(folder).preview(event, report=stop)
    found = PhotographFolder(folder).preview(event)
    writing = PhotographWriting(event.path, found.ready, clock(), "Accueil 1")

    def stop_after_two(done, _):
        answers.append(desk.scan((ONE, TWO, THREE)[done].ticket_code))
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        writing.run(stop_after_two)
    assert all(answer.entry for answer in answers)
    assert writing.written == len(read_photographs(event)) == 2
    assert "1 is still missing" in written_sentence(writing, translate)
    assert write(event, found, clock).changed == 1
    assert read_photographs(event) == dict(found.ready)
    assert len(event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_SET])) == 3


def test_a_name_that_is_no_text_can_be_shown():
    assert shown_file("mari\udce9\x1b[31m\n.jpg") == "mari··[31m·.jpg"
    assert shown_file("Zoé 🙂.jpg") == "Zoé 🙂.jpg"


def test_one_file_of_one_person(folder, qapp):
    assert read_photograph_file(picture(folder / "x.jpg")).startswith(b"\xff\xd8")
    with pytest.raises(UserError):
        read_photograph_file(folder / "gone.jpg")
