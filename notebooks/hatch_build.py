"""What the wheel takes from Maven's build: the version of the root's pom.xml and the udf jar."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

ROOT = Path(__file__).resolve().parents[1]


def maven_version() -> str:
    """Returns the version of the project, as Maven writes it."""
    version = ET.parse(ROOT / "pom.xml").getroot().findtext("{*}version")
    if version is None:
        raise ValueError(f"{ROOT / 'pom.xml'} has no version")
    return version


class Version(MetadataHookInterface):
    """The version of the wheel: Maven's, a snapshot as a development release."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Sets the version."""
        metadata["version"] = maven_version().replace("-SNAPSHOT", ".dev0")


class Jar(BuildHookInterface[Any]):
    """The jar, beside the modules."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the jar."""
        jar = ROOT / f"udf/target/net2vec-udf-{maven_version()}.jar"
        if not jar.is_file():
            raise FileNotFoundError(f"{jar} is not built: notebooks/wheel builds it")
        build_data["force_include"][str(jar)] = "net2vec/net2vec-udf.jar"
