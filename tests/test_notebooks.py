"""Notebooks run from top to bottom, and are stored without outputs."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.cloudflare.phone import TOKEN, Phone
from tests.standin.fixture import standin as standin

ACCOUNT_NEEDED = "03_your_own_account"
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.no_cover
@pytest.mark.filterwarnings("default")  # the kernel's own client is not ours to keep free of warnings
def test_a_notebook_runs(path, request, monkeypatch):
    if path.stem == ACCOUNT_NEEDED:
        _with_an_account(request.getfixturevalue("standin"), monkeypatch)
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": path.parent}}).execute()
    for cell in book.cells:
        if cell.source.endswith(".plot()"):
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs_and_defines_nothing(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
            assert "def " not in cell.source


def _with_an_account(standin, monkeypatch):
    """A stand-in for Cloudflare in the environment, on which PayPay failed an hour ago; commands are found."""
    phone = Phone(standin)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name, value in phone.server.environment(TOKEN).items():
        monkeypatch.setenv(name, value)
