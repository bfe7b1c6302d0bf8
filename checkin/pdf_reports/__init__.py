# SPDX-License-Identifier: GPL-3.0-or-later
"""PDF reports: sign-in sheets, certificates of attendance, tick lists, tables and the readiness sheet, as PDF.

`pdf_reports` may import `core`, `badges` and `translation`; `services`, `ui` and `command_line` use it. It draws what
it is given, in that order, on A4 in millimetres; the rules of attendance are in `core.attendance`.

    sheet_pages ──▶ sign_in_pages, control_pages┐
    certificate_page ───────────────────────────┤
    table_pages, tick_list_pdf, readiness_page ─┴─▶ DrawPage(PageCanvas) ──▶ pdf_building.write_pdf ──▶ file
                                                        │
                                          page_canvas ──▶ badges.text_fitting, badges.painter, signature_drawing

`pdf_building.ReportContext` has what all reports of one run share. Each sheet has its sizes (heights of rows, widths of
columns) at the top of its own module, `page_canvas` those of every page. `sheet_frame` has the heading
and foot of both forms of sheets; `report_wording`, `control_wording` and `certificate_wording` have the sentences.
"""
