# SPDX-License-Identifier: GPL-3.0-or-later
"""A real pretix of the tests' own (README.md)."""
