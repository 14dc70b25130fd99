import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.reading.encodings import as_utf8, encoding_of
from analyzer.reading.streams import Stream

TEXT = "Datetime;QueryName;DeviceName\r\n2026-11-10T05:05:00Z;a.jp;花子のiPhone 📱\r\n"
ENCODINGS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-8": codecs.BOM_UTF8,
}


def read(data: bytes, step: int = 1 << 20) -> str:
    return b"".join(as_utf8(Stream(data[at : at + step] for at in range(0, len(data), step)))).decode()


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("step", [1, 3, 1 << 20])
def test_text_with_a_mark_is_read(encoding, step):
    assert read(ENCODINGS[encoding] + TEXT.encode(encoding), step) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_text_without_a_mark_is_read_too(encoding):
    assert read(TEXT.encode(encoding)) == TEXT


def test_a_mark_within_is_left_out_where_files_were_joined():
    data = codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")
    assert read(data + data) == TEXT + TEXT


@pytest.mark.parametrize(
    "head", [b"", b"\0\0\0\0\0\0\0\0", b'\0\0\0\0{"Datetime":', b"{}", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\0\0\0\r"]
)
def test_nuls_alone_make_no_other_encoding(head):
    assert encoding_of(head) in ("", "utf-16-le" if head[:2] == b"\xff\xfe" else "")


@given(st.binary(max_size=64))
def test_any_bytes_come_to_an_end(data):
    assert isinstance(b"".join(as_utf8(Stream([data]))), bytes)
