"""The stopwatch at the terminal: what it asks, the keys it takes, and what it keeps after each of them."""

from __future__ import annotations

import contextlib
import datetime as dt
import shlex
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from analyzer.cli import INTERRUPTED_EXIT
from analyzer.cli._terminal import tell, tell_wrapped
from analyzer.facts import fact
from analyzer.incidents.device_kinds import device_kind
from analyzer.incidents.incident import Incident
from analyzer.incidents.stopwatch import TOO_QUICK, Stopwatch
from analyzer.messages import say
from analyzer.pipelines.record import clock_of_account, file_for, has_token, keep, refuse_unwritable

_ENOUGH = 3
_DONE, _UNDO, _NOT_FAILED, _WORKED = "d", "u", "n", "w"


class Dialogue:
    """Asks for one try after the other. Whatever is stamped is in the file before the next question."""

    def __init__(self, about: Incident, path: Path, skew: dt.timedelta, before: Incident | None = None) -> None:
        self.path = path
        self.watch = Stopwatch(about, before.failures if before else ())
        self._skew, self._before = skew, len(self.watch.failures)
        self._app = about.app or say("record_app")
        self._may_work, self._said = False, ""
        self._flush = fact(f"flush_{device_kind([about.device], [])}")

    @classmethod
    def begin(cls, about: Incident, file: str | None, before: Incident | None = None) -> Dialogue:
        """The dialogue for an incident that is kept in the file, by default a new one.

        What would make it useless is found out before: no terminal, an account that can't be read, several devices.
        """
        if not sys.stdin.isatty():
            raise click.UsageError(say("record_no_terminal"))
        skew = clock_of_account(about) if has_token() else dt.timedelta(0)
        if skew:
            tell(say("record_skew", seconds=abs(skew).total_seconds()))
        path = Path(file) if file else file_for(about.app, dt.datetime.now(about.zone) + skew)
        refuse_unwritable(path)
        return cls(about, path, skew, before)

    def run_once(self) -> tuple[Incident | None, str]:
        """One run, and what the person saw: `works` or `fails`; None if nothing was stamped."""
        self._head()
        self._may_work = True
        self._try()
        return self.watch.incident, self._said

    def run(self) -> Incident | None:
        """The incident when the person is done; None if nothing was stamped."""
        self._head()
        while self._try():
            pass
        return self.watch.incident

    def _head(self) -> None:
        device = self.watch.about.device
        what = fact("record_app_on", app=self._app, device=device) if device else self._app
        count, path = len(self.watch.failures), str(self.path)
        tell_wrapped(say("record_head_more" if count else "record_head", what=what, count=count, path=path))

    def _try(self) -> bool:
        """One try; False when the person is done."""
        count = len(self.watch.failures)
        tell_wrapped("", say("record_prepare", number=count + 1, app=self._app, flush=self._flush))
        while True:
            can_undo = len(self.watch.failures) > self._before
            key = _ask("record_start_or_undo" if can_undo else "record_start")
            now = self._now()
            if key == "" or key is None or key == _DONE:
                break
            if key == _UNDO and can_undo:
                self._keep(self.watch.drop())
                tell_wrapped(say("record_undone", count=len(self.watch.failures)))
                continue
            tell_wrapped(say("record_keys"))
        if key != "":
            return False
        self._start(now)
        self._fail()
        return True

    def _start(self, now: dt.datetime) -> None:
        if (best := self.watch.next_at) and now < best:
            tell_wrapped(say("record_early", seconds=(best - now).total_seconds()))
        self._keep(self.watch.start(now))
        tell_wrapped(say("record_started", time=self._shown(now)))
        self._started = now

    def _fail(self) -> None:
        while True:
            key = _ask("record_fail_or_works" if self._may_work else "record_fail")
            now = self._now()
            if key == "" and now - self._started < TOO_QUICK:
                tell_wrapped(say("record_quick"))
            elif key == "":
                self._keep(self.watch.fail(now))
                self._said = "fails"
                tell_wrapped(say("record_failed", time=self._shown(now)))
                return None if self._may_work else self._advise()
            elif key == _WORKED and self._may_work:
                self._keep(self.watch.fail(now))
                self._said = "works"
                return tell_wrapped(say("record_worked", time=self._shown(now)))
            elif key in (_NOT_FAILED, _DONE, None):
                self._keep(self.watch.drop())
                return tell_wrapped(say("record_not_failed"))
            else:
                tell_wrapped(say("record_keys"))

    def _advise(self) -> None:
        count, best = len(self.watch.failures), self.watch.next_at
        key = "record_pause" if count < _ENOUGH else "record_pause_enough"
        tell_wrapped(say(key, count=count, time=self._shown(best or self._now())))

    def _keep(self, watch: Stopwatch) -> None:
        self.watch = watch
        keep(watch, self.path)

    def _now(self) -> dt.datetime:
        """The time by the clock that the log goes by."""
        return dt.datetime.now(dt.UTC) + self._skew

    def _shown(self, moment: dt.datetime) -> str:
        return moment.astimezone(self.watch.about.zone).isoformat()

    @contextlib.contextmanager
    def stoppable(self, *commands: Sequence[str]) -> Iterator[None]:
        """Ctrl-C ends the command with 130, and says what is kept and by which commands it goes on from there.

        Each of `commands` is followed by the file.
        """
        try:
            yield
        except KeyboardInterrupt:
            self._go_on(commands)
            click.get_current_context().exit(INTERRUPTED_EXIT)

    def _go_on(self, commands: Iterable[Sequence[str]]) -> None:
        incident = self.watch.incident
        if incident is None:
            return tell_wrapped("", say("record_stopped_empty"))
        keep(self.watch, self.path)
        tell_wrapped("", say("record_stopped", count=len(incident.failures)))
        return tell_wrapped(*("  " + shlex.join(["pinscout", *command, str(self.path)]) for command in commands))


def _ask(key: str) -> str | None:
    """What was typed before Enter, in lower case; None at the end of the input."""
    click.echo(say(key), nl=False, err=True)
    line = sys.stdin.readline()
    return line.strip().casefold() if line else None
