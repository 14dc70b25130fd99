"""Logs put into every shape and packing that people have, for tests that count what comes out again."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Row = dict[str, object]

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


def tar(files: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar archive."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return packed.getvalue()


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


class _Pipe(io.RawIOBase):
    """Written to but not gone back in: then sizes stand behind the data."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += bytes(data)
        return len(data)


def zipped_to_a_pipe(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive that was written in one go."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return pipe.data


def as_csv(rows: Sequence[Row], columns: Sequence[str], delimiter: str = ",", line_end: str = "\n") -> str:
    """A table without a line end behind its last row; values hold neither quotes nor delimiters."""
    return line_end.join(
        delimiter.join(map(str, line)) for line in [columns, *([row[c] for c in columns] for row in rows)]
    )


ARRANGEMENTS: dict[str, Callable[[Sequence[Row]], str]] = {
    "lines": lambda rows: "".join(json.dumps(row) + "\n" for row in rows),
    "lines without a last end": lambda rows: "\n".join(map(json.dumps, rows)),
    "Windows lines": lambda rows: "".join(json.dumps(row) + "\r\n" for row in rows),
    "end to end": lambda rows: "".join(map(json.dumps, rows)),
    "over many lines": lambda rows: "".join(json.dumps(row, indent=2) + "\n" for row in rows),
    "a list": lambda rows: json.dumps(rows),
    "a list over many lines": lambda rows: json.dumps(rows, indent=1),
    "an answer": lambda rows: json.dumps({"result": list(rows), "success": True, "errors": [], "messages": []}),
    "lines with commas": lambda rows: ",\n".join(map(json.dumps, rows)) + ",\n",
    "holes": lambda rows: "".join("\0" * 7 + json.dumps(row) + "\n" for row in rows),
}


def _joined(files: Mapping[str, bytes]) -> bytes:
    return b"\n".join(files.values())


def packed_somehow(files: Mapping[str, bytes], chance: random.Random, *, layers: int, may_join: bool) -> bytes:
    """The files in one, within archives and compression as chance has it."""
    ways: list[Callable[[Mapping[str, bytes]], bytes]] = [tar, zipped, zipped_to_a_pipe]
    if may_join or len(files) == 1:
        ways.append(_joined)
    whole = chance.choice(ways)(files)
    for _ in range(chance.randrange(layers + 1)):
        pack = chance.choice([*COMPRESSIONS.values(), lambda one: tar({"a": one}), lambda one: zipped({"a": one})])
        whole = pack(whole)
    return whole
