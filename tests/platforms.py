# SPDX-License-Identifier: GPL-3.0-or-later
"""The platforms that the program comes with."""

from checkin.documents.platform_folder import read_platforms
from checkin.resource_folder import resources

FOLDER = resources() / "lists" / "platforms"
PLATFORMS = read_platforms(FOLDER)
