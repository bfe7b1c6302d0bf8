# SPDX-License-Identifier: GPL-3.0-or-later
"""The welcome window: recent events, a new event, and joining the event of other desks.

Imports `look`, `widgets`, `import_export` (the list dialog) and `sync` (the join dialogs). The window only emits
signals; `create_event`, `join_event` and `join_from_usb` make the event file, which `application` then opens.
"""
