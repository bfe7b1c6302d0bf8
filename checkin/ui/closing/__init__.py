# SPDX-License-Identifier: GPL-3.0-or-later
"""The closing screen (Clôture): the day report, exit hours, reports, exports, and forgetting personal data.

Imports `look`, `widgets` and `supervision`. Each section is a card that only asks by a signal; `ClosingScreen` and
`PurgeFlow` call the desk.

    ClosingScreen ──┬─▶ ClosingDayReport, ClosingExits, ClosingExport, ClosingSheets, ClosingCertificates,
                    │   ClosingConnectionLog
                    └─▶ PdfWriting (widgets) ──▶ a thread of the desk
    ClosingPrivacy ──▶ PurgeFlow ──▶ PurgeDialog, PurgeCountdown, PrivacyForm ──▶ services.privacy
"""
