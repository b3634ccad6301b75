"""The bill of materials of a site, as CycloneDX 1.6 (ECMA-424): `python -m tools.bill` prints it as JSON.

It holds what the lock file holds, with its hashes, and the same bytes for the same lock file: no moment, no random number.
"""

import json
import sys
import tomllib
import uuid
from typing import Any

from tools.packages import ROOT, Package, packages

# Of bills like this one, so that the number of a bill follows from what is in it.
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://cyclonedx.org/schema/bom-1.6.schema.json")


def component(package: Package) -> dict[str, Any]:  # Any: JSON
    """Return a package as the bill has it."""
    licence = package.licence
    said = {"expression": licence} if " " in licence else {"license": {"id": licence}}
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        **({"licenses": [said]} if licence else {}),
        # Any of its files may be the one that is installed: each has its own hash.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{package.name}/{package.version}/",
                "hashes": [{"alg": "SHA-256", "content": each} for each in sorted(package.hashes)],
            }
        ],
    }


def bill() -> dict[str, Any]:  # Any: JSON
    """Return the bill."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    components = [component(package) for package in packages()]
    own = f"pkg:pypi/{project['name']}@{project['version']}"
    content = json.dumps(components, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": [each["bom-ref"] for each in components]}],
    }


if __name__ == "__main__":
    json.dump(bill(), sys.stdout, indent=1)
    sys.stdout.write("\n")
