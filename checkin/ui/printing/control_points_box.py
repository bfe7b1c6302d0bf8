# SPDX-License-Identifier: GPL-3.0-or-later
"""A field for a set of control points: some by name, or the first one whatever its name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu

from checkin.core.programme.programme import ControlPoint
from checkin.ui.look.mnemonics import escape_mnemonic
from checkin.ui.widgets.drop_down_button import DropDownButton


class ControlPointsBox(DropDownButton):
    """A button that names the chosen control points; its menu ticks them."""

    inset = 16

    def __init__(self, points: Sequence[ControlPoint], chosen: Sequence[str]) -> None:
        super().__init__()
        self._points = tuple(points)
        self.setAutoDefault(False)
        self.setProperty("field", True)
        menu = QMenu(self)
        wanted = set(chosen) or {points[0].id}
        self._actions = [menu.addAction(escape_mnemonic(point.name)) for point in points]
        for action, point in zip(self._actions, points, strict=True):
            action.setCheckable(True)
            action.setChecked(point.id in wanted)
            action.toggled.connect(lambda _: self._tell())
        self.setMenu(menu)
        self._tell()

    def chosen(self) -> tuple[str, ...]:
        """Return the chosen ids; an empty tuple means the first control point."""
        ids = tuple(p.id for p, action in zip(self._points, self._actions, strict=True) if action.isChecked())
        return () if ids == (self._points[0].id,) else ids

    def _tell(self) -> None:
        names = [p.name for p, action in zip(self._points, self._actions, strict=True) if action.isChecked()]
        text = ", ".join(names) or self._points[0].name
        self.setText(escape_mnemonic(text))
        self.setToolTip(text)
