# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of this computer, a page each, and the same pages at the first start."""
