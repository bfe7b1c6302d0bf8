# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer's place shows all of the answer, whatever the name and the size of the window."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor

from checkin.core.attendee import Presence
from checkin.core.decision import Reason
from checkin.core.programme.programme import Session
from checkin.ui.desk.answer_content import answer_content
from checkin.ui.desk.answer_layout import STEP, layout_answer
from checkin.ui.desk.answer_panel import AnswerPanel, AnswerStepButton
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep
from checkin.ui.look.answer_looks import answer_look
from checkin.ui.look.theme import GREEN, load_fonts
from scripts.backstage_photographs import portrait
from tests.ui.answers import NOW, a_match, a_person, an_answer
from tests.ui.answers import PROGRAMME as ANY_PROGRAMME

LONGEST = a_person(
    first_name="Marie-Françoise Bernadette-Alexandrine",
    last_name="de Rochechouart-Montmorency-Laval de La Trémoille",
    organisation="Syndicat mixte d’aménagement et de gestion des eaux du bassin versant de la Haute-Vallée",
    role="directrice adjointe chargée de la coopération décentralisée",
    category="int",
    presence=Presence.BOTH,
    sessions=("b", "c", "d"),
    note="Arrive en fauteuil roulant : accompagner par l’ascenseur nord, prévenir la régie, puis installer "
    "au premier rang côté jardin avant l’ouverture des portes.",
)
WORKSHOPS = tuple(Session(i, f"Atelier {i.upper()} : coopération et territoires ruraux", NOW) for i in "bcd")
PROGRAMME = replace(ANY_PROGRAMME, sessions=WORKSHOPS)
SIZES = [(890, 636), (704, 568), (1356, 900), (560, 420)]


def boxes_of(arranged):
    """Every box from top to bottom; blocks without a line are not there."""
    texts = (arranged.title, arranged.lines, arranged.detail, *arranged.columns, *arranged.strips)
    blocks = [b.box for b in texts if b.setting.lines]
    return [*blocks, *(chip.box for chip in arranged.chips), *([arranged.steps] if arranged.steps.height() else [])]


def assert_nothing_is_cut(arranged, size):
    place = QRectF(0, 0, *size)
    for block in (arranged.title, arranged.lines, arranged.detail, *arranged.columns, *arranged.strips):
        assert block.setting.width <= block.box.width() + 0.5
        assert block.setting.height <= block.box.height() + 0.5
    for box in boxes_of(arranged):
        assert place.contains(box), box
    for a, b in combinations(boxes_of(arranged), 2):
        shared = a.intersected(b)
        assert shared.width() < 1 or shared.height() < 1, (a, b)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", list(Reason))
def test_nothing_is_cut_or_covered_for_the_longest_person_in_any_answer(qapp, reason, size):
    load_fonts()
    answer = an_answer(reason, attendee=LONGEST)
    assert_nothing_is_cut(layout_answer(answer_content(answer, PROGRAMME), QSizeF(*size), STEP), size)


@pytest.fixture(scope="module")
def face(qapp):
    return portrait()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", [Reason.WELCOME, Reason.ATTENTION, Reason.UNPAID, Reason.CANCELLED, Reason.FULL])
def test_a_photograph_stands_left_of_the_name_and_covers_nothing(qapp, reason, size, face):
    load_fonts()
    content = answer_content(an_answer(reason, attendee=LONGEST), PROGRAMME, face)
    arranged = layout_answer(content, QSizeF(*size), STEP)
    assert_nothing_is_cut(arranged, size)
    assert QRectF(0, 0, *size).contains(arranged.photograph)
    assert arranged.photograph.right() < arranged.lines.box.left()
    assert not any(arranged.photograph.intersects(box) for box in boxes_of(arranged))


def test_a_photograph_is_160_pixels_high_as_drawn_and_its_place_goes_with_it(qapp, face):
    load_fonts()
    without, with_one, broken = (
        layout_answer(answer_content(an_answer(), PROGRAMME, data), QSizeF(890, 636), STEP)
        for data in (b"", face, b"no picture")
    )
    assert with_one.photograph.height() == pytest.approx(160)
    assert with_one.lines.box.left() - without.lines.box.left() == pytest.approx(144)
    assert without.photograph.isEmpty()
    assert broken.lines.box == without.lines.box


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_where_only_the_name_is_missing(qapp, size):
    load_fonts()
    wordy = replace(LONGEST, organisation=LONGEST.organisation * 2, note=LONGEST.note * 8)
    answer = an_answer(Reason.ALREADY_ARRIVED, attendee=replace(wordy, first_name="", last_name=""), earlier_at=NOW)
    assert_nothing_is_cut(layout_answer(answer_content(answer, PROGRAMME), QSizeF(*size), STEP), size)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text("abcÉWi -’", max_size=60), st.text("abcÉWi -’", max_size=60), st.sampled_from(SIZES))
def test_nothing_is_cut_for_any_name_of_sixty_letters(qapp, first, last, size):
    load_fonts()
    person = a_person(first_name=first.strip(), last_name=last.strip())
    assert_nothing_is_cut(
        layout_answer(answer_content(an_answer(attendee=person), PROGRAMME), QSizeF(*size), STEP), size
    )


def test_without_an_organisation_the_chips_move_up_into_its_place(qapp):
    load_fonts()
    tops = [
        layout_answer(answer_content(an_answer(attendee=person), PROGRAMME), QSizeF(890, 636), STEP).chips[0].box.top()
        for person in (a_person(), a_person(organisation="", role=""))
    ]
    assert tops[1] <= tops[0] - 25


def test_the_sizes_at_1366_are_those_of_the_drawing(qapp):
    load_fonts()
    arranged = layout_answer(answer_content(an_answer(), PROGRAMME), QSizeF(890, 636), STEP)
    sizes = [b.setting.font.pixelSize() for b in (arranged.title, arranged.lines, arranged.detail)]
    assert sizes == [60, 56, 25]
    assert arranged.icon.width() == 86


def test_a_larger_window_is_read_from_further_away(qapp):
    load_fonts()
    arranged = layout_answer(answer_content(an_answer(), PROGRAMME), QSizeF(1780, 1272), STEP)
    assert arranged.lines.setting.font.pixelSize() == 112


@pytest.fixture
def panel(qtbot):
    load_fonts()
    made = AnswerPanel()
    qtbot.addWidget(made)
    made.resize(890, 636)
    made.show()
    return made


def buttons(panel):
    return [b for b in panel.findChildren(AnswerStepButton) if b.isVisible()]


def test_a_step_too_long_for_the_place_keeps_its_end(panel):
    label = "Atelier A – Écouter et cartographier un écosystème d’acteurs · 14:00 · Salle Loire · 2 places"
    button = AnswerStepButton(AnswerStep(AnswerAction.MOVE, label, number=1), GREEN, 1.0, panel)
    button.resize(button.sizeHint())
    assert button.shown == label
    button.resize(700, button.height())
    assert button.shown != label
    assert button.shown.endswith("Salle Loire · 2 places")


@pytest.mark.parametrize("reason", list(Reason))
def test_the_place_wears_the_colour_of_the_answer(panel, reason):
    panel.show_answer(an_answer(reason), PROGRAMME)
    assert panel.grab().toImage().pixelColor(20, 120) == QColor(answer_look(an_answer(reason)).colours.ground)


@pytest.mark.parametrize("reason", [Reason.WELCOME, Reason.ATTENTION, Reason.UNPAID, Reason.BLOCKED])
def test_the_great_shape_leaves_alone_what_is_read(panel, reason):
    """In the margin, where no text is, it is seen below the end of the text alone."""
    panel.show_answer(an_answer(reason, attendee=LONGEST), PROGRAMME)
    image, ground = panel.grab().toImage(), QColor(answer_look(an_answer(reason)).colours.ground)
    margin = range(image.width() - 40, image.width() - 4, 3)
    shaped = [y for y in range(20, image.height() - 20) if any(image.pixelColor(x, y) != ground for x in margin)]
    assert shaped[0] >= panel.arrangement().under_text


def test_a_new_answer_replaces_the_old_one_and_its_buttons_at_once(panel):
    panel.show_answer(an_answer(Reason.UNPAID), PROGRAMME)
    assert [b.step.action for b in buttons(panel)] == [AnswerAction.ADMIT, AnswerAction.SEARCH]
    panel.show_answer(an_answer(Reason.WELCOME), PROGRAMME)
    assert [b.step.action for b in buttons(panel)] == [AnswerAction.UNDO, AnswerAction.SUBSTITUTE]
    assert panel.accessibleName() == "Welcome"
    assert panel.accessibleDescription().startswith("Welcome. Éléonore Le Goff-Kermarrec. Pays d’Iroise")


def test_a_click_on_a_step_tells_which(panel, qtbot):
    panel.show_answer(an_answer(Reason.UNPAID), PROGRAMME)
    with qtbot.waitSignal(panel.step_chosen) as told:
        qtbot.mouseClick(buttons(panel)[0], Qt.MouseButton.LeftButton)
    assert told.args[0].action is AnswerAction.ADMIT


def test_people_to_choose_from_stand_one_under_the_other_and_nothing_is_cut(panel):
    names = ["Marie-Antoinette de La Rochefoucauld-Montbel", "Marie Martin", "Marie Martin"]
    candidates = tuple(a_match(n, attendee=a_person(first_name="", last_name=name)) for n, name in enumerate(names))
    panel.show_answer(an_answer(Reason.SEVERAL, attendee=None, candidates=candidates), PROGRAMME)
    *people, other = (b.geometry() for b in buttons(panel))
    assert [b.step.number for b in buttons(panel)] == [1, 2, 3, 0]
    assert people[0].bottom() < people[1].top() < people[2].top() < other.top()
    assert all(panel.rect().contains(box) for box in (*people, other))
    assert panel.arrangement().lines.box.bottom() < people[0].top()


def test_of_a_group_a_number_or_all_may_be_chosen(panel):
    panel.show_answer(an_answer(Reason.GROUP, attendee=a_person(places=4)), PROGRAMME)
    assert [(b.step.action, b.step.number) for b in buttons(panel)] == [
        (AnswerAction.COUNT, 1),
        (AnswerAction.COUNT, 2),
        (AnswerAction.COUNT, 3),
        (AnswerAction.ADMIT, 0),
        (AnswerAction.SEARCH, 0),
    ]


def test_the_buttons_stand_inside_the_place_one_beside_the_other(panel):
    panel.show_answer(an_answer(Reason.REMOTE), PROGRAMME)
    first, second = (b.geometry() for b in buttons(panel))
    assert panel.rect().contains(first)
    assert panel.rect().contains(second)
    assert first.right() < second.left()


def test_a_name_with_marks_of_a_web_page_is_shown_as_it_is(qapp):
    person = a_person(first_name="<b>Ana</b>", last_name="&amp; Co")
    assert answer_content(an_answer(attendee=person), PROGRAMME).lines == ("<b>Ana</b>", "&amp; Co")
