"""Phone or computer? A phone has a flight mode, a computer a command."""

import pytest

from analyzer.incidents.device_kinds import device_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("iPhone", "phone"), ("Aoi's iPad", "phone"), ("Pixel 8", "phone"), ("Galaxy S24", "phone"), ("Xperia", "phone"),
        ("SM-G991B", "phone"), ("Android", "phone"), ("MacBook", "mac"), ("Ren's MacBook Pro", "mac"), ("iMac", "mac"),
        ("DESKTOP-4F2K", "windows"), ("LAPTOP-77", "windows"), ("WIN-PC01", "windows"), ("Surface 4", "windows"),
        ("ThinkPad X1", "windows"), ("ubuntu-build", "linux"), ("Galaxy Book", "computer"), ("office-pc", "computer"),
        ("", "device"), ("taro", "device"), ("Winnie", "device"),
    ],
)  # fmt: skip
def test_a_name_tells_what_it_is(name, kind):
    assert device_kind([name], []) == kind


def test_where_the_name_tells_nothing_what_it_asks_does():
    assert device_kind(["taro"], ["ctldl.windowsupdate.com", "example.org"]) == "windows"
    assert device_kind([""], ["swscan.apple.com"]) == "mac"
    assert device_kind([""], ["android.googleapis.com"]) == "phone"
    assert device_kind([""], ["www.apple.com"]) == "device"


def test_devices_of_several_kinds_are_of_none():
    assert device_kind(["iPhone", "MacBook"], []) == "device"
    assert device_kind(["Surface 4", "MacBook"], []) == "computer"
