# SPDX-License-Identifier: GPL-3.0-or-later
"""The badges of an event: templates kept and chosen, badges made for people, written as PDF or for a printer.

Everything between the event file and the drawing in `checkin.badges`. May import `core`, `badges`, `documents`,
`devices`, `translation` and the modules directly in `services`; `services.printing` builds on it.

    badge_templates: BadgeTemplates (save, duplicate, import) · BadgeOverview (for the screen)
           │
           ├──▶ badge_documents: BadgeDocuments (one print job) · make_blanks
           ▼                               │
    badge_building: person + template → Badge · BadgeChecker (thread)
"""
