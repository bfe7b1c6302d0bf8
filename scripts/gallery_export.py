# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures of the export, to look at: `python -m scripts.gallery_export FOLDER`. Not part of the program."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from checkin import language
from checkin.core.export_columns import PRESETS
from checkin.ui.export_dialog import FIGURES, ExportDialog
from checkin.ui.theme import Appearance, Theme


def funder() -> ExportDialog:
    dialog = ExportDialog()
    dialog.preset.setCurrentIndex([p.key for p in PRESETS].index("funder"))
    return dialog


def figures() -> ExportDialog:
    dialog = ExportDialog()
    dialog.preset.setCurrentIndex(FIGURES)
    return dialog


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    target: Path = parser.parse_args().folder
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    appearance = Appearance(app)
    scenes: dict[str, Callable[[], ExportDialog]] = {"all": ExportDialog, "funder": funder, "figures": figures}
    for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
        appearance.use(theme)
        for spoken in ("fr", "en"):
            language.install(app, spoken)
            for name, make in scenes.items():
                dialog = make()
                dialog.show()
                QApplication.processEvents()
                dialog.grab().save(str(target / f"{theme}-{spoken}-{name}.png"))
                dialog.close()
                dialog.deleteLater()


if __name__ == "__main__":
    main()
