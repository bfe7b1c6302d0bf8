# SPDX-License-Identifier: GPL-3.0-or-later
"""The windows and screens: widgets that draw values and call the desk.

A room for each screen or topic, and below them `look` (colours, type, icons) and `widgets` (parts that several
screens use). `ui` imports what is below it, above all `services`, `core` and `translation`, but neither `storage` nor
`documents`: it writes only through the desk. `application` builds the screens and connects them; rooms import each
other one way only.

    application ──▶ shell.Shell ──▶ desk/           the welcome desk, screen 0
                        │
                        ├─────────▶ people/         programme/   badges_screen   live/   closing/
                        │
                        └─ dialogs and windows of their own: import_export/  printing/  settings/  sync/  ready/
                           supervision/  signing/  kiosk/  help/  welcome/

    every room ──▶ widgets/ ──▶ look/
"""
