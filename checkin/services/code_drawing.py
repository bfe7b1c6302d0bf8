# SPDX-License-Identifier: GPL-3.0-or-later
"""Loading of the library that draws QR codes, before the first code is shown."""

from checkin.documents.code_images import qr_matrix
from checkin.services.sync.background_task import BackgroundTask


def load_code_drawing() -> None:
    """Load the library beside the window, where the first code would else wait for it, by drawing one."""
    drawing = BackgroundTask(lambda _: qr_matrix("CODE"))
    drawing.start()
    drawing.leave()
