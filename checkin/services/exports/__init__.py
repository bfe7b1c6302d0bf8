# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the attendance as XLSX, CSV, JSON or PDF, and the check of an export against the event.

May import `core`, `storage`, `documents`, `pdf_reports`, `services.event_file`, `services.rehearsal` and
`services.attendance`. Writes no entry. An export reads one snapshot, so that its control line (the journal's
fingerprint) and its cells agree.

    exporting ── attendance_export (.xlsx .csv .json)      day_report_pdf (.pdf)
                        └──────────────┬─────────────────────────┘
                                       ▼
                              export_contents (which tables)
             ┌─────────────┬───────────┴──┬──────────────┬──────────────┐
      people_tables  session_tables  day_report_table  deviations    statistics_table …
             │ cell_values             (one module per sheet, each also as JSON)
             ▼
      export_source (everything read once) ── services.attendance.attendance_evidence
"""
