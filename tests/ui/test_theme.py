# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours that can be read, told apart, and reach every widget; lengths that grow with the text; words never cut."""

import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
import shiboken6
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QHoverEvent, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from checkin.core.desk_settings import Settings
from checkin.core.programme.programme import Event
from checkin.paths import resources
from checkin.services.privacy import event_purge
from checkin.ui.closing.purge_flow import PurgeDialog
from checkin.ui.desk.answer_panel import EDGE_ALPHA, FILL_ALPHA, AnswerStepButton
from checkin.ui.desk.answer_steps import AnswerAction, AnswerStep
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import LOOKS, SHAPES
from checkin.ui.look.theme import (
    CONTRAST,
    DARK,
    LIGHT,
    SPACES,
    STILL,
    TEXT,
    Appearance,
    Colours,
    Theme,
    font,
    load_fonts,
)
from checkin.ui.look.typesetting import SMALLEST, cut, fit, wrap, wrap_all
from checkin.ui.widgets.buttons import CHEVRON, FROM_EDGE, DropDownButton, WordButton
from checkin.ui.widgets.form_fields import WrappingCheckBox, caption, labelled_field
from checkin.ui.widgets.screen_page import DialogScroller, make_scrollable
from scripts.colour_blind import BLINDNESS
from tests.builders import a_programme

every_theme = pytest.mark.parametrize("t", [LIGHT, DARK, CONTRAST], ids=("light", "dark", "contrast"))
LOUD = [theme.GREEN, theme.AMBER, theme.RED, theme.GREY, theme.BLUE, theme.INDIGO, theme.BLACK]

SEEN = {**BLINDNESS, "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1))}


def linear(colour: str) -> list[float]:
    parts = QColor(colour).getRgbF()[:3]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(a: str, b: str) -> float:
    """WCAG 2: 4.5 is AA for text."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (a, b))
    return (light[1] + 0.05) / (light[0] + 0.05)


def blend(ink: str, ground: str, alpha: float) -> str:
    pairs = zip(QColor(ink).getRgb()[:3], QColor(ground).getRgb()[:3], strict=True)
    return QColor(*(round(alpha * i + (1 - alpha) * g) for i, g in pairs)).name()


def lab(rgb: list[float]) -> list[float]:
    matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(m * max(0.0, c) for m, c in zip(row, rgb, strict=True)) for row in matrix]
    f = [v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)]
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]


def seen(colour: str, blindness: str) -> list[float]:
    rgb = linear(colour)
    return lab([sum(m * c for m, c in zip(row, rgb, strict=True)) for row in SEEN[blindness]])


TEXT_AA, MARK_AA = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""


@every_theme
def test_every_text_of_every_theme_meets_aa_on_its_ground(t):
    pairs = [(ink, ground) for ink in (t.ink, t.quiet) for ground in (t.background, t.surface, t.hover, t.selected)]
    pairs += [(t.on_accent, t.accent)]
    pairs += [(c.ink, c.ground) for f in fields(t) if isinstance(c := getattr(t, f.name), Colours)]
    assert [p for p in pairs if contrast(*p) < TEXT_AA] == []
    name = re.search(r"icons/(check[a-z-]*)\.svg", theme.style_sheet(t)).group(1)
    drawn = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    assert contrast("#FFFFFF" if "#FFFFFF" in drawn else "#000000", t.accent) >= 4.5  # the mark in a ticked box


CONTROLS = [
    ("the words of a button that is on", "accent", "selected", TEXT_AA),
    ("the edge of a field", "edge", "surface", MARK_AA),
    ("the edge of a field on the window", "edge", "background", MARK_AA),
    ("the edge of what is pointed at", "edge", "hover", MARK_AA),
    ("the edge of what is chosen", "edge", "selected", MARK_AA),
    ("the focus ring", "accent", "surface", MARK_AA),
    ("the focus ring on the window", "accent", "background", MARK_AA),
    ("the focus ring of the primary button", "focus", "accent", MARK_AA),
    ("a bar on its track", "accent", "track", MARK_AA),
    ("a light that is well", "ok", "surface", MARK_AA),
    ("a light to look at", "warn", "surface", MARK_AA),
    ("a light on the window", "warn", "background", MARK_AA),
]
"""What it is, and the two tokens that meet in it."""


@every_theme
def test_a_dangerous_button_is_read_and_seen_and_is_no_other(t):
    ground, ink = t.pill_refused.ground, t.pill_refused.ink
    rule = re.search(
        r'danger="true"\] \{ background: (\S+); color: (\S+); border-color: (\S+); \}', theme.style_sheet(t)
    )
    assert rule.groups() == (ground, ink, ink)
    assert contrast(ink, ground) >= 4.5
    assert max(contrast(ink, t.background), contrast(ground, t.background)) >= 3  # its edge, or the whole of it
    assert ground not in (t.surface, t.accent)


@every_theme
@pytest.mark.parametrize(("what", "mark", "ground", "least"), CONTROLS, ids=[row[0] for row in CONTROLS])
def test_what_can_be_used_stands_out(t, what, mark, ground, least):
    assert contrast(getattr(t, mark), getattr(t, ground)) >= least


def test_an_icon_that_cannot_be_used_is_as_quiet_as_its_words(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    button = WordButton("Print", "printer", is_primary=True)
    qtbot.addWidget(button)
    button.setEnabled(False)
    drawn = button.icon().pixmap(18).toImage()
    inks = {
        drawn.pixelColor(x, y).name() for x in range(18) for y in range(18) if drawn.pixelColor(x, y).alpha() == 255
    }
    assert inks == {LIGHT.quiet.lower()}


@pytest.mark.parametrize("colours", [*LOUD, theme.VIEWFINDER])
def test_answers_are_readable_even_where_the_ink_is_paler_or_the_shape_is_behind(colours):
    pale = blend(colours.ink, colours.ground, 0.78)
    shape = blend(colours.ink, colours.ground, 0.07)
    button = blend(colours.ink, colours.ground, FILL_ALPHA)
    assert contrast(colours.ink, colours.ground) >= 7
    assert contrast(colours.ink, shape) >= 7  # all there is in high contrast, where nothing is paler
    assert contrast(colours.ink, button) >= 4.5
    assert contrast(blend(colours.ink, shape, 0.84), shape) >= 4.5
    assert contrast(blend(colours.ink, colours.ground, EDGE_ALPHA), colours.ground) >= 3  # of a button
    assert contrast(pale, colours.ground) >= 4.5


@pytest.mark.parametrize("blindness", SEEN)
def test_the_colours_of_answers_keep_their_distance_under_every_colour_blindness(blindness):
    for a, b in combinations(LOUD, 2):
        pair = zip(seen(a.ground, blindness), seen(b.ground, blindness), strict=True)
        assert sum((x - y) ** 2 for x, y in pair) ** 0.5 > 15, (a, b)


def test_families_of_answers_are_told_apart_without_any_colour():
    """Each has a shape of its own behind it; no two icons of different families are the same, unless in one shape."""
    worn = {family: shape for family, shape in SHAPES.items() if shape}
    assert len(set(worn.values())) == len(worn)
    assert {look.family for look in LOOKS.values()} <= set(SHAPES)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_a_yes_and_a_no_differ_in_lightness_for_everybody(blindness):
    """Even in a picture without colours."""
    yes, no = seen(theme.GREEN.ground, blindness)[0], seen(theme.RED.ground, blindness)[0]
    assert yes - no > 40
    assert seen(theme.AMBER.ground, blindness)[0] - no > 40


@pytest.mark.parametrize(("chosen", "worn"), [(Theme.LIGHT, LIGHT), (Theme.DARK, DARK), (Theme.CONTRAST, CONTRAST)])
def test_the_chosen_theme_reaches_every_palette_and_a_foreign_one_is_taken_for_the_light_theme(qapp, chosen, worn):
    Appearance(qapp).use(chosen)
    assert theme.tokens(qapp.palette()) is worn
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(worn.background)
    assert worn.selected in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()
    assert theme.tokens(QPalette(QColor("#123456"))) is LIGHT


@pytest.mark.parametrize("kind", ["QMenu", "QAbstractItemView", "QHeaderView", "QTipLabel", "QPushButton"])
def test_menus_lists_and_tooltips_have_our_font_in_the_size_chosen(qapp, kind):
    """Windows has fonts of its own for them."""
    look = Appearance(qapp)
    for chosen in (Settings(theme=Theme.DARK, text_size=150), Settings(theme=Theme.LIGHT, text_size=100)):
        look.apply(chosen)
        worn = QApplication.font(kind)
        assert (worn.family(), worn.pixelSize()) == (theme.FAMILY, round(theme.TEXT * chosen.text_size / 100))


def test_the_bundled_fonts_are_used_in_their_three_weights_and_tabular_digits_are_all_as_wide(qapp):
    theme.load_fonts()
    assert len(list((resources() / "fonts").glob("*.otf"))) == 3
    for weight in (400, 600, 700):
        info = QFontInfo(theme.font(20, weight))
        assert (info.family(), info.weight(), info.pixelSize()) == ("Inter", weight, 20)
    metrics = QFontMetricsF(theme.font(40, 700, tabular=True))
    assert len({round(metrics.horizontalAdvance(digit * 8)) for digit in "0123456789"}) == 1


def test_a_button_that_opens_a_menu_keeps_room_for_its_mark(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    button = DropDownButton("New badge")
    qtbot.addWidget(button)
    plain = button.sizeHint().width()
    button.setMenu(QMenu(button))
    assert button.sizeHint().width() == plain + CHEVRON
    mark = button.grab().toImage().copy(button.width() - FROM_EDGE - CHEVRON, 0, CHEVRON, button.height())
    colours = {mark.pixelColor(x, y).name() for x in range(mark.width()) for y in range(8, mark.height() - 8)}
    assert len(colours) > 2


@pytest.mark.qt_log_ignore("does not support")
def test_a_list_to_choose_from_shows_all_its_choices(qtbot, qapp):
    Appearance(qapp).use(Theme.LIGHT)
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Same as the system", "Light", "Dark", "High contrast"])
    box.show()
    box.showPopup()
    assert box.view().viewport().rect().contains(box.view().visualRect(box.model().index(3, 0)))
    box.hidePopup()


SPACING = re.compile(r"\.(?:set(?:Horizontal|Vertical)?Spacing|addSpacing|setContentsMargins)\(([-\d, ]+)\)")
SIZES = re.compile(r"\b(?:font|face)\(\d|setPixelSize\(\d")
"""`font(20)` somewhere would be a size that no other place has."""


@pytest.mark.parametrize("path", sorted(Path(theme.__file__).parent.glob("*.py")), ids=lambda path: path.stem)
def test_spaces_are_of_the_scale_and_sizes_of_type_are_named(path):
    text = path.read_text("utf-8")
    numbers = {abs(int(number)) for call in SPACING.finditer(text) for number in call.group(1).split(",")}
    assert numbers <= set(SPACES)
    assert not SIZES.search(text)


def test_the_newest_appearance_alone_follows_the_system(qapp):
    first, second = Appearance(qapp), Appearance(qapp)
    asked = []
    for each in (first, second):
        each._system = lambda each=each: asked.append(each)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert asked == [second]
    second.use(Theme.LIGHT)


@pytest.mark.parametrize("button", [QPushButton, QAbstractButton])
def test_a_button_of_ours_is_painted_anew_when_the_hand_comes_and_goes(qapp, qtbot, button):
    class Painted(button):
        times = 0

        def paintEvent(self, event):
            self.times += 1

    Appearance(qapp).use(Theme.LIGHT)
    painted = Painted()
    qtbot.addWidget(painted)
    with qtbot.waitExposed(painted):
        painted.show()
    for kind in (QEvent.Type.HoverEnter, QEvent.Type.HoverLeave):
        assert painted.testAttribute(Qt.WidgetAttribute.WA_Hover)
        before = painted.times
        qapp.sendEvent(painted, QHoverEvent(kind, QPointF(1, 1), QPointF(1, 1), QPointF(-1, -1)))
        qtbot.waitUntil(lambda before=before: painted.times > before)


@pytest.fixture
def look(qapp):
    made = Appearance(qapp)
    yield made
    made.apply(Settings())


@pytest.mark.parametrize(("percent", "scale"), [(100, 1.0), (200, 2.0), (50, 1.0), (900, 2.0)])
def test_text_grows_within_what_every_screen_has_room_for(look, percent, scale):
    look.apply(Settings(text_size=percent))
    assert theme.text_scale() == scale
    assert (theme.scale_px(40), theme.scale_px(QSize(10, 20))) == (40 * scale, QSize(10, 20) * scale)
    assert theme.scaled_font(TEXT).pixelSize() == TEXT * scale


def test_what_paints_itself_covers_all_of_it_in_pixels_of_the_design_from_its_own_corner(look, qtbot):
    look.apply(Settings(text_size=200))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(300, 80)
    assert theme.design_rect(widget) == QRectF(0, 0, 150, 40)
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    box = theme.scale_painter(painter, QRectF(20, 40, 60, 40))
    painter.fillRect(box, 0xFFFFFF)
    painter.end()
    assert box == QRectF(20, 40, 30, 20)
    white = [(x, y) for x in range(100) for y in range(100) if image.pixel(x, y) & 0xFFFFFF]
    assert (min(white), max(white), len(white)) == ((20, 40), (79, 79), 60 * 40)


def test_nothing_moves_for_whoever_wants_it_still(look, qapp):
    look.apply(Settings(is_still=True))
    assert (qapp.property(STILL), theme.animations_enabled()) == (True, False)
    look.apply(Settings(is_still=False))
    assert theme.animations_enabled()


NAMES = st.text("ÉléonoreMW' -’", min_size=1, max_size=70).filter(str.strip)


def metrics(size=56):
    load_fonts()
    return QFontMetricsF(font(size, 700))


@settings(max_examples=60)
@given(NAMES, st.integers(100, 1200))
def test_wrapping_keeps_every_letter_in_its_order_and_a_line_is_too_wide_only_if_it_cannot_be_broken(qapp, text, width):
    lines = wrap(text, metrics(), width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        if metrics().horizontalAdvance(line) > width:
            assert " " not in line
            assert "-" not in line.strip("-")


@settings(max_examples=60)
@given(st.lists(NAMES, min_size=1, max_size=2), st.integers(200, 900), st.integers(80, 400))
def test_what_is_fitted_fits(qapp, parts, width, height):
    setting = fit(parts, 56, 700, (width, height))
    assert setting.font.pixelSize() <= 56
    if setting.font.pixelSize() > SMALLEST:
        assert setting.width <= width
        assert setting.height <= height


@pytest.mark.parametrize(
    ("parts", "size", "room", "lines"),
    [
        (("Maïwenn", "Saint-Aubin"), 56, (802, 300), ("Maïwenn Saint-Aubin",)),
        (("Jean-Baptiste", "de La Fournière"), 56, (700, 300), ("Jean-Baptiste", "de La Fournière")),
        (("NON ENREGISTRÉ – notez sur papier",), 46, (700, 200), ("NON ENREGISTRÉ\u00a0–", "notez sur papier")),
    ],
    ids=["it fits", "between first and last name", "no dash begins a line, no word stands alone"],
)
def test_a_name_is_broken_where_it_reads_best(qapp, parts, size, room, lines):
    load_fonts()
    setting = fit(parts, size, 700, room)
    assert setting.lines == lines
    assert setting.font.pixelSize() == size or size == 46


def test_a_word_is_broken_at_its_hyphen_only_when_it_does_not_fit_alone(qapp):
    whole = metrics().horizontalAdvance("Rochechouart-Montmorency")
    assert wrap("de Rochechouart-Montmorency", metrics(), whole + 1) == ["de", "Rochechouart-Montmorency"]
    assert wrap("Rochechouart-Montmorency", metrics(), whole - 1) == ["Rochechouart-", "Montmorency"]


@settings(max_examples=60)
@given(text=st.text(alphabet="abc -@.", max_size=40), width=st.floats(4, 120))
def test_a_word_wider_than_its_place_is_broken_anywhere_and_no_letter_is_lost(qapp, text, width):
    lines = wrap_all(text, metrics(15), width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(metrics(15).horizontalAdvance(line) <= width or len(line) == 1 for line in lines)


def test_a_dot_between_two_things_neither_begins_nor_ends_a_line(qapp):
    wide = metrics(15).horizontalAdvance("Atelier B\u00a0·") + 1
    assert wrap("Atelier B · Salle 12 · midi", metrics(15), wide) == ["Atelier B", "Salle 12", "midi"]
    assert wrap("Atelier B · 14:00", metrics(15), 900) == ["Atelier B\u00a0· 14:00"]


def test_a_double_name_that_is_cut_has_no_space_after_its_hyphen(qapp):
    width = metrics().horizontalAdvance("ROCHEFOUCAULD-MONT…")
    assert cut("ROCHEFOUCAULD-MONTMORENCY Marie", metrics(), width, 1)[0].startswith("ROCHEFOUCAULD-M")
    assert cut("A · B · C", metrics(), metrics().horizontalAdvance("A ·"), 3) == ["A", "B", "C"]


def test_no_line_begins_with_a_sign_that_follows_a_space(qapp):
    question = "Serez-vous présent au dîner ? Oui !"
    for width in range(60, 900, 20):
        assert not any(line.startswith(("?", "!")) for line in wrap(question, metrics(), width))


TITLE = "Eau & territoires"
SCREENS = Path(__file__).parents[2] / "checkin" / "ui"


@pytest.mark.parametrize("named", [labelled_field, lambda field, text: caption(text, field)])
def test_the_name_of_a_field_is_drawn_as_it_is_written(qtbot, named):
    field = QLineEdit()
    place = named(field, TITLE)
    qtbot.addWidget(place)
    shown = place if isinstance(place, QLabel) else place.findChild(QLabel)
    place.resize(300, 80)
    drawn = place.grab().toImage()
    shown.setBuddy(field)  # which takes the sign for a key
    assert drawn != place.grab().toImage()
    assert field.accessibleName() == TITLE


def test_a_purge_shows_the_title_that_is_to_be_typed(qtbot, event, clock):
    event.plan(a_programme(event=Event(TITLE, date(2023, 7, 4))), at=clock(), desk="Accueil 1")
    dialog = PurgeDialog(event_purge.preview(event, "Accueil 1"), "")
    qtbot.addWidget(dialog)
    (told,) = [each for each in dialog.findChildren(QLabel) if TITLE in each.text()]
    assert told.buddy() is None
    dialog.typed.setText(TITLE)
    assert dialog.go_on.isEnabled()


def test_no_screen_cares_for_the_sign_by_itself():
    """`look/typesetting` does: a label with a buddy, or a button somebody forgot, would swallow it."""
    odd = [
        path.name
        for path in SCREENS.rglob("*.py")
        if path.name != "typesetting.py"
        and any(sign in path.read_text("utf-8") for sign in ("setBuddy", '"&&"', "'&&'"))
    ]
    assert odd == ["keyboard.py"]  # which reads what a menu was given


def test_no_letter_of_a_step_is_a_key(qtbot):
    button = AnswerStepButton(AnswerStep(AnswerAction.ADMIT, f"Faire entrer ({TITLE})"), None, 1.0, None)
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()


def test_a_narrow_one_has_more_lines_and_the_sign_of_companies_is_no_key(qtbot):
    box = WrappingCheckBox("Élus & partenaires de la métropole, R&D")
    qtbot.addWidget(box)
    box.show()
    for width, is_cut in ((150, True), (900, False)):
        box.resize(width, 80)
        QApplication.processEvents()
        assert ("\n" in box.text()) is is_cut
        assert " ".join(box.text().replace("&&", "and").split()) == "Élus and partenaires de la métropole, RandD"
    assert box.accessibleName() == "Élus & partenaires de la métropole, R&D"
    assert box.shortcut().isEmpty()


@pytest.fixture
def large_text(qapp):
    appearance, room = Appearance(qapp), DialogScroller(qapp)
    appearance.apply(replace(Settings(), text_size=200))
    room.look()
    yield
    room.leave()
    appearance.apply(Settings())


@pytest.mark.usefixtures("large_text")
def test_the_field_that_a_dialog_begins_with_has_the_keyboard_where_the_dialog_has_to_scroll(qtbot):
    dialog, field, save = QDialog(), QLineEdit(), QPushButton("Save")
    qtbot.addWidget(dialog)
    layout = QVBoxLayout(dialog)
    for part in (QLineEdit(), field, QWidget(minimumHeight=3000), save):
        layout.addWidget(part)
    save.setDefault(True)
    field.setFocus()
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.layout() is not layout, "it scrolls"
    assert field.hasFocus()


def test_the_place_that_the_buttons_left_is_no_other_object_s(qtbot):
    """Of an item that Qt deletes, PySide would give out the wrapper for the next object at its address."""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    column = QVBoxLayout(dialog)
    column.addWidget(QWidget(minimumHeight=2000))
    column.addWidget(QDialogButtonBox(QDialogButtonBox.StandardButton.Ok))
    item = column.itemAt(1)
    make_scrollable(dialog, column, QSize(800, 600))
    assert column.count() == 1
    assert shiboken6.ownedByPython(item) or not shiboken6.isValid(item)


AFTER_THE_GARBAGE = """
import gc
from PySide6.QtWidgets import QApplication
from checkin.ui.look import theme

class Window:
    pass

app = QApplication([])
theme.wants_contrast()
for number in range(3):
    hints = app.styleHints()
    asked = hints.accessibility()
    window = Window()
    window.itself, window.scheme = window, hints.colorScheme
    del hints
    gc.collect()  # puts the accessibility hints before the style hints in the collector's list
    del asked, window
    gc.collect()
    print(theme.wants_contrast(), theme.animations_enabled())
"""


def test_they_are_read_after_a_window_that_held_them_became_garbage():
    """In a process of its own: where freed memory is read, the process ends."""
    ended = subprocess.run([sys.executable, "-c", AFTER_THE_GARBAGE], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "False True\n" * 3), ended.stderr
