# SPDX-License-Identifier: GPL-3.0-or-later
"""Exports of the attendance as XLSX, CSV, JSON or PDF, and the check of an export against the event.

May import `core`, `storage`, `documents`, `pdf_reports`, the modules directly in `services`, `services.attendance` and
`services.privacy`. Writes no entry. An export reads one snapshot, so that its control line (the journal's fingerprint)
and its cells agree.

    exporting (which kind; .pdf, copies, code images) ──▶ attendance_export (.xlsx .csv .json)
                                                             │
                                                       export_contents (which tables)
                                               ┌─────────────┴─────────────┐
                                         people_tables              day_report_table
                                               └─────────────┬─────────────┘
                                                             ▼
         export_source (everything read once) ──▶ services.attendance.attendance_evidence
"""
