# SPDX-License-Identifier: GPL-3.0-or-later
"""Help for support, without names: redacted log lines, and the releases of the program."""
