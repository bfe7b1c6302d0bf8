# SPDX-License-Identifier: GPL-3.0-or-later
"""Results of the day from journal entries: stays, attendance, the day report, sign-in sheets and certificates.

Everything is pure and as of a moment (`EventOccasions.now`): nothing is counted past it. It may import the modules
directly in `core`, `core/programme` and `core/sync`, and `core/lists` for the rows of a connection log.

    connection_log ▶ new_online_entries ┐
    entries of a person ────────────────┴▶ stays.stays ──▶ attendance_rules.judge_attendance ──▶ Attendance
                                              ▲                                                      │
    half_days ──▶ EventOccasions (stays) ─────┘               ┌────────────────────┬─────────────────┤
                                                              ▼                    ▼                 ▼
                                                     attendance_certificate    day_report      sign_in_sheet
                                                                                                     └──▶ control_sheet
"""
