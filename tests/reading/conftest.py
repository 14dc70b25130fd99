"""A store on this machine, and keys that are none of anybody's."""

import pytest

from tests import objectstore

KEY, SECRET = "AKIAINVENTEDINVENTED", "invented/secret+of+nobody"


@pytest.fixture(scope="session")
def line_to_store():
    with objectstore.serve() as line:
        yield line


@pytest.fixture
def line(line_to_store, monkeypatch):
    """The store behind a line on which nothing goes wrong yet, and an environment that leads there."""
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "R2_ACCESS_KEY_ID", "R2_SECRET_ACCESS_KEY", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", line_to_store.address)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("PINSCOUT_STORES_WAIT", "2")
    line_to_store.reset()
    yield line_to_store
    line_to_store.reset()
