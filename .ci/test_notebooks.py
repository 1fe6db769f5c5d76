"""The notebooks, the note and the package for Python, by checks of their own."""

import pytest

from commands import run

pytestmark = pytest.mark.xdist_group("notebooks")


def test_notebooks_open_check(jars):
    run(["notebooks/open", "--check"], seconds=1800, show=True)
