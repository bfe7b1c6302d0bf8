# SPDX-License-Identifier: GPL-3.0-or-later
"""The sidebar of the badges screen: counts by category, and warnings in words."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from checkin.core.badges.template_checks import TemplateProblem
from checkin.core.message import Message
from checkin.services.badges.badge_overview import CategoryTemplate
from checkin.translation import translate
from checkin.ui.badges.badges_wording import count_text, problem_text
from checkin.ui.look import icons
from checkin.ui.look.drawing import RIGHT, draw_aligned, draw_elided
from checkin.ui.look.measure import design_painter, design_rect, scale_px, scaled_font
from checkin.ui.look.theme import SMALL, TEXT, font, tokens
from checkin.ui.widgets.labels import label
from checkin.ui.widgets.sidebar_card import Sidebar, SidebarCard

ICON, ROW = 18, 42

_CLAIMS = Message("badges", "Badges by category")
_REMARKS = Message("badges", "On this badge")
_GOOD = Message("badges", "Nothing sticks out, everything can be read.")
_NOBODY = Message("badges", "Nobody is on the list yet.")
_NO_CATEGORY = Message("badges", "No category")
_CHECKING = Message("badges", "Checked: {done} of {total}")
_ALL_GOOD = Message("badges", "{total} {total:badge|badges} checked: nothing sticks out, everything can be read.")
_OTHERS_GOOD = Message(
    "badges", "{total} {total:badge|badges} checked: nothing to correct besides what is said above of this badge."
)
_FOUND = Message("badges", "To check: {found} of {total} {total:badge|badges}")
_SHOW = Message("badges", "Show them")


class ClaimsCard(SidebarCard):
    """A row for each category: name, count, and its template where there are several."""

    def __init__(self) -> None:
        super().__init__(translate(_CLAIMS))

    def show_claims(self, claims: Sequence[CategoryTemplate]) -> None:
        self.replace([_ClaimRow(claim) for claim in claims] or [label(translate(_NOBODY))])


class _ClaimRow(QWidget):
    """Two lines: category and count, then the template."""

    def __init__(self, claim: CategoryTemplate) -> None:
        super().__init__()
        self._claim, self._name = claim, claim.name or translate(_NO_CATEGORY)
        self.setAccessibleName(f"{self._name}: {count_text(claim.count)}, {claim.template.name}")
        self.setToolTip(self._name)
        self.setFixedHeight(scale_px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens(self.palette())
        painter = design_painter(self)
        upper, lower = QRectF(0, 0, design_rect(self).width(), 22), QRectF(0, 21, design_rect(self).width(), 18)
        count, face = f"{self._claim.count}", font(TEXT, 600, tabular=True)
        draw_aligned(painter, upper, count, (face, t.ink), RIGHT)
        draw_elided(painter, upper.adjusted(0, 0, -60, 0), self._name, font(TEXT), t.ink)
        draw_elided(painter, lower, self._claim.template.name, font(SMALL), t.quiet)


class RemarksCard(SidebarCard):
    """The problems of the badge or ticket shown."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self._problems: Sequence[TemplateProblem] | None = None

    @property
    def problems(self) -> Sequence[TemplateProblem]:
        return self._problems or ()

    def show_problems(self, problems: Sequence[TemplateProblem]) -> None:
        if problems == self._problems:
            return
        self._problems = list(problems)
        self.replace(problem_labels(problems))


class ProblemLabel(QLabel):
    """A sentence after an icon: a warning, or that all is well."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__(text)
        self._icon = icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(scaled_font(TEXT))
        self.setWordWrap(True)
        self.setContentsMargins(scale_px(ICON + 8), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        t = tokens(self.palette())
        ink = t.ok if self._icon == "circle-check" else t.warn
        icons.draw(design_painter(self), self._icon, QRectF(0, 1, ICON, ICON), ink)


def problem_labels(problems: Sequence[TemplateProblem]) -> list[ProblemLabel]:
    """Return a label for each problem, or one for "no problems"."""
    lines = [ProblemLabel("triangle-alert", problem_text(problem)) for problem in problems]
    return lines or [ProblemLabel("circle-check", translate(_GOOD))]


class ChecksCard(SidebarCard):
    """The progress of checking all badges, with a button to the findings."""

    shown = Signal()

    def __init__(self) -> None:
        super().__init__(translate(Message("badges", "All badges")))
        self._text = label("")
        self._show = QPushButton(translate(_SHOW))
        self._show.clicked.connect(self.shown)
        self._show.hide()
        self.column.addWidget(self._text)
        self.column.addWidget(self._show)

    def show_progress(self, done: int, total: int, found: int, *, is_this_good: bool) -> None:
        """Show the progress. `is_this_good`: the badge shown, which may be of a template that nobody has, is well."""
        if found:
            text = translate(_FOUND, total=total, found=found)
        else:
            good = _ALL_GOOD if is_this_good else _OTHERS_GOOD
            text = translate(good if done == total else _CHECKING, done=done, total=total)
        self._text.setText(text)
        self._show.setVisible(bool(found))
        self.setVisible(bool(total))


class BadgesSidebar(Sidebar):
    """The three cards, below each other."""

    def __init__(self) -> None:
        self.remarks, self.checks, self.claims = RemarksCard(translate(_REMARKS)), ChecksCard(), ClaimsCard()
        super().__init__(self.remarks, self.checks, self.claims)
