"""Cut off anywhere and run again, `exclude` and `restore` end as if nothing had happened."""

import copy
import os
import shutil
import signal
import subprocess

import pytest

from analyzer.exclusions.journal import FILE, Journal
from tests.cloudflare.phone import command
from tests.exclusions.administrator import APP, HOST, OTHER, KilledError, shape
from tests.standin.tokens import ACCOUNT

pytestmark = [pytest.mark.usefixtures("no_pauses"), pytest.mark.no_cover]

SOMEBODYS = {
    "lists": [{"name": "theirs", "items": ["theirs.jp"]}],
    "rules": [{"name": "theirs", "traffic": 'http.conn.hostname == "theirs.jp"'}],
}
STORIES = {
    "a first exclusion": ([], ("exclude", APP, HOST)),
    "one more": ([("exclude", APP)], ("exclude", OTHER, HOST)),
    "a part taken back": ([("exclude", APP, HOST), ("exclude", OTHER)], ("restore", OTHER, HOST)),
    "switched on": ([("exclude", APP, HOST, "--disabled")], ("enable",)),
    "all taken back": ([("exclude", APP, HOST), ("exclude", OTHER)], ("restore", "--all")),
}


class Story:
    """A command after others, which can be told again and again from the same account and journal."""

    def __init__(self, admin, folder, before, told):
        self.admin, self.told, self.state = admin, told, folder / "state"
        self.state.mkdir()
        admin.server.configure(**SOMEBODYS)
        for one in before:
            self.run(one)
        self._kept = shutil.copytree(self.state, folder / "kept")
        self._gateway = copy.deepcopy(vars(admin.server.gateway))

    def run(self, told=None, check=0):
        verb, *names = told or self.told
        return getattr(self.admin, verb)(*names, check=check, PINSCOUT_STATE_DIR=str(self.state))

    def begin_again(self):
        shutil.rmtree(self.state)
        shutil.copytree(self._kept, self.state)
        vars(self.admin.server.gateway).update(copy.deepcopy(self._gateway))

    def end(self):
        """What the account holds, and what the journal says is in force; nothing in it is half done."""
        changes = Journal.read(self.state / FILE).changes.values()
        assert not any(change.is_restoring for change in changes)
        assert all(change.is_done for change in changes if change.in_force)
        return shape(self.admin.server.gateway), sorted(line[:2] for change in changes for line in change.in_force)


@pytest.mark.long
@pytest.mark.parametrize("story", STORIES)
def test_cut_before_and_after_every_request_it_ends_in_the_same_state(admin, line, tmp_path, story):
    story = Story(admin, tmp_path, *STORIES[story])
    line.cut(0, "", "")
    story.run()
    undisturbed, methods = story.end(), list(line.methods)
    cuts = [(number, stage) for number in range(1, len(methods) + 1) for stage in ("before", "after")]
    for number, stage in cuts:
        for how in ("killed", "once") if methods[number - 1] == "GET" else ("killed", "once", "for good"):
            if (methods[number - 1], stage, how) == ("GET", "after", "killed"):
                continue  # what was asked changes nothing: as killed before
            story.begin_again()
            line.cut(number, stage, how)
            try:
                story.run(check=None)
            except KilledError:
                assert how == "killed"
            line.mend()
            story.run(check=None)  # where all of it was done already, `restore` says that nothing is left
            assert story.end() == undisturbed, (number, stage, how)
    print(f"{len(cuts)} cut points: before and after each of {len(methods)} requests")


@pytest.mark.parametrize(("story", "at"), [("a first exclusion", 4), ("all taken back", 11)])
def test_a_process_that_is_really_killed_goes_on_as_well(admin, tmp_path, story, at):
    story = Story(admin, tmp_path, *STORIES[story])
    story.run()
    undisturbed = story.end()
    story.begin_again()
    verb, *names = story.told
    first, begun = len(admin.server.requests), []

    def kill(asked, stage):
        if stage == "after" and begun and len(admin.server.requests) == first + at:
            os.kill(begun.pop().pid, signal.SIGKILL)

    admin.server.watch(kill)
    more = ["--finding", admin.file] if verb == "exclude" else []
    environment = admin.server.environment("standin-full", ACCOUNT) | {"PINSCOUT_STATE_DIR": str(story.state)}
    with subprocess.Popen(
        command(verb, *more, "--yes", *names), env=os.environ | environment, stdout=subprocess.DEVNULL
    ) as process:
        begun.append(process)
        assert process.wait(timeout=120) == -signal.SIGKILL
    assert shape(admin.server.gateway) != undisturbed[0]
    story.run()
    assert story.end() == undisturbed


def test_what_we_were_deleting_when_cut_off_is_not_said_to_be_deleted_by_somebody(admin, line):
    admin.exclude(APP)
    line.cut(0, "", "")
    admin.restore()
    number = len(line.methods)
    admin.exclude(APP)
    line.cut(number, "after", "killed")
    with pytest.raises(KilledError):
        admin.restore()
    line.mend()
    admin.restore()
    assert "deleted" not in admin.run("exclusions").stdout
    assert "deleted" not in admin.exclude(APP).stderr
