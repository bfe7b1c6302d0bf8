# SPDX-License-Identifier: GPL-3.0-or-later
"""This desk among the others."""
