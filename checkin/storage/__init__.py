# SPDX-License-Identifier: GPL-3.0-or-later
"""The event file. The only package that knows SQL."""
