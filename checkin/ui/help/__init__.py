# SPDX-License-Identifier: GPL-3.0-or-later
"""Help: keys, guides, the report of a problem."""
