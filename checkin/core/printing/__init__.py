# SPDX-License-Identifier: GPL-3.0-or-later
"""Printing as values: print jobs and their states, the print plan of a computer, and what is left on a roll."""
