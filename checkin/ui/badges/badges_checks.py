# SPDX-License-Identifier: GPL-3.0-or-later
"""The results of the check of all badges, made in a thread (`badge_checker`) while the screen is visible."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from checkin.badges.badge_output import Badge
from checkin.core.badges.template_checks import TemplateProblem
from checkin.services.badges.badge_checker import BadgeChecker
from checkin.services.badges.badge_overview import BadgeOverview


class BadgesChecks(QObject):
    """The checks. `found` maps ids of people to the problems of their badges.

    `changed`: the check has advanced; `grown`: there is one more finding.
    """

    changed = Signal()
    grown = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: dict[str, list[TemplateProblem]] = {}
        self.done = 0
        self._overview: BadgeOverview | None = None
        self._worker: BadgeChecker | None = None

    @property
    def is_checking(self) -> bool:
        return self._worker is not None

    def begin(self, overview: BadgeOverview) -> None:
        """Check this overview: from the start if it is another, else from where it was paused."""
        self.pause()
        if overview is not self._overview:
            self._overview, self.done, self.found = overview, 0, {}
        self.changed.emit()
        if self.done < len(overview.people):
            worker = BadgeChecker(partial(_badge, overview), len(overview.people), self.done)
            worker.progressed.connect(self._progress)
            worker.found.connect(self._find)
            worker.failed.connect(self._fail)
            self._worker = worker
            worker.start()

    def pause(self) -> None:
        """Stop the thread, without waiting for its end."""
        worker, self._worker = self._worker, None
        if worker:
            worker.disconnect(self)
            worker.leave()

    def _progress(self, done: int) -> None:
        self.done = done
        self.changed.emit()

    def _find(self, number: int, problems: list[TemplateProblem]) -> None:
        if self._overview:
            self.found[self._overview.people[number].id] = problems
            self.changed.emit()
            self.grown.emit()

    def _fail(self, fault: Exception) -> None:
        raise fault


def _badge(overview: BadgeOverview, number: int) -> Badge:
    person = overview.people[number]
    return overview.badge(overview.template_for(person), person)
