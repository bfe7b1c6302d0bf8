# SPDX-License-Identifier: GPL-3.0-or-later
"""The work after the event: attendance, the day report, sign-in sheets, certificates, exit hours. Mostly read-only.

May import `core`, `storage`, `pdf_reports`, `badges`, `documents`, `services.badges` and the modules directly in
`services`; `services.exports` builds on it.

    attendance_papers: sign-in sheets, certificates, tick lists ──▶ pdf_reports
           │
           ▼
    attendance_evidence: journal → presence, day report, exit hours; which journal a paper or an export was made from
"""
