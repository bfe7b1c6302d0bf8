# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme screen: the sessions of the day, their speakers and registered attendees.

Imports `look` and `widgets`. It reads `ProgrammeQueries` and changes speakers through `Speakers`, both of
`services.programme.programme_queries`.

    ProgrammeScreen ──┬─▶ ProgrammeSessions ──▶ SessionRow
                      ├─▶ ProgrammeSpeakers ──▶ SessionHeading, SpeakerRow, Registrants
                      └─▶ SpeakerActionBar, SubstituteForm
"""
