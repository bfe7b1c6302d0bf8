# SPDX-License-Identifier: GPL-3.0-or-later
"""The camera of a desk: one source of pictures, and the thread that decodes them."""
