# SPDX-License-Identifier: GPL-3.0-or-later
"""The page of the day's figures drawn on projector, printer or PDF, as vectors at any size."""

from PySide6.QtCore import QIODevice, QMarginsF, QPoint, QSaveFile, QSize
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from checkin.core.errors import DeviceError, UserError
from checkin.core.message import Message
from checkin.services.live_queries import LiveSnapshot
from checkin.ui.live.live_page import WIDTH, LivePage
from checkin.ui.look.measure import scale_px
from checkin.ui.look.theme import LIGHT, palette_of

MARGIN_MM = 10


def size_for(width: float, height: float) -> QSize:
    """Return the layout size of a page for an area of this shape: `WIDTH` wide, whatever its resolution.

    It includes this screen's text scale, which `paint_page` removes again.
    """
    return scale_px(QSize(WIDTH, round(WIDTH * height / max(1.0, width))))


def paint_page(page: LivePage, painter: QPainter, width: float) -> None:
    """Paint the laid out page scaled to `width`."""
    painter.save()
    painter.scale(width / scale_px(WIDTH), width / scale_px(WIDTH))
    page.render(painter, QPoint(), renderFlags=LivePage.RenderFlag.DrawChildren)
    painter.restore()


def paint_sheet(reading: LiveSnapshot, title: str, device: QPagedPaintDevice) -> None:
    """Paint one sheet in dark ink on white, whatever the theme.

    Raise `DeviceError` if the device cannot be painted on.
    """
    device.setPageLayout(_layout())
    page = LivePage(is_alone=True)
    page.show_snapshot(reading, title)
    page.lay_out(size_for(device.width(), device.height()))
    page.apply_palette(palette_of(LIGHT))
    painter = QPainter()
    if not painter.begin(device):
        raise DeviceError(_NOT_PRINTED)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_page(page, painter, device.width())
    is_done = painter.end()
    page.deleteLater()
    if not is_done:
        raise DeviceError(_NOT_PRINTED)


def write_live_pdf(reading: LiveSnapshot, title: str, path: str) -> None:
    """Write the figures as a PDF, replacing the file only when complete. Raise `UserError` if it cannot be written."""
    file = QSaveFile(path)
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise UserError(_NOT_WRITTEN)
    writer = QPdfWriter(file)
    writer.setTitle(title)
    writer.setCreator("Checkin")
    paint_sheet(reading, title, writer)
    del writer
    if not file.commit():
        raise UserError(_NOT_WRITTEN)


def _layout() -> QPageLayout:
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter)


_NOT_WRITTEN = Message(
    "live", "The PDF cannot be written there. Nothing was changed; choose another folder or another name."
)
_NOT_PRINTED = Message("live", "The printer did not take the page. Choose another one, or save it as a PDF.")
