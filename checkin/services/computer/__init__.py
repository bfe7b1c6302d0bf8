# SPDX-License-Identifier: GPL-3.0-or-later
"""Data the program keeps on this computer outside event files: settings, recent events, crash notes, problem reports.

May import `core`, `storage`, `documents`, `translation`, the modules directly in `services` and its packages `badges`
and `privacy`. All of it is in one folder (`paths.app_folder`), holds no names of attendees, and is never sent
anywhere. A folder that cannot be written is no error.

    app_data           recent events, and the removal of everything
    crash_recovery     what was open, and how far each event file had come
    computer_settings  the settings for the next event, and the version last used
    release_notes      news, and licences
    problem_report     a file for support, without names
"""
