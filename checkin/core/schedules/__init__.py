# SPDX-License-Identifier: GPL-3.0-or-later
"""Programmes of other programs (calendars, schedules of pretalx and frab) read as ours. Pure.

They have sessions, rooms and speakers. What only Checkin knows (control points, categories, who must be registered) is
kept from the present programme. It may import the modules directly in `core`, `core/programme`, and `core/lists` for
names.

    foreign_schedules: read_calendar, read_frab ──────────▶ Schedule ──▶ programme_update.update_programme
    pasted_programme.read_pasted (with written_times) ──▶ PastedProgramme    │
                       └──▶ take_pasted ──▶ the same Schedule                └──▶ ProgrammeUpdate
"""
