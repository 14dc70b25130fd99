"""Notebooks run from top to bottom, and are stored without outputs."""

import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.util import run_sync

from analyzer.report.figure import fonts
from tests.cloudflare.phone import TOKEN, Phone
from tests.standin.fixture import standin as standin

ACCOUNT_NEEDED = "03_your_own_account"
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module")
def kernel():
    """One kernel for all notebooks: to start one, and to import all that is needed there, takes longer than they do."""
    manager = NotebookClient(nbformat.v4.new_notebook()).create_kernel_manager()
    yield manager
    if manager.has_kernel:
        run_sync(manager.shutdown_kernel)(now=True)


@pytest.mark.long
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.no_cover
@pytest.mark.filterwarnings("default")  # the kernel's own client is not ours to keep free of warnings
def test_a_notebook_runs(path, kernel, request, monkeypatch):
    if path.stem == ACCOUNT_NEEDED:
        _with_an_account(request.getfixturevalue("standin"), monkeypatch)
    book = nbformat.read(path, as_version=4)
    book.cells[:0] = [nbformat.v4.new_code_cell(source) for source in _from_the_beginning()]
    client = NotebookClient(book, km=kernel, timeout=120, resources={"metadata": {"path": path.parent}})
    try:
        client.execute()
    finally:
        client.kc.stop_channels()
    for cell in book.cells:
        if cell.source.endswith((".plot()", ".plot_terms()")):
            assert any("image/png" in output.get("data", {}) for output in cell.outputs), cell.source
            assert not fonts()[1:] or "missing from font" not in str(cell.outputs)


def _from_the_beginning():
    """Forgets in the kernel what another notebook named, and gives it the environment of this test."""
    return ["%reset -f", f"__import__('os').environ.update({dict(os.environ)!r})"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_outputs_and_defines_nothing(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert cell.execution_count is None
            assert "def " not in cell.source


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.stem.endswith(".ja")], ids=lambda path: path.stem)
def test_a_translated_notebook_does_what_the_english_one_does(path):
    english, translated = (
        [cell.source for cell in nbformat.read(file, as_version=4).cells if cell.cell_type == "code"]
        for file in (path.with_name(path.name.replace(".ja.", ".")), path)
    )
    assert [re.sub(r"^analyzer\.speak.*\n", "", source, flags=re.MULTILINE) for source in translated] == english


def _with_an_account(standin, monkeypatch):
    """A stand-in for Cloudflare in the environment, on which PayPay failed an hour ago; commands are found."""
    phone = Phone(standin)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    for name, value in phone.server.environment(TOKEN).items():
        monkeypatch.setenv(name, value)
