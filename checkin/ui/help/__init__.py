# SPDX-License-Identifier: GPL-3.0-or-later
"""Help: keys, guides, problem report, and the removal of all data.

Imports `look`, `widgets` and `import_export` (the documents folder). `HelpFlow` opens the windows and does what they
ask.
"""
