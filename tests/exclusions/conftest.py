"""What the tests of exclusions share."""

import pytest

from tests.cloudflare.conftest import no_pauses as no_pauses
from tests.exclusions.administrator import Administrator, Line
from tests.standin.fixture import standin as standin


@pytest.fixture
def admin(standin, tmp_path):
    """An administrator whose account is empty."""
    return Administrator(standin(), tmp_path)


@pytest.fixture
def line(monkeypatch):
    """The line to Cloudflare."""
    return Line(monkeypatch)
