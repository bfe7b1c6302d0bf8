# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges screen: templates, real badges, their problems, and PDF or print of all.

Imports `look` and `widgets`; `ui/editor_screens` puts it together with the editor. Badges are drawn by
`checkin.badges`.

    BadgesBrowser ──┬─▶ BadgesHeading, PeopleStepper; badge_list: BadgeList, BadgePreview, BadgesSidebar
                    ├─▶ BadgesChecks ──▶ a thread of the desk
                    └─▶ BadgesWriting ──▶ BadgesPdfDialog ──▶ SheetPicture
"""
