# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes of other programs (calendars, schedules of pretalx and frab) read as ours. Pure.

They have sessions, rooms and speakers. What only Checkin knows (control points, categories, who must be registered) is
kept from the present programme. It may import the modules directly in `core`, `core/programme`, and `core/lists` for
names.

    ical_schedule.read_calendar, frab_schedule.read_frab ──▶ schedule.Schedule
    (event_days, recurrence)                                    │
    pasted_programme.read_pasted (written_days, written_hours, session_words, pasted_table) ──▶ the same
                                   programme_update.update_programme ──▶ ProgrammeUpdate
"""
