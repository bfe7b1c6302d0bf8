# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what is in the frozen program for machines, as CycloneDX: `python -m scripts.package_sbom OUT.json DATE`.

DATE is that of the commit (ISO 8601), so that the same source gives the same file.
"""

import sys
import uuid
from datetime import datetime
from pathlib import Path

from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from checkin import __version__
from scripts.package_parts import Part, parts

_HOME = uuid.uuid5(uuid.NAMESPACE_URL, "checkin")


def bill(found: list[Part], at: datetime) -> str:
    """The bill of materials, as JSON."""
    made = Bom(serial_number=uuid.uuid5(_HOME, f"{__version__} {at.isoformat()}"))
    made.metadata.timestamp = at
    made.metadata.component = Component(
        name="checkin",
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref="checkin",
        licenses=[DisjunctiveLicense(id="GPL-3.0-or-later")],
    )
    components = [_component(part) for part in found]
    made.components.update(components)
    made.register_dependency(made.metadata.component, components)
    return make_outputter(made, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=2)


def _component(part: Part) -> Component:
    space = "debian" if part.kind == "deb" else None
    url = PackageURL(part.kind, space, part.name.replace(" ", "-"), part.version or None)
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        licenses=[DisjunctiveLicense(name=part.licence)],
    )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(bill(parts(), datetime.fromisoformat(sys.argv[2])) + "\n", encoding="utf-8")
