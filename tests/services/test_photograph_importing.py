# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder of photographs: what is shown of it before, what is written, and what is left after a stop."""

import io
import os
import sys
import unicodedata

import pytest
from PIL import Image as Pillow

from checkin.core.entries import EntryKind
from checkin.core.message import UserError
from checkin.core.progress import Cancelled
from checkin.services import photograph_importing
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
from checkin.services.photographs import read_photographs
from checkin.translation import translate
from tests.builders import an_attendee

ONE, TWO, THREE = (an_attendee(number) for number in (1, 2, 3))


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
    picture(folder / "B" / f"{event.attendees.get(TWO.id).name}.JPG", "#0f766e")
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


def test_a_name_as_a_mac_writes_it_is_the_same_name(event, folder, qapp):
    picture(folder / unicodedata.normalize("NFD", f"{event.attendees.get(ONE.id).name}.jpg"))
    assert [m.person.id for m in PhotographFolder(folder).preview(event).new] == [ONE.id]


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


def test_a_folder_that_is_none_or_a_whole_disk_is_told(event, folder, qapp, monkeypatch):
    with pytest.raises(UserError):
        PhotographFolder(folder / "gone").preview(event)
    monkeypatch.setattr(photograph_importing, "MOST_FILES", 3)
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(b"")
    with pytest.raises(UserError, match="more than 3"):
        PhotographFolder(folder).preview(event)


def test_a_column_that_the_list_has_not_is_told_with_those_it_has(event, folder, qapp):
    with pytest.raises(UserError, match="Photo"):
        PhotographFolder(folder).preview(event, "Photo")


def test_what_was_written_before_a_stop_stays_and_the_rest_comes_the_next_time(event, folder, clock, qapp, monkeypatch):
    monkeypatch.setattr(photograph_importing, "BATCH", 1)
    for person, colour in ((ONE, "red"), (TWO, "green"), (THREE, "blue")):
        picture(folder / f"{person.ticket_code}.jpg", colour)
    found = PhotographFolder(folder).preview(event)
    writing = PhotographWriting(event.path, found.ready, clock(), "Accueil 1")

    def stop_after_two(done, _):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        writing.run(stop_after_two)
    assert writing.written == len(read_photographs(event)) == 2
    assert "1 is still missing" in written_sentence(writing, translate)
    assert write(event, found, clock).changed == 1
    assert read_photographs(event) == dict(found.ready)
    assert len(event.journal.entries_of_kinds([EntryKind.PHOTOGRAPH_SET])) == 3


def test_cancel_while_reading_writes_nothing(event, folder, qapp):
    picture(folder / f"{ONE.ticket_code}.jpg")

    def stop(_done, _total):
        raise Cancelled

    with pytest.raises(Cancelled):
        PhotographFolder(folder).preview(event, report=stop)
    assert read_photographs(event) == {}


def test_arrivals_go_on_between_two_batches(event, folder, clock, qapp, monkeypatch):
    monkeypatch.setattr(photograph_importing, "BATCH", 1)
    desk = Desk(event, clock, "Accueil 1")
    for person in (ONE, TWO):
        picture(folder / f"{person.ticket_code}.jpg")
    found = PhotographFolder(folder).preview(event)
    answers = []
    write(event, found, clock, report=lambda done, _: answers.append(desk.scan((ONE, TWO)[done].ticket_code)))
    assert all(answer.entry for answer in answers)


def test_a_name_that_is_no_text_can_be_shown():
    assert shown_file("mari\udce9\x1b[31m\n.jpg") == "mari··[31m·.jpg"
    assert shown_file("Zoé 🙂.jpg") == "Zoé 🙂.jpg"


def test_one_file_of_one_person(folder, qapp):
    assert read_photograph_file(picture(folder / "x.jpg")).startswith(b"\xff\xd8")
    with pytest.raises(UserError):
        read_photograph_file(folder / "gone.jpg")
