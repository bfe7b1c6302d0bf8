# SPDX-License-Identifier: GPL-3.0-or-later
"""The answer's place shows all of the answer, whatever the name, the columns and the size of the window; the code of a
person who was registered just now is read by our decoder from what is drawn there.
"""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor

from checkin.core.answer import EarlierPassage
from checkin.core.attendee import CheckInMethod, Presence
from checkin.core.decision import Reason
from checkin.core.desk_settings import Settings
from checkin.core.programme.programme import Column, ColumnDisplay, Session
from checkin.devices.decoder import decode_image
from checkin.ui.desk.answer_content import LONGEST_CHIP, AnswerContent, answer_content
from checkin.ui.desk.answer_layout import LARGE_CHIP, STEP, layout_answer
from checkin.ui.desk.answer_panel import AnswerPanel, AnswerStepButton
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep
from checkin.ui.look.answer_looks import answer_look
from checkin.ui.look.drawing import photograph_image
from checkin.ui.look.theme import GREEN, LARGE_CHIP_TEXT, Appearance, Theme, load_fonts
from checkin.ui.people.correction_form import ReplaceCodePage
from checkin.ui.widgets.camera_preview import group_letters
from scripts.backstage_photographs import portrait
from tests.builders import an_attendee
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
CODE = an_attendee(7).ticket_code


@pytest.fixture(scope="module", autouse=True)
def fonts(qapp):
    load_fonts()


@pytest.fixture(scope="module")
def face(qapp):
    return portrait()


def walk_in():
    return an_answer(
        Reason.WALK_IN, how=CheckInMethod.WALK_IN, attendee=replace(LONGEST, ticket_code=CODE), ticket=CODE
    )


def arranged(answer, size=SIZES[0], programme=PROGRAMME, photograph=b""):
    content = answer if isinstance(answer, AnswerContent) else answer_content(answer, programme, photograph)
    return layout_answer(content, QSizeF(*size), STEP)


def boxes_of(arranged):
    """Every box from top to bottom; blocks without a line are not there."""
    texts = (arranged.title, arranged.lines, arranged.detail, *arranged.columns, *arranged.strips)
    blocks = [b.box for b in texts if b.setting.lines]
    return [*blocks, *(chip.box for chip in arranged.chips), *([arranged.steps] if arranged.steps.height() else [])]


def assert_nothing_is_cut(arranged, size):
    for block in (arranged.title, arranged.lines, arranged.detail, *arranged.columns, *arranged.strips):
        assert block.setting.width <= block.box.width() + 0.5
        assert block.setting.height <= block.box.height() + 0.5
    for box in boxes_of(arranged):
        assert QRectF(0, 0, *size).contains(box), box
    for a, b in combinations(boxes_of(arranged), 2):
        shared = a.intersected(b)
        assert shared.width() < 1 or shared.height() < 1, (a, b)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", list(Reason))
def test_nothing_is_cut_or_covered_for_the_longest_person_in_any_answer(reason, size):
    assert_nothing_is_cut(arranged(an_answer(reason, attendee=LONGEST), size), size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", [Reason.WELCOME, Reason.ATTENTION, Reason.UNPAID, Reason.CANCELLED, Reason.FULL])
def test_a_photograph_stands_left_of_the_name_and_covers_nothing(reason, size, face):
    shown = arranged(an_answer(reason, attendee=LONGEST), size, photograph=face)
    assert_nothing_is_cut(shown, size)
    assert QRectF(0, 0, *size).contains(shown.photograph)
    assert shown.photograph.right() < shown.lines.box.left()
    assert not any(shown.photograph.intersects(box) for box in boxes_of(shown))


def test_a_photograph_is_160_pixels_high_as_drawn_and_its_place_goes_with_it(face):
    without, with_one, broken = (arranged(an_answer(), photograph=data) for data in (b"", face, b"no picture"))
    assert with_one.photograph.height() == pytest.approx(160)
    assert with_one.lines.box.left() - without.lines.box.left() == pytest.approx(144)
    assert without.photograph.isEmpty()
    assert broken.lines.box == without.lines.box


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_where_only_the_name_is_missing(size):
    wordy = replace(LONGEST, organisation=LONGEST.organisation * 2, note=LONGEST.note * 8, first_name="", last_name="")
    assert_nothing_is_cut(
        arranged(an_answer(Reason.ALREADY_ARRIVED, attendee=wordy, earlier=EarlierPassage(NOW)), size), size
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.text("abcÉWi -’", max_size=60), st.text("abcÉWi -’", max_size=60), st.sampled_from(SIZES))
def test_nothing_is_cut_for_any_name_of_sixty_letters(first, last, size):
    person = a_person(first_name=first.strip(), last_name=last.strip())
    assert_nothing_is_cut(arranged(an_answer(attendee=person), size), size)


def test_without_an_organisation_the_chips_move_up_into_its_place():
    people = (a_person(), a_person(organisation="", role=""))
    tops = [arranged(an_answer(attendee=person)).chips[0].box.top() for person in people]
    assert tops[1] <= tops[0] - 25


def test_letters_and_icon_are_those_of_the_drawing_and_grow_with_the_window():
    shown = arranged(an_answer())
    sizes = [b.setting.font.pixelSize() for b in (shown.title, shown.lines, shown.detail)]
    assert (sizes, shown.icon.width()) == ([60, 56, 25], 86)
    assert arranged(an_answer(), (1780, 1272)).lines.setting.font.pixelSize() == 112


# Chosen columns

COLUMNS = (
    Column("table", "Table", "custom:Table"),
    Column("regime", "Régime", "custom:Régime", ColumnDisplay.VALUE),
    Column("taille", "T-shirt", "custom:T-shirt"),
    Column("hotel", "Hôtel", "custom:Hôtel", ColumnDisplay.LINE),
)


def of_columns(**custom):
    person = a_person(custom={"Table": "7", "Régime": "Végétarien", "Hôtel": "Ibis Gare", **custom})
    return answer_content(an_answer(attendee=person), replace(ANY_PROGRAMME, columns=COLUMNS))


def test_chips_are_readable_at_two_metres_and_a_long_value_as_much_as_those_around_it():
    chip = arranged(of_columns()).chips[0]
    assert chip.font.pixelSize() >= LARGE_CHIP_TEXT * 0.9
    assert chip.box.height() >= LARGE_CHIP * 0.9
    allergy = "sans gluten, sans lactose, sans arachides, fruits à coque, sésame et kiwi"
    content = replace(of_columns(Régime=allergy, **{"T-shirt": "XL"}), columns=())
    table, diet, size, *_ = layout_answer(content, QSizeF(890, 636), 2).chips
    assert len(diet.setting.lines) > 1
    assert diet.font.pixelSize() >= table.font.pixelSize() == size.font.pixelSize()
    assert table.box.bottom() < diet.box.top() < diet.box.bottom() < size.box.top()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("reason", [Reason.WELCOME, Reason.ATTENTION, Reason.PERSON_NEEDED, Reason.GROUP])
def test_nothing_is_cut_for_the_longest_person_with_the_longest_columns(reason, size, face):
    names = [f"Colonne au nom plutôt long {n}" for n in range(60)]
    kinds = {n: ColumnDisplay.VALUE if n[-1] > "3" else ColumnDisplay.LINE for n in names}
    programme = replace(ANY_PROGRAMME, columns=tuple(Column(n, n, f"custom:{n}", kinds[n]) for n in names))
    person = replace(LONGEST, custom={n: "valeur de plusieurs mots " * (1 if n[-1] > "3" else 200) for n in names})
    for photograph in (b"", face):
        assert_nothing_is_cut(arranged(an_answer(reason, attendee=person), size, programme, photograph), size)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(max_size=LONGEST_CHIP + 4), st.text(max_size=200), st.sampled_from(SIZES))
def test_nothing_is_cut_for_any_value(face, chip, line, size):
    content = of_columns(Régime=chip, Hôtel=line)
    for each in (content, replace(content, photograph=photograph_image(face))):
        assert_nothing_is_cut(arranged(each, size), size)


def test_a_line_beside_a_photograph_ends_where_the_card_does(face):
    for words in range(4, 36):
        content = replace(of_columns(Hôtel="mot " * words), photograph=photograph_image(face))
        assert_nothing_is_cut(arranged(content), SIZES[0])


# The code

PLACES = [(1356, 900), (890, 636), (704, 568), (640, 520), (560, 420)]


@pytest.mark.parametrize(
    ("size", "theme"), [*((size, Theme.LIGHT) for size in PLACES), *((PLACES[-1], theme) for theme in list(Theme)[1:])]
)
def test_the_code_on_the_answer_is_read_at_every_size_beside_the_longest_name(qtbot, qapp, tmp_path, size, theme):
    Appearance(qapp).use(theme)
    panel = AnswerPanel()
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show_answer(walk_in(), PROGRAMME)
    panel.grab().save(str(tmp_path / "screen.png"))
    assert [seen.text for seen in decode_image(tmp_path / "screen.png")] == [CODE]


@pytest.mark.parametrize("size", PLACES)
def test_nothing_is_cut_and_nothing_lies_over_the_code(size):
    shown = arranged(walk_in(), size)
    assert_nothing_is_cut(shown, size)
    assert not [box for box in boxes_of(shown) if box.intersects(shown.code.card)]
    assert shown.code.card.contains(shown.code.square)


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
    assert [seen.text for seen in decode_image(tmp_path / "screen.png")] == [CODE]


def test_a_module_is_a_whole_number_of_pixels_and_the_quiet_zone_four_modules():
    code = arranged(walk_in(), (704, 568)).code
    assert code.square.width() % len(code.modules) == 0
    assert code.square.left() == int(code.square.left())
    assert not any(code.modules[row][column] for row in range(4) for column in range(len(code.modules)))
    assert any(code.modules[4])


def test_the_letters_are_told_in_groups():
    assert group_letters("BCDEFGHJKLNPRSTUVXBC") == ("BCDEF GHJKL", "NPRST UVXBC")
    assert group_letters("BCDEFG") == ("BCDEF G",)
    assert group_letters("AE26-NPA00/1") == ("AE26-NPA00/1",)


# The panel


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


def test_a_new_answer_replaces_the_old_one_and_its_buttons_at_once(panel, qtbot):
    panel.show_answer(an_answer(Reason.UNPAID), PROGRAMME)
    first, second = buttons(panel)
    assert [first.step.action, second.step.action] == [AnswerAction.ADMIT, AnswerAction.SEARCH]
    assert panel.rect().contains(first.geometry())
    assert panel.rect().contains(second.geometry())
    assert first.geometry().right() < second.geometry().left()
    with qtbot.waitSignal(panel.step_chosen) as told:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert told.args[0].action is AnswerAction.ADMIT
    panel.show_answer(an_answer(Reason.WELCOME), PROGRAMME)
    assert [b.step.action for b in buttons(panel)] == [AnswerAction.UNDO, AnswerAction.SUBSTITUTE, AnswerAction.CORRECT]
    assert panel.accessibleName() == "Welcome"
    assert panel.accessibleDescription().startswith("Welcome. Éléonore Le Goff-Kermarrec. Pays d’Iroise")


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
    numbers = [(AnswerAction.COUNT, number) for number in (1, 2, 3)]
    offered = [(b.step.action, b.step.number) for b in buttons(panel)]
    assert offered == [*numbers, (AnswerAction.ADMIT, 0), (AnswerAction.SEARCH, 0)]
