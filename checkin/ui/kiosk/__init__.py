# SPDX-License-Identifier: GPL-3.0-or-later
"""Self-service: the screen for guests who are alone, without a volunteer.

Imports `look`, `widgets` and `supervision` (a supervisor's PIN ends it). Codes go to
`services.kiosk_service.KioskService`; every answer but the plain welcome looks the same to a guest. Rules:
`core.kiosk_answers`, docs/adr/0038.

    KioskDialog (begin) ──▶ KioskWindow ──┬─▶ KioskIdle, KioskCard, KioskPin    one page at a time
                                │         ├─▶ KioskBand, KioskHeader, KioskBar, KioskHelp (KioskLayout places them)
                                ▼         └─▶ CodeQueue
                           KioskService         KioskGuard keeps all other windows and keys away
"""
