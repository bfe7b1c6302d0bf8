# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours that can be read, told apart, and reach every widget."""

import re
from dataclasses import fields
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QHoverEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMenu, QPushButton

from checkin.core.desk_settings import Settings
from checkin.paths import resources
from checkin.ui.desk.answer_panel import EDGE_ALPHA, FILL_ALPHA
from checkin.ui.look import theme
from checkin.ui.look.answer_looks import LOOKS, SHAPES
from checkin.ui.look.theme import CONTRAST, DARK, LIGHT, SPACES, Appearance, Colours, Theme
from checkin.ui.widgets.buttons import CHEVRON, FROM_EDGE, DropDownButton, WordButton
from scripts.colour_blind import BLINDNESS

THEMES = [LIGHT, DARK, CONTRAST]
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


@pytest.mark.parametrize("t", THEMES)
def test_every_text_of_every_theme_meets_aa_on_its_ground(t):
    pairs = [(ink, ground) for ink in (t.ink, t.quiet) for ground in (t.background, t.surface, t.hover, t.selected)]
    pairs += [(t.on_accent, t.accent)]
    pairs += [(c.ink, c.ground) for f in fields(t) if isinstance(c := getattr(t, f.name), Colours)]
    assert [p for p in pairs if contrast(*p) < 4.5] == []


TEXT_AA, MARK_AA = 4.5, 3.0
"""WCAG 2.2, 1.4.3 and 1.4.11."""
CONTROLS = [
    ("the ink of a line that is pointed at", "ink", "hover", TEXT_AA),
    ("the ink of a line that is chosen", "ink", "selected", TEXT_AA),
    ("a place holder", "quiet", "surface", TEXT_AA),
    ("what cannot be pressed now", "quiet", "background", TEXT_AA),
    ("the words of the primary button", "on_accent", "accent", TEXT_AA),
    ("a tool tip", "ink", "surface", TEXT_AA),
    ("a button that is on", "accent", "selected", TEXT_AA),
    ("the edge of a field", "edge", "surface", MARK_AA),
    ("the edge of a field on the window", "edge", "background", MARK_AA),
    ("the edge of what is pointed at", "edge", "hover", MARK_AA),
    ("the edge of what is chosen", "edge", "selected", MARK_AA),
    ("the focus ring", "accent", "surface", MARK_AA),
    ("the focus ring on the window", "accent", "background", MARK_AA),
    ("the focus ring of the primary button", "focus", "accent", MARK_AA),
    ("the box of a check mark", "quiet", "surface", MARK_AA),
    ("a bar on its track", "accent", "track", MARK_AA),
    ("a light that is well", "ok", "surface", MARK_AA),
    ("a light to look at", "warn", "surface", MARK_AA),
    ("a light on the window", "warn", "background", MARK_AA),
]
"""What it is, and the two tokens that meet in it."""


@pytest.mark.parametrize("t", THEMES, ids=("light", "dark", "contrast"))
def test_a_dangerous_button_is_read_and_seen_and_is_no_other(t):
    ground, ink = t.pill_refused.ground, t.pill_refused.ink
    rule = re.search(
        r'danger="true"\] \{ background: (\S+); color: (\S+); border-color: (\S+); \}', theme.style_sheet(t)
    )
    assert rule.groups() == (ground, ink, ink)
    assert contrast(ink, ground) >= 4.5
    assert max(contrast(ink, t.background), contrast(ground, t.background)) >= 3  # its edge, or the whole of it
    assert ground not in (t.surface, t.accent)


@pytest.mark.parametrize("t", THEMES, ids=("light", "dark", "contrast"))
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


@pytest.mark.parametrize("t", THEMES)
def test_marks_that_carry_meaning_stand_out_from_their_ground(t):
    assert [c for c in (t.ok, t.warn, t.accent) if contrast(c, t.surface) < 3] == []


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
def test_the_chosen_theme_reaches_every_palette(qapp, chosen, worn):
    Appearance(qapp).use(chosen)
    assert theme.tokens(qapp.palette()) is worn
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(worn.background)
    assert worn.selected in qapp.styleSheet()
    assert "$" not in qapp.styleSheet()


def test_a_foreign_palette_is_taken_for_the_light_theme():
    assert theme.tokens(QPalette(QColor("#123456"))) is LIGHT


@pytest.mark.parametrize("kind", ["QMenu", "QAbstractItemView", "QHeaderView", "QTipLabel", "QPushButton"])
def test_menus_lists_and_tooltips_have_our_font_in_the_size_chosen(qapp, kind):
    """Windows has fonts of its own for them."""
    look = Appearance(qapp)
    for chosen in (Settings(theme=Theme.DARK, text_size=150), Settings(theme=Theme.LIGHT, text_size=100)):
        look.apply(chosen)
        worn = QApplication.font(kind)
        assert (worn.family(), worn.pixelSize()) == (theme.FAMILY, round(theme.TEXT * chosen.text_size / 100))


def test_the_bundled_fonts_are_used_in_their_three_weights(qapp):
    theme.load_fonts()
    assert len(list((resources() / "fonts").glob("*.otf"))) == 3
    for weight in (400, 600, 700):
        info = QFontInfo(theme.font(20, weight))
        assert (info.family(), info.weight(), info.pixelSize()) == ("Inter", weight, 20)


def test_tabular_digits_are_all_as_wide(qapp):
    theme.load_fonts()
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


@pytest.mark.parametrize("t", THEMES)
def test_the_mark_in_a_ticked_box_has_the_ink_that_is_read_on_its_ground(t):
    name = re.search(r"icons/(check[a-z-]*)\.svg", theme.style_sheet(t)).group(1)
    drawn = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    ink = "#FFFFFF" if "#FFFFFF" in drawn else "#000000"
    assert contrast(ink, t.accent) >= 4.5


_SPACES = re.compile(r"\.(?:set(?:Horizontal|Vertical)?Spacing|addSpacing|setContentsMargins)\(([-\d, ]+)\)")


def test_spaces_are_of_the_scale():
    found = [
        f"{path.name}: {call.group()}"
        for path in sorted(Path(theme.__file__).parent.glob("*.py"))
        for call in _SPACES.finditer(path.read_text("utf-8"))
        if any(abs(int(number)) not in SPACES for number in call.group(1).split(","))
    ]
    assert found == []


def test_sizes_of_type_are_named():
    """`font(20)` somewhere would be a size that no other place has."""
    named = re.compile(r"\b(?:font|face)\(\d|setPixelSize\(\d")
    paths = sorted(Path(theme.__file__).parent.glob("*.py"))
    assert [path.name for path in paths if named.search(path.read_text("utf-8"))] == []


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
