# SPDX-License-Identifier: GPL-3.0-or-later
"""The work after the event: attendance, the day report, sign-in sheets, certificates, exit hours. Mostly read-only.

May import `core`, `storage`, `pdf_reports`, `badges`, `documents` and the modules directly in `services`;
`services.exports` builds on it.

    sign_in_sheets   certificate_issuing   exit_hours   day_report_reading   tick_list_writing
          └──────────────────┴─────────┬──────┴───────────────┘                 │
                                       ▼                                        ▼
                    attendance_evidence (journal → presence)              services.standings
    fingerprint_check: which journal a paper or an export was made from
"""
