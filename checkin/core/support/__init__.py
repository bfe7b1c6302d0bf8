# SPDX-License-Identifier: GPL-3.0-or-later
"""What helps a supporter and names nobody: redacted log lines, and the releases of the program."""
