# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the doors can open: what was measured, judged. Values in, findings out; nothing is measured here."""
