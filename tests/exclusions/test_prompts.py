"""What is asked before the account is changed, at a real terminal: Ctrl-C there changes nothing and blocks nothing."""

import pytest

from tests.exclusions.administrator import APP
from tests.terminal import at_terminal


def writes(admin):
    return [asked for asked in admin.server.requests if asked.method != "GET" and asked.path != "/graphql"]


@pytest.mark.no_cover
@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 130), ("n\n", 1), ("what?\n\x03", 130)])
def test_whoever_does_not_agree_changes_nothing_and_may_go_on_later(admin, keys, code):
    with at_terminal("exclude", "--finding", admin.file, environment=admin.server.environment()) as terminal:
        terminal.wait_for("[y/N]")
        for key in keys:
            terminal.type(key)
        assert terminal.end(pressing="\x03" if "\x03" in keys else "") == code
    assert "Traceback" not in terminal.shown
    assert not writes(admin)
    admin.exclude()
    assert writes(admin)


@pytest.mark.parametrize("place", ["/dev/null/x", "/proc/nope"])
@pytest.mark.parametrize("command", [["exclude", APP], ["exclude", "--enable"], ["restore"]], ids=" ".join)
def test_where_no_journal_can_be_kept_nothing_is_sent(admin, command, place):
    finding = ["--finding", admin.file] if command == ["exclude", APP] else []
    done = admin.run(*command, *finding, "--yes", check=1, PINSCOUT_STATE_DIR=place)
    assert done.stderr.startswith("Error: ")
    assert not writes(admin)
