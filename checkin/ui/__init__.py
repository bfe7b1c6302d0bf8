# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows and screens: widgets that draw values and call the desk.

A package for each screen or topic, and below them `look` (colours, type, icons) and `widgets` (parts that several
screens use). `ui` imports what is below it, above all `services`, `core` and `translation`, but neither `storage` nor
`documents`: it writes only through the desk. `application` builds the screens and connects them; packages import each
other one way only.

    application ──▶ shell.Shell ──▶ desk/           the welcome desk, screen 0
                        │
                        ├─────────▶ people/   programme/   live/   closing/
                        ├─────────▶ editor_screens: badges/ and tickets/, each with the badge_editor/
                        │
                        └─ dialogs and windows of their own: import_export/  printing/  programme_editor/  settings/
                           sync/  ready/  supervision/  signing/  kiosk/  help/  welcome/

    every package ──▶ widgets/ ──▶ look/
"""
