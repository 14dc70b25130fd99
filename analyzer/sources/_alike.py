"""Lines that are spelled as the first record of a file, as most lines of a log are: decoded a block at a time."""

from __future__ import annotations

from typing import Any

import msgspec

from analyzer.sources._columns import Columns
from analyzer.sources._dataset import Dataset
from analyzer.sources._spelling import row_type

BAD_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Alike:
    """Decodes lines that are all spelled as the sample, into columns; a block with any other line is not taken."""

    def __init__(self, dataset: Dataset, sample: dict[str, Any], columns: Columns) -> None:
        self._columns = columns
        self._decoder = msgspec.json.Decoder(row_type(dataset, sample))
        self._short: msgspec.json.Decoder[Any] | None = msgspec.json.Decoder(row_type(dataset, sample, columns.enough))

    def takes(self, block: bytes) -> bool:
        """Whether all lines of the block are so; then their values are in the columns."""
        try:
            if self._short is not None:
                if self._columns.add_if_enough(self._short.decode_lines(block)):
                    return True
                self._short = None  # so it would be for the blocks to come
            self._columns.add(self._decoder.decode_lines(block))
        except BAD_JSON:
            return False
        return True

    def takes_one(self, data: bytes) -> bool:
        """Whether this is a record spelled so; then its values are in the columns."""
        try:
            self._columns.add([self._decoder.decode(data)])
        except BAD_JSON:
            return False
        return True
