# SPDX-License-Identifier: GPL-3.0-or-later
"""Colours, type and shapes of every window. No other module names a colour.

A widget that paints itself asks `tokens(self.palette())`, so a change of theme reaches it as a repaint.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache, lru_cache
from string import Template
from typing import TypeVar

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from checkin.core.desk_settings import Settings
from checkin.paths import resources

# The operating system's preferences: light or dark, high contrast, reduced motion.


@cache
def style_hints() -> QStyleHints:
    """Return Qt's style hints, always by the same wrapper.

    The wrapper must live as long as the program. PySide makes the accessibility hints its child; if the garbage
    collector takes the wrapper away, PySide deletes the hints that belong to Qt, and the next call reads freed memory.
    """
    return QApplication.styleHints()


def wants_contrast() -> bool:
    """Whether the system asks for high contrast; always False before Qt 6.10, which cannot tell."""
    hints = style_hints()
    if not hasattr(hints, "accessibility"):
        return False
    return hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def allows_motion() -> bool:
    """Whether the system allows motion. Before Qt 6.12 this is read from the duration of its style's animations."""
    hints = style_hints()
    if hasattr(hints, "accessibility") and hasattr(asked := hints.accessibility(), "motionPreference"):
        return str(asked.motionPreference().name) != "ReducedMotion"  # Qt 6.11 has no name for the type
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0


FAMILY = "Inter"
SMALL, TEXT, LARGE, COLUMN, DETAIL, LARGE_CHIP_TEXT, SENTENCE, NAME, TITLE = 13, 15, 18, 21, 25, 32, 44, 56, 60
"""The type scale, in pixels."""
SPACES = (0, 1, 2, 4, 8, 12, 16, 20, 24, 32, 40, 48)
"""The scale of spaces, in pixels: a grid of 4, with a hairline and its half below it."""
LEAST_PERCENT, MOST_PERCENT = 100, 200
"""Range of the text size setting, in percent of the drawn size."""
GAP, MARGIN = 16, 20
"""Space between cards and around them, in pixels."""
RADIUS, CORNER = 12, 18
"""Corner radius of a quiet card, and of the large panel."""
TOUCH, LEAST_TOUCH = 44, 24
"""Least height of buttons at the desk, used in a hurry with fingers, and least height and width elsewhere."""
MOTION_MS = 200
"""Longest duration of an animation; none runs where motion is not wanted (see `animations_enabled`)."""
STILL = "still"
"""The application property that says that the user wants no motion."""


class Theme(StrEnum):
    """The user's choice of theme. SYSTEM follows the system between light and dark, also while running."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """A ground and the ink that is readable on it."""

    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """The named colours of a theme.

    `line` divides, `edge` surrounds controls, `quiet` is secondary text, `track` an empty bar, `hover` a hovered row,
    `focus` the ring on accent-coloured controls.
    """

    background: str
    surface: str
    line: str
    edge: str
    ink: str
    quiet: str
    accent: str
    on_accent: str
    focus: str
    track: str
    hover: str
    selected: str
    ok: str
    warn: str
    pill_ok: Colours
    pill_person: Colours
    pill_refused: Colours
    pill_exit: Colours
    pill_quiet: Colours


LIGHT = Tokens(
    background="#F4F5F7",
    surface="#FFFFFF",
    line="#E1E4EA",
    edge="#7F889A",
    ink="#14171F",
    quiet="#566073",
    accent="#2F5BEA",
    on_accent="#FFFFFF",
    focus="#14171F",
    track="#E1E4EA",
    hover="#F4F5F7",
    selected="#E8EDFD",
    ok="#1F9D63",
    warn="#C47A00",
    pill_ok=Colours("#D6F5E5", "#0A4A2E"),
    pill_person=Colours("#FFE7AE", "#533A00"),
    pill_refused=Colours("#F7D3DB", "#7A0D29"),
    pill_exit=Colours("#DCE4FF", "#13308F"),
    pill_quiet=Colours("#E8EAEF", "#474F60"),
)

DARK = Tokens(
    background="#0F1218",
    surface="#181C25",
    line="#2A303D",
    edge="#707B95",
    ink="#EEF1F7",
    quiet="#9AA5B8",
    accent="#7E9CFF",
    on_accent="#0B1230",
    focus="#0B1230",
    track="#2A303D",
    hover="#1F2430",
    selected="#232C47",
    ok="#46D18F",
    warn="#FFC233",
    pill_ok=Colours("#12382A", "#8CE8BA"),
    pill_person=Colours("#3D2F0A", "#FFD16B"),
    pill_refused=Colours("#47162A", "#FFB3C4"),
    pill_exit=Colours("#222D55", "#C3D0FF"),
    pill_quiet=Colours("#2A303D", "#B9C2D2"),
)

CONTRAST = Tokens(
    background="#000000",
    surface="#000000",
    line="#FFFFFF",
    edge="#FFFFFF",
    ink="#FFFFFF",
    quiet="#FFFFFF",
    accent="#FFE14D",
    on_accent="#000000",
    focus="#000000",
    track="#3C3C3C",
    hover="#2B2B2B",
    selected="#3A3300",
    ok="#5CFFB0",
    warn="#FFC233",
    pill_ok=Colours("#5CFFB0", "#000000"),
    pill_person=Colours("#FFC233", "#000000"),
    pill_refused=Colours("#FFFFFF", "#7A0D29"),
    pill_exit=Colours("#DCE4FF", "#000000"),
    pill_quiet=Colours("#D0D0D0", "#000000"),
)

GREEN = Colours("#7BE0AD", "#06291A")
AMBER = Colours("#FFC233", "#2B1D00")
RED = Colours("#8A0F2E", "#FFFFFF")
GREY = Colours("#B3BBC9", "#14171F")
BLUE = Colours("#DCE4FF", "#101D4F")
INDIGO = Colours("#3D3A8C", "#FFFFFF")
BLACK = Colours("#0A0A0C", "#FFFFFF")
"""The colours of answers, the same in every theme because people learn them."""

VIEWFINDER = Colours("#10141C", "#DDE2EC")
"""The camera's area, dark in every theme: pictures are judged best on it."""
VIEWFINDER_EDGES = ("#2A3140", "#222937")
"""The gradient of its ground, from upper left to lower right."""
SHADOW, GLOW = "#000000", "#FFFFFF"
"""Drawn with low opacity over pictures and answer colours."""

_BY_LINE = {QColor(t.line).rgb(): t for t in (LIGHT, DARK, CONTRAST)}
"""Tokens by their hairline colour, which is stored in a palette role that no style sheet changes."""

_SCHEMES = {
    Theme.SYSTEM: Qt.ColorScheme.Unknown,
    Theme.LIGHT: Qt.ColorScheme.Light,
    Theme.DARK: Qt.ColorScheme.Dark,
    Theme.CONTRAST: Qt.ColorScheme.Dark,
}


def tokens(palette: QPalette) -> Tokens:
    """Return the tokens of a widget's palette; light for a palette that is not ours."""
    return _BY_LINE.get(palette.color(QPalette.ColorRole.Mid).rgb(), LIGHT)


def font(size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """Return our font: `size` in pixels, `weight` 400, 600 or 700; `tabular` digits have equal width."""
    made = QFont(FAMILY)
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight))
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Register the bundled fonts with Qt. Needs a QGuiApplication; further calls do nothing."""
    for face in sorted((resources() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(face))


def palette_of(t: Tokens) -> QPalette:
    """Return Qt's palette filled from the tokens, for everything that Qt draws itself."""
    role = QPalette.ColorRole
    palette = QPalette()
    for colour, roles in (
        (t.background, (role.Window,)),
        (t.surface, (role.Base, role.Button, role.ToolTipBase)),
        (t.hover, (role.AlternateBase, role.Light)),
        (t.ink, (role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText)),
        (t.quiet, (role.PlaceholderText,)),
        (t.line, (role.Mid, role.Midlight, role.Dark, role.Shadow)),
        (t.accent, (role.Highlight, role.Link, role.LinkVisited, role.Accent)),
        (t.on_accent, (role.HighlightedText,)),
    ):
        for each in roles:
            palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(t.quiet))
    return palette


def style_sheet(t: Tokens, scale: float = 1.0) -> str:
    """Return resources/style.qss filled with the tokens, its marks scaled by `scale`."""
    plain = {name: value for name, value in asdict(t).items() if isinstance(value, str)}
    icons = (resources() / "icons").as_posix()
    heights = {"touch": f"{TOUCH - 14}", "mark": f"{round(18 * scale)}", "arrow": f"{round(28 * scale)}"}
    check = "check-white" if t.on_accent == GLOW else "check"  # Qt does not tint what a style sheet draws
    danger = {"danger": t.pill_refused.ground, "on_danger": t.pill_refused.ink}
    return Template((resources() / "style.qss").read_text("utf-8")).substitute(
        plain, **heights, **danger, icons=icons, check=check
    )


class Appearance(QObject):
    """The theme of the application, applied again when the system changes between light and dark.

    Only the newest is active.
    """

    def __init__(self, app: QApplication) -> None:
        for earlier in app.findChildren(Appearance):
            earlier.disconnect_system()
        super().__init__(app)
        self._app = app
        self._theme, self._percent = Theme.SYSTEM, 0
        self._system: Callable[[], Qt.ColorScheme] = style_hints().colorScheme
        load_fonts()
        app.setStyle("Fusion")
        self._font = font(TEXT)
        app.setFont(self._font)
        style_hints().colorSchemeChanged.connect(self._dress)

    def apply(self, chosen: Settings) -> None:
        """Apply the theme, text size and motion of the settings; unchanged ones are not applied again."""
        theme = Theme(chosen.theme) if chosen.theme in set(Theme) else Theme.SYSTEM
        self._app.setProperty(STILL, chosen.is_still)
        if (theme, chosen.text_size) != (self._theme, self._percent):
            self._percent = chosen.text_size
            self._font = font(TEXT * max(LEAST_PERCENT, min(MOST_PERCENT, self._percent)) / 100)
            self.use(theme)

    def use(self, theme: Theme) -> None:
        """Apply `theme` now; the window frame follows where the system allows it."""
        self._theme = theme
        style_hints().setColorScheme(_SCHEMES[theme])
        self._dress()

    def disconnect_system(self) -> None:
        """Stop following the system."""
        style_hints().colorSchemeChanged.disconnect(self._dress)
        self.setParent(None)

    def _dress(self) -> None:
        self._app.setFont(self._font)  # each time: Windows gives menus and lists its own with the scheme of its colours
        worn = self._tokens()
        self._app.setPalette(palette_of(worn))
        self._app.setStyleSheet(style_sheet(worn, self._app.font().pixelSize() / TEXT))

    def _tokens(self) -> Tokens:
        if self._theme is Theme.CONTRAST:
            return CONTRAST
        if self._theme is not Theme.SYSTEM:
            return DARK if self._theme is Theme.DARK else LIGHT
        if wants_contrast():
            return CONTRAST
        return DARK if self._system() is Qt.ColorScheme.Dark else LIGHT


# Lengths that grow with the text size, and whether animations are enabled.
# The application's font holds the text size, as its palette holds the colours; no state is kept here. Widgets that
# paint themselves draw in design pixels, which are scaled as a whole (`design_painter`, with `theme.font`); widgets
# that Qt paints use `scaled_font` and `scale_px`.

PERCENTS = (100, 125, 150, 175, 200)
"""The text sizes offered in the settings."""
Length = TypeVar("Length", int, QSize)


def text_scale() -> float:
    """Return the text size relative to the design, at least 1.0."""
    return max(1.0, QApplication.font().pixelSize() / TEXT)


def scale_px(length: Length) -> Length:
    """Return a length or size in design pixels as screen pixels."""
    return length * text_scale() if isinstance(length, QSize) else round(length * text_scale())


def scaled_font(size: float, weight: int = 400, *, tabular: bool = False) -> QFont:
    """Return `theme.font` scaled for a widget that Qt paints."""
    return font(size * text_scale(), weight, tabular=tabular)


def to_design_rect(box: QRectF) -> QRectF:
    """Return `box` in design pixels, with the same upper left corner."""
    return QRectF(box.topLeft(), box.size() / text_scale())


def scale_painter(painter: QPainter, box: QRectF) -> QRectF:
    """Scale `painter` to design pixels around the corner of `box`; return `box` in design pixels."""
    scale = text_scale()
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.translate(-box.topLeft())
    return to_design_rect(box)


def design_rect(widget: QWidget) -> QRectF:
    """Return the whole of `widget` in design pixels."""
    return QRectF(0, 0, widget.width() / text_scale(), widget.height() / text_scale())


def design_painter(widget: QWidget) -> QPainter:
    """Return a painter for `widget` in design pixels (see `design_rect`)."""
    painter = QPainter(widget)
    painter.scale(text_scale(), text_scale())
    return painter


def animations_enabled() -> bool:
    """Whether animations may run: neither the system nor the settings forbid motion."""
    app = QApplication.instance()
    return isinstance(app, QApplication) and not app.property(STILL) and allows_motion()
