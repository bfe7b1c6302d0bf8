# SPDX-License-Identifier: GPL-3.0-or-later
"""Papers drawn beside the window: all of it or nothing, stopped when asked."""

from checkin.core.message import Message, UserError
from checkin.services.background_task import PdfJob, PdfWriter
from tests.services.test_badge_checker import Heard


def of_pages(count):
    def write(tell):
        for done in range(1, count + 1):
            tell(done, count)
        return count

    return write


def test_a_word_now_and_then(qapp, tmp_path):
    writer = PdfWriter(PdfJob(tmp_path, of_pages(25)))
    heard = Heard(writer)
    writer.step()
    assert heard.said == [("progressed", 10, 25), ("progressed", 20, 25), ("progressed", 25, 25), ("written", 25)]


def test_it_stops_when_asked(qapp, tmp_path):
    writer = PdfWriter(PdfJob(tmp_path, of_pages(25)))
    heard = Heard(writer)
    writer.progressed.connect(lambda *_: writer.cancel())
    writer.step()
    assert heard.said == [("progressed", 10, 25), ("cancelled",)]


def test_what_the_person_can_mend_is_told(qapp, tmp_path):
    def refuse(_tell):
        raise UserError(Message("sheet", "no"))

    writer = PdfWriter(PdfJob(tmp_path, refuse))
    heard = Heard(writer)
    writer.step()
    assert [what[0] for what in heard.said] == ["refused"]


def test_in_its_thread(qapp, qtbot, tmp_path):
    writer = PdfWriter(PdfJob(tmp_path, of_pages(3)))
    with qtbot.waitSignals([writer.written, writer.finished]):
        writer.launch()
