"""What the tests of the live account share."""

import pytest
import stamina


@pytest.fixture
def no_pauses():
    """What is repeated is repeated at once: for how long a pause is meant to be, another test waits."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield
