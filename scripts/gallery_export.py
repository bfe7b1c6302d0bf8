# SPDX-License-Identifier: GPL-3.0-or-later
"""What an export may hold, as it is asked."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from checkin.core.export_columns import PRESETS
from checkin.ui.import_export.export_flow import FIGURES, ExportDialog
from scripts import backstage


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "all", ExportDialog
    yield "funder", partial(dialog, [preset.key for preset in PRESETS].index("funder"))
    yield "figures", partial(dialog, FIGURES)


def dialog(preset: int) -> QWidget:
    made = ExportDialog()
    made.preset.setCurrentIndex(preset)
    return made
