# SPDX-License-Identifier: GPL-3.0-or-later
"""PDF reports: sign-in sheets, certificates of attendance, tick lists, tables and the readiness sheet, as PDF.

`pdf_reports` may import `core`, `badges`, `documents` and `translation`; `services`, `ui` and `command_line` use it. It
draws what it is given, in that order, on A4 in millimetres; the rules of attendance are in `core.attendance`.

    sign_in_pages, control_pages ──▶ sheet_frame ─┐
    certificate_page ─────────────────────────────┤
    table_pages (tables, tick list, readiness) ───┴─▶ page_canvas: PageCanvas ──▶ write_pdf ──▶ file
                                                          └──▶ badges.painter (fit_text, paint_code)

`ReportContext` (`page_canvas`) has what all reports of one run share. Each sheet has its sizes (heights of rows, widths
of columns) at the top of its own module, `page_canvas` those of every page. `sheet_frame` has the heading and foot of
both forms of sheets, and the sentences that several papers need.
"""
