"""The pure difference: after its steps the account holds what is wanted, and then there is no step left."""

import dataclasses
import itertools

from hypothesis import given
from hypothesis import strategies as st

from analyzer.bodies import Item
from analyzer.exclusions.change import (
    Append,
    DropList,
    DropRule,
    Holding,
    MakeList,
    MakeRule,
    Remove,
    Wanted,
    applied,
    to_exclude,
    to_restore,
)
from analyzer.exclusions.marks import written
from analyzer.exclusions.scope import EVERYBODY, Scope

OURS, THEIRS = "0123456789ab", "ba9876543210"
TRIAL = Scope(users=("aoi@example.jp",))
NAMES = st.sampled_from([f"{letter}.jp" for letter in "abcdefgh"])


def item(value, mark=OURS):
    return Item(value, f"PayPay. {written(mark)}" if mark else "by hand")


def items(names, mark=OURS):
    return tuple(item(name, mark) for name in names)


@st.composite
def accounts(draw):
    """Pairs of ours, some without a rule, some switched off, changed, unmarked or used by others."""
    pairs = []
    for number in range(draw(st.integers(0, 4))):
        rule = draw(st.sampled_from(["", f"r{number}"]))
        lines = [item(name, draw(st.sampled_from([OURS, THEIRS, ""]))) for name in draw(st.sets(NAMES, max_size=5))]
        pairs.append(
            Holding(
                f"l{number}",
                draw(st.sampled_from(["domain", "host"])),
                draw(st.sampled_from([EVERYBODY, TRIAL])),
                tuple(lines),
                rule,
                is_on=draw(st.booleans()),
                is_rule_as_made=not rule or draw(st.booleans()),
                is_marked=draw(st.booleans()),
                is_used_elsewhere=draw(st.booleans()),
            )
        )
    return pairs


WANTED = st.builds(
    lambda domains, hosts, scope: Wanted({"domain": items(domains), "host": items(hosts)}, scope),
    st.lists(NAMES, max_size=6),
    st.lists(NAMES, max_size=6),
    st.sampled_from([EVERYBODY, TRIAL]),
)


def marks():
    return (f"new{number}" for number in itertools.count())


def after(pairs, steps):
    for step in steps:
        pairs = applied(pairs, step)
    return pairs


@given(accounts(), WANTED)
def test_after_the_steps_all_that_is_wanted_is_in_a_list_with_a_rule(pairs, wanted):
    reached = after(pairs, to_exclude(pairs, wanted, marks()))
    for match, lines in wanted.items.items():
        held = [one for one in reached if (one.match, one.scope) == (match, wanted.scope) and one.is_marked]
        for line in lines:
            assert any(line.value in one.values and one.rule for one in held)


@given(accounts(), WANTED)
def test_after_the_steps_there_is_no_step_left(pairs, wanted):
    reached = after(pairs, to_exclude(pairs, wanted, marks()))
    assert to_exclude(reached, wanted, marks()) == []


@given(accounts(), WANTED, st.integers(0, 20))
def test_cut_off_after_any_step_the_rest_leads_to_the_same_end(pairs, wanted, cut):
    steps = to_exclude(pairs, wanted, marks())
    half_way = after(pairs, steps[:cut])
    end = after(half_way, to_exclude(half_way, wanted, (f"later{number}" for number in itertools.count())))

    def shape(held):
        return sorted((one.match, one.scope.names, bool(one.rule), sorted(one.values)) for one in held)

    assert shape(end) == shape(after(pairs, steps))


@given(accounts(), WANTED)
def test_nothing_that_is_there_is_taken_away_or_written_again(pairs, wanted):
    steps = to_exclude(pairs, wanted, marks())
    assert {type(step) for step in steps} <= {MakeList, Append, MakeRule}
    before, reached = {one.mark: one for one in pairs}, {one.mark: one for one in after(pairs, steps)}
    for mark, one in before.items():
        assert reached[mark].items[: len(one.items)] == one.items
        assert len({line.value for line in reached[mark].items}) == len(reached[mark].items)


@given(accounts(), WANTED)
def test_a_list_is_never_given_more_than_it_can_hold(pairs, wanted):
    wanted = dataclasses.replace(wanted, room=3)
    reached = after(pairs, to_exclude(pairs, wanted, marks()))
    known = {one.mark: len(one.items) for one in pairs}
    assert all(len(one.items) <= max(3, known.get(one.mark, 0)) for one in reached)
    assert to_exclude(reached, wanted, marks()) == []


@given(accounts(), st.sets(NAMES, max_size=3))
def test_taking_back_leaves_what_is_not_ours_and_what_is_needed(pairs, needed):
    needs = {(match, scope): needed for match in ("domain", "host") for scope in (EVERYBODY, TRIAL)}
    reached = {one.mark: one for one in after(pairs, to_restore(pairs, needs, {OURS}))}
    for one in pairs:
        kept = [line for line in one.items if written(OURS) not in line.description or line.value in needed]
        left = reached.get(one.mark)
        assert (list(left.items) if left else []) == kept
        if kept or not one.is_marked or one.is_used_elsewhere or (one.rule and not one.is_rule_as_made):
            assert left.rule == one.rule
        else:
            assert left is None
    assert to_restore(reached.values(), needs, {OURS}) == []


@given(accounts())
def test_a_rule_goes_before_its_list_and_lines_go_before_both(pairs):
    order = {Remove: 0, DropRule: 1, DropList: 2}
    steps = to_restore(pairs, {}, {OURS})
    for one in pairs:
        kinds = [order[type(step)] for step in steps if step.list == one.mark]
        assert kinds == sorted(kinds)


def test_domains_and_hosts_never_share_a_list():
    wanted = Wanted({"domain": items(["a.jp"]), "host": items(["a.jp"])})
    assert [(type(step), step.match) for step in to_exclude([], wanted, marks())] == [
        (MakeList, "domain"),
        (MakeRule, "domain"),
        (MakeList, "host"),
        (MakeRule, "host"),
    ]


def test_a_twin_after_punycode_is_there_already():
    held = Holding("l0", "domain", EVERYBODY, (Item("日本.JP."),), "r0")
    assert to_exclude([held], Wanted({"domain": items(["xn--wgv71a.jp"])}), marks()) == []
