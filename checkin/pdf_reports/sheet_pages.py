# SPDX-License-Identifier: GPL-3.0-or-later
"""The pages of sheets of any form, one sheet after the other."""

from collections.abc import Sequence

from checkin.core.attendance.control_sheet import ControlSheet
from checkin.core.attendance.sign_in_sheet import SignInSheet
from checkin.pdf_reports.control_pages import control_pages
from checkin.pdf_reports.pdf_building import DrawPage, ReportContext
from checkin.pdf_reports.sign_in_pages import sign_in_pages


def all_pages(sheets: Sequence[SignInSheet], setting: ReportContext) -> list[DrawPage]:
    """Return the pages of all sheets, each sheet with its own page numbers."""
    return [page for sheet in sheets for page in _pages(sheet, setting)]


def _pages(sheet: SignInSheet, setting: ReportContext) -> list[DrawPage]:
    return control_pages(sheet, setting) if isinstance(sheet, ControlSheet) else sign_in_pages(sheet, setting)
