# SPDX-License-Identifier: GPL-3.0-or-later
"""A module for each command: its arguments, then a few lines over `desk`."""
