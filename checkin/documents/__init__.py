# SPDX-License-Identifier: GPL-3.0-or-later
"""Documents: lists, programmes and calendars read from files; tables, workbooks and code images written to files.

`documents` may import `core` only; `services`, `badges` and `command_line` use it. It never decides who is who
(`core.lists.list_interpretation`), never writes to the event file, and never changes a file that it reads. Files may be
hostile: whatever they contain, the result is a value or one `UserError`.

    spreadsheets.read_book ──▶ file_kinds: what is no list, and what to do instead (UserError)
                          ├──▶ csv_reader (text_decoding, csv_layout)            ──▶ Book of Sheets
                          └──▶ subprocess_reader ──▶ workbook_reader (workbook_guard, workbook_details)  ──▶  "
                                             ├────▶ html_tables (HTML named .xls), web_archive (MHT)     ──▶  "
                                             ├────▶ xml_workbooks (FODS, Excel's XML of 2003)            ──▶  "
                                             └────▶ vcard_reader                                         ──▶  "
    row_remarks: what these readers found odd, or put right, in the rows

    programme_source.read_programme_source ──▶ TOML, calendar_file (ICS), schedule (JSON)

    table_writer.write_tables ──▶ output_table, xlsx_writer (xlsx_page_setup) ──▶ atomic_write
    code_images.write_code_images ──▶ PNG, SVG                                ──▶ atomic_write

`cell_extraction` and `text_extraction` read exports back, to compare them with the event: a desk that is ready has
loaded only the second, which opens no workbook.
"""
