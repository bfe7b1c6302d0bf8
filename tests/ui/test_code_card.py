# SPDX-License-Identifier: GPL-3.0-or-later
"""Who was registered at the desk photographs their code from the screen: what is drawn there is read by our decoder."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from checkin.core.attendee import CheckInMethod
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.devices.decoder import decode_image
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_layout import STEP, layout_answer
from checkin.ui.desk.answer_panel import AnswerPanel
from checkin.ui.look.theme import Appearance, Theme, load_fonts
from checkin.ui.people.correction_form import ReplaceCodePage
from checkin.ui.widgets.camera_preview import group_letters
from tests.builders import an_attendee
from tests.ui.answers import an_answer
from tests.ui.test_answer_panel import LONGEST, PROGRAMME, assert_nothing_is_cut

CODE = an_attendee(7).ticket_code
PLACES = [(1356, 900), (890, 636), (704, 568), (640, 520), (560, 420)]


def walk_in(person=LONGEST, reason=Reason.WALK_IN):
    return an_answer(reason, how=CheckInMethod.WALK_IN, attendee=replace(person, ticket_code=CODE), ticket=CODE)


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", PLACES)
def test_the_code_on_the_answer_is_read_at_every_size_beside_the_longest_name(qtbot, qapp, tmp_path, size, theme):
    Appearance(qapp).use(theme)
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_answer(walk_in(), PROGRAMME)
    panel.grab().save(str(tmp_path / "screen.png"))
    assert [seen.text for seen in decode_image(tmp_path / "screen.png")] == [CODE]


@pytest.mark.parametrize("size", PLACES)
def test_nothing_is_cut_and_nothing_lies_over_the_code(qapp, size):
    load_fonts()
    arranged = layout_answer(answer_content(walk_in(), PROGRAMME), QSizeF(*size), STEP)
    assert_nothing_is_cut(arranged, size)
    card = arranged.code.card
    blocks = [b.box for b in (arranged.title, arranged.lines, arranged.detail, *arranged.strips)]
    for box in [*blocks, *(chip.box for chip in arranged.chips), arranged.steps]:
        assert not box.intersects(card), box
    assert arranged.code.card.contains(arranged.code.square)


@pytest.mark.parametrize("percent", [100, 200])
def test_a_code_that_was_replaced_is_read_from_its_page_at_every_size_of_text(qtbot, qapp, tmp_path, percent):
    look = Appearance(qapp)
    look.apply(Settings(text_size=percent))
    page = ReplaceCodePage()
    qtbot.addWidget(page)
    page.resize(1300, 640)
    page.show()
    page.show_code(replace(LONGEST, ticket_code=CODE), prints=False)
    page.grab().save(str(tmp_path / "screen.png"))
    look.apply(Settings())
    assert [seen.text for seen in decode_image(tmp_path / "screen.png")] == [CODE]


def test_a_module_is_a_whole_number_of_pixels_and_the_quiet_zone_four_modules(qapp):
    load_fonts()
    code = layout_answer(answer_content(walk_in(), PROGRAMME), QSizeF(704, 568), STEP).code
    assert code.square.width() % len(code.modules) == 0
    assert code.square.left() == int(code.square.left())
    assert not any(code.modules[row][column] for row in range(4) for column in range(len(code.modules)))
    assert any(code.modules[4])


def test_the_letters_are_told_in_groups():
    assert group_letters("BCDEFGHJKLNPRSTUVXBC") == ("BCDEF GHJKL", "NPRST UVXBC")
    assert group_letters("BCDEFG") == ("BCDEF G",)
    assert group_letters("AE26-NPA00/1") == ("AE26-NPA00/1",)


@pytest.mark.parametrize(
    ("reason", "how", "shown"),
    [
        (Reason.WALK_IN, CheckInMethod.WALK_IN, True),
        (Reason.TOO_EARLY, CheckInMethod.WALK_IN, True),  # registered, though the door is closed
        (Reason.UNDONE, CheckInMethod.WALK_IN, False),
        (Reason.NOT_SAVED, CheckInMethod.WALK_IN, False),
        (Reason.WELCOME, CheckInMethod.CODE, False),
        (Reason.WELCOME, CheckInMethod.SEARCH, False),
    ],
)
def test_only_somebody_who_was_registered_just_now_is_shown_their_code(reason, how, shown):
    answer = an_answer(reason, how=how, ticket=CODE)
    assert answer_content(answer, PROGRAMME).code == (CODE if shown else "")
