"""Takes steps in an account, one request each: the journal knows of each before it is sent, and whether it was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from analyzer.bodies import Item, switched_on
from analyzer.cloudflare.client import Cloudflare
from analyzer.cloudflare.gateway import lists, rules
from analyzer.cloudflare.gateway.lists import GatewayList, clean_value
from analyzer.errors import CloudflareError
from analyzer.exclusions import requests
from analyzer.exclusions.change import Append, DropList, DropRule, MakeList, MakeRule, Remove, Step, SwitchOn
from analyzer.exclusions.journal import Journal, Made
from analyzer.exclusions.marks import marks_in
from analyzer.facts import Fact, fact

_FORBIDDEN, _NOT_FOUND, _SERVER_ERROR = 403, 404, 500
_THERE_ALREADY, _NO_SUCH_LIST = 1204, 2218


@dataclass
class Applier:
    """Writes to one account. Never sends a write again: of one without an answer it reads what became of it."""

    client: Cloudflare
    account: str
    journal: Journal
    written: int = 0
    """Writes that were done."""

    def apply(self, steps: Iterable[Step]) -> list[Fact]:
        """Take the steps; what was left undone with good reason. Raises CloudflareError where it has to stop."""
        left = []
        for step in steps:
            try:
                left += self._take(step)
            except CloudflareError as error:
                raise self._explained(error) from error
            self.written += 1
        return left

    def _take(self, step: Step) -> list[Fact]:
        match step:
            case MakeList():
                self._make_list(step)
            case Append(mark, items):
                self._append(self._list_id(mark), items)
            case MakeRule():
                self._make_rule(step)
            case Remove(mark, values):
                self._remove(self._list_id(mark), values)
            case DropRule(rule, mark):
                return self._drop_rule(rule, mark)
            case DropList(mark):
                return self._drop_list(mark)
            case SwitchOn():
                self._switch_on(step)
        return []

    def _list_id(self, mark: str) -> str:
        return self.journal.lists[mark].id

    def _make_list(self, step: MakeList) -> None:
        self.journal.announce_list(Made(step.list, self.account, step.match, step.scope))
        body = requests.list_body(step)
        found = self._sent(lambda: lists.create_list(self.client, self.account, body), lambda: self._marked(step.list))
        self.journal.identify(step.list, found)

    def _make_rule(self, step: MakeRule) -> None:
        self.journal.announce_rule(Made(step.rule, self.account, step.match, step.scope, of=step.list))
        body = requests.rule_body(step, self._list_id(step.list))
        found = self._sent(
            lambda: rules.create_rule(self.client, self.account, body), lambda: self._marked_rule(step.rule)
        )
        self.journal.identify(step.rule, found)

    def _append(self, list_id: str, items: tuple[Item, ...]) -> None:
        def are_there() -> str:
            values = {clean_value(item.value) for item in self._items(list_id)}
            return list_id if values >= {clean_value(item.value) for item in items} else ""

        def send() -> str:
            lists.append_items(self.client, self.account, list_id, items)
            return list_id

        try:
            self._sent(send, are_there)
        except CloudflareError as error:
            # Somebody else added the same name in between: then it is there, and it is theirs.
            if _THERE_ALREADY not in error.codes or not are_there():
                raise

    def _remove(self, list_id: str, values: tuple[str, ...]) -> None:
        def are_gone() -> str:
            return "" if {item.value for item in self._items(list_id)} & set(values) else list_id

        def send() -> str:
            lists.remove_items(self.client, self.account, list_id, values)
            return list_id

        self._sent(send, are_gone)

    def _switch_on(self, step: SwitchOn) -> None:
        rule_id = self.journal.rules[step.rule].id
        rule = rules.read_rule(self.client, self.account, rule_id)
        if switched_on(rule.record) != step.body:
            raise CloudflareError("ex_rule_changed", name=rule.name)

        def send() -> str:
            rules.write_rule(self.client, self.account, rule_id, step.body)
            return rule_id

        def is_on() -> str:
            return rule_id if rules.read_rule(self.client, self.account, rule_id).enabled else ""

        self.journal.note_on(step.rule)
        if not rule.enabled:
            self._sent(send, is_on)

    def _drop_rule(self, rule: str, of: str) -> list[Fact]:
        if self._items(self._list_id(of)):
            return [fact("ex_filled_meanwhile", name=self._head(self._list_id(of)).name)]
        self.journal.note_going(rule)
        self._delete(rules.delete_rule, self.journal.rules[rule].id, lambda: not self._marked_rule(rule))
        self.journal.note_gone(rule)
        return []

    def _drop_list(self, mark: str) -> list[Fact]:
        list_id = self._list_id(mark)
        if self._items(list_id):
            return [fact("ex_filled_meanwhile", name=self._head(list_id).name)]
        self.journal.note_going(mark)
        self._delete(lists.delete_list, list_id, lambda: not self._marked(mark))
        self.journal.note_gone(mark)
        return []

    def _delete(self, delete: Callable[[Cloudflare, str, str], None], id_: str, is_gone: Callable[[], bool]) -> None:
        def send() -> str:
            delete(self.client, self.account, id_)
            return id_

        try:
            self._sent(send, lambda: id_ if is_gone() else "")
        except CloudflareError as error:
            if error.status != _NOT_FOUND and _NO_SUCH_LIST not in error.codes:
                raise

    def _sent(self, send: Callable[[], str], look: Callable[[], str]) -> str:
        """What a write gives; where its answer was lost, what a look at the account gives."""
        try:
            return send()
        except CloudflareError as error:
            if error.status < _SERVER_ERROR and error.fact.key != "cf_no_json":
                raise
            if found := self._seen(look):
                return found
            raise CloudflareError("ex_unknown_outcome", *error.hints, fact("ex_again"), text=error.fact) from error

    def _seen(self, look: Callable[[], str]) -> str:
        try:
            return look()
        except CloudflareError:
            return ""

    def _items(self, list_id: str) -> tuple[Item, ...]:
        return lists.read_items(self.client, self.account, self._head(list_id))

    def _head(self, list_id: str) -> GatewayList:
        return lists.read_list(self.client, self.account, list_id)

    def _marked(self, mark: str) -> str:
        every = lists.read_lists(self.client, self.account)
        return next((one.id for one in every if mark in marks_in(one.description)), "")

    def _marked_rule(self, mark: str) -> str:
        every = rules.read_rules(self.client, self.account)
        return next((one.id for one in every if mark in marks_in(one.description)), "")

    def _explained(self, error: CloudflareError) -> CloudflareError:
        """The error with what it means for the change."""
        if error.fact.key == "ex_unknown_outcome":
            return error
        far = [fact("ex_so_far", count=self.written)] if self.written else [fact("ex_nothing_changed")]
        if error.status == _FORBIDDEN:
            return CloudflareError("ex_read_only", fact("ex_read_only_hint"), *far, status=error.status)
        if _NO_SUCH_LIST in error.codes or error.status == _NOT_FOUND:
            return CloudflareError("ex_deleted_meanwhile", fact("ex_again"), *far, status=error.status)
        return error.with_hints(*error.all_hints, *far)
