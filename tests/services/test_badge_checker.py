# SPDX-License-Identifier: GPL-3.0-or-later
"""Badges drawn and looked at beside the window: all of it or nothing, stopped when asked."""

import pytest

from checkin.badges.badge_problems import Badge
from checkin.badges.painter import BadgeRecipient
from checkin.core.badges.imposition import find_stock
from checkin.core.badges.template import BadgeTemplate, Box, TextElement
from checkin.services.badges.badge_building import BadgeChecker, write_badges
from checkin.services.threads import BackgroundTask
from checkin.ui.widgets.pdf_writing import TELL_EVERY

TEMPLATE = BadgeTemplate("test", 86, 54, (TextElement(Box(0, 0, 40, 6), "{n}", 4),))


def some(count, long=()):
    texts = ["W" * 200 if number in long else "Ada" for number in range(count)]
    return [Badge(TEMPLATE, BadgeRecipient({"n": text})) for text in texts]


def a_pdf(path, make, stock=None, first=0):
    return BackgroundTask(lambda report: write_badges(path, make(), stock, first, report), every=TELL_EVERY)


class Heard:
    """What a worker said, in order."""

    def __init__(self, worker):
        self.said = []
        for name in ("progressed", "done", "cancelled", "refused", "found"):
            if signal := getattr(worker, name, None):
                signal.connect(lambda *what, name=name: self.said.append((name, *what)))


def test_a_pdf_is_written_with_a_word_now_and_then_on_a_sheet_of_which_places_were_used(qapp, tmp_path):
    path = tmp_path / "b.pdf"
    plain, sheet = (a_pdf(path, lambda: some(45)), a_pdf(path, lambda: some(12), find_stock("86x54"), 9))
    heard = Heard(plain)
    plain.step()
    assert heard.said == [*(("progressed", done, 45) for done in (10, 20, 30, 40, 45)), ("done", 45)]
    assert path.read_bytes().startswith(b"%PDF")
    heard = Heard(sheet)
    sheet.step()
    assert heard.said[-1] == ("done", 3)


def test_a_pdf_that_is_stopped_leaves_the_earlier_one_whole(qapp, tmp_path):
    (tmp_path / "b.pdf").write_bytes(b"earlier")
    writer = a_pdf(tmp_path / "b.pdf", lambda: some(45))
    heard = Heard(writer)
    writer.progressed.connect(lambda *_: writer.end())
    writer.step()
    assert heard.said == [("progressed", 10, 45), ("cancelled",)]
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("b.pdf", b"earlier")]


@pytest.mark.parametrize("badges", [[], some(1)])
def test_what_the_person_can_mend_is_told(qapp, tmp_path, badges):
    writer = a_pdf(tmp_path / "b.pdf", lambda: badges, find_stock("durable-1453"))
    heard = Heard(writer)
    writer.step()
    assert [what[0] for what in heard.said] == ["refused"]


def test_every_badge_is_made_in_its_turn_from_where_it_was_left_and_the_odd_one_is_found(qapp):
    badges, made = some(45, long={3, 30}), []
    checker = BadgeChecker(lambda number: made.append(number) or badges[number], 45, 25)
    heard = Heard(checker)
    checker.step()
    assert made == [25]
    while checker.step():
        pass
    assert [(what[0], what[1]) for what in heard.said] == [("found", 30), ("progressed", 40), ("progressed", 45)]


def test_threads_draw_a_pdf_and_look_until_they_are_asked_to_end(qapp, qtbot, tmp_path):
    writer = a_pdf(tmp_path / "b.pdf", lambda: some(3))
    with qtbot.waitSignals([writer.done, writer.finished]):
        writer.launch()
    assert (tmp_path / "b.pdf").exists()
    checker = BadgeChecker(lambda _: some(1)[0], 100_000)
    with qtbot.waitSignal(checker.progressed):
        checker.start()
    checker.leave()
    qtbot.waitUntil(checker.isFinished)
