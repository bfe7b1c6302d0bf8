# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen (Suivi): the figures of the day on a screen, a projector, and paper.

Imports `look`, `widgets` and the session list of `programme`. One page is drawn three times from one `LiveSnapshot`:

    LiveQueries ──▶ LiveScreen ──▶ LivePage ──▶ live_cards, live_charts, missing_people
                        ├─▶ LiveProjection ──▶ LivePage, without names
                        └─▶ live_printout ──▶ LivePage, printed or as PDF
"""
