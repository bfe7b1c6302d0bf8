# SPDX-License-Identifier: GPL-3.0-or-later
"""The live screen (Suivi): the figures of the day on a screen, a projector, and paper.

Imports `look`, `widgets` and the session list of `programme`. One page is drawn three times from one `LiveSnapshot`:

    LiveQueries ──▶ LiveScreen ──▶ LivePage ──▶ live_charts (numbers, missing people, charts)
                        ├─▶ LiveProjection ──▶ LivePage, without names
                        └─▶ write_live_pdf ──▶ LivePage, printed or as PDF

`live_wording` has the numbers in their order, and every text.
"""
