# SPDX-License-Identifier: GPL-3.0-or-later
"""Hundreds of certificates as files: all of them are there afterwards, or the folder is as it was."""

import errno
import os
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from checkin.core import tokens
from checkin.core.attendance import attendance_certificate as rules
from checkin.core.attendance.attendance_certificate import Certificate, CertifiedHalfDay
from checkin.core.attendance.half_days import DayPart, HalfDay
from checkin.core.attendee import Presence
from checkin.core.local_time import TimeSpan
from checkin.core.message import StorageError
from checkin.core.programme.programme import Event
from checkin.documents import atomic_write
from checkin.pdf_reports.certificate_page import IssuedCertificate
from checkin.pdf_reports.page_canvas import ReportContext
from checkin.services.attendance.attendance_papers import write_certificates
from checkin.translation import Translator
from tests.builders import KEY, MORNING
from tests.full_disk import full_disk

SETTING = ReportContext(Translator("fr"), MORNING.tzinfo, MORNING)


def many(count):
    """Certificates of people nobody scanned one by one."""
    event, span = Event("9ᵉ Rencontre"), TimeSpan(MORNING, MORNING + timedelta(hours=3))
    half = CertifiedHalfDay(HalfDay(MORNING.date(), DayPart.MORNING, span), 180, Presence.ON_SITE)
    for number in range(count):
        said = Certificate(f"p{number}", f"Ève Nom{number}", "", "", event, (half,), 180)
        yield IssuedCertificate(said, tokens.number(KEY, said.person), rules.code(KEY, said))


@pytest.mark.parametrize("has_earlier", [True, False])
def test_a_disk_that_is_full_in_the_middle_of_many_files_leaves_the_folder_as_it_was(qapp, tmp_path, has_earlier):
    made, folder = list(many(40)), tmp_path / "out"
    if has_earlier:
        folder.mkdir()
        (folder / f"{made[0].number}.pdf").write_bytes(b"earlier")
    before = sorted((p, p.read_bytes()) for p in tmp_path.rglob("*.pdf"))
    with ExitStack() as disk, pytest.raises(StorageError, match="The disk is full"):
        write_certificates(folder, made, SETTING, lambda done, _: done == 20 and disk.enter_context(full_disk()))
    assert sorted((p, p.read_bytes()) for p in tmp_path.rglob("*.pdf")) == before
    assert [p for p in tmp_path.rglob("*") if ".part" in p.name] == []


def test_a_disk_that_is_full_in_the_middle_of_one_pdf_ends_the_drawing_and_leaves_the_earlier_file(qapp, tmp_path):
    path, drawn = tmp_path / "all.pdf", []
    path.write_bytes(b"earlier")
    with full_disk(), pytest.raises(StorageError, match="The disk is full"):
        write_certificates(path, list(many(40)), SETTING, lambda done, _: drawn.append(done))
    assert drawn[-1] < 40
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("all.pdf", b"earlier")]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_certificate_that_is_open_in_a_reader_leaves_all_of_them_as_they_were(qapp, tmp_path, monkeypatch, place):
    """As Windows does it: an open file can neither be replaced nor moved."""
    made, folder = list(many(3)), tmp_path / "out"
    folder.mkdir()
    for one in made[place : place + 2]:
        (folder / f"{one.number}.pdf").write_bytes(one.number.encode())
    locked, replace = folder / f"{made[place].number}.pdf", atomic_write.os.replace

    def replace_unlocked(source, target):
        if locked in (Path(source), Path(target)):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source))
        replace(source, target)

    before = sorted((p.name, p.read_bytes()) for p in folder.iterdir())
    monkeypatch.setattr(atomic_write.os, "replace", replace_unlocked)
    with pytest.raises(StorageError, match="open in another program"):
        write_certificates(folder, made, SETTING)
    assert sorted((p.name, p.read_bytes()) for p in folder.iterdir()) == before
