# SPDX-License-Identifier: GPL-3.0-or-later
"""From the lists people bring to the journal, and back."""
