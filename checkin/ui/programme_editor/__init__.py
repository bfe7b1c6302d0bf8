# SPDX-License-Identifier: GPL-3.0-or-later
"""The window in which a programme is changed."""
