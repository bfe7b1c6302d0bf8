# SPDX-License-Identifier: GPL-3.0-or-later
"""Data the program keeps on this computer outside event files: settings, recent events, crash notes, problem reports.

May import `core`, `storage`, `documents`, `translation`, the modules directly in `services` and its packages `badges`
and `attendance`. All of it is in one folder (`paths.app_folder`), holds no names of attendees, and is never sent
anywhere. A folder that cannot be written is no error.
"""
