# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents: lists, programmes and calendars read from files; tables, workbooks and code images written to files.

`documents` may import `core` and `storage`; `services`, `badges`, `pdf_reports` and `command_line` use it. It never
decides who is who (`core.lists.list_interpretation`), never writes to the event file, and never changes a file that it
reads. Files may be hostile: whatever they contain, the result is a value or one `UserError`.

    spreadsheets.read_book ──▶ file_kinds: what is no list, and what to do instead (UserError)
                          ├──▶ csv_reader                                ──▶ Book of Sheets (input_table)
                          └──▶ subprocess_reader ──▶ workbook_reader     ──▶  "
                                             ├────▶ html_tables          ──▶  "     (HTML named .xls)
                                             ├────▶ xml_workbooks        ──▶  "     (FODS, Excel's XML of 2003)
                                             └────▶ vcard_reader         ──▶  "

    programme_source.read_programme_source ──▶ TOML, calendar (ICS), schedule (JSON)

    table_writer.write_tables (CSV, XLSX) ───┐
    code_images.write_code_images (PNG, SVG) ┴──▶ atomic_write

`cell_extraction` and `workbook_looks` read exports back, to compare them with the event.
"""
