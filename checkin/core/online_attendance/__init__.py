# SPDX-License-Identifier: GPL-3.0-or-later
"""Online attendance, as read from the connection log of a video platform (docs/remote.md, adr/0028). Pure.

It may import the modules directly in `core`, `core/lists` for rows, and `core/sync` for undone entries.

    rows ──▶ connection_log.read_connection_log ──▶ Watcher ──▶ watcher_matching ──▶ online_entries
             (connection_log_columns, platform_times)  └──▶ connection_log_time_check (a wrong zone or day)
"""
