# SPDX-License-Identifier: GPL-3.0-or-later
"""Who watched from afar, as the log of a streaming platform tells it (docs/remote.md, adr/0028). Pure."""
