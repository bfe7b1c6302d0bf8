# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the product: values in, values out. No Qt, SQL, files, clock, randomness or logging."""
