# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of the day from journal entries: stays, attendance, the day report, sign-in sheets and certificates.

Everything is pure and as of a moment (`EventOccasions.now`): nothing is counted past it. It may import the modules
directly in `core`, and `core/programme`, `core/online_attendance`, `core/signatures`, `core/sync` and `core/privacy`.

    entries of a person ──▶ stays.stays ──▶ attendance_rules.judge_attendance ──▶ Attendance
    (and online_entries)        ▲                                                     │
    half_days, ──▶ EventOccasions                                                     ├──▶ sign_in_sheet
    confirmed_exits,                                                                  │    └──▶ control_sheet
    daily_access                                                                      │
                                                                                      ├──▶ attendance_certificate
                                              day_report_person ──▶ day_report ◀──────┘
"""
