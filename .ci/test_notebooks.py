"""The notebooks, the note and the package for Python, by checks of their own."""

import os

import pytest

import spark
from commands import run

pytestmark = pytest.mark.xdist_group("notebooks")


def test_notebooks_open_check(jars):
    quick = os.environ | {"JAVA_TOOL_OPTIONS": spark.QUICK_START}
    run(["notebooks/open", "--check"], seconds=1800, show=True, env=quick)
