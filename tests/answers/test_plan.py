"""What to do about an answer, step by step."""

import pandas as pd
import pytest

from analyzer.answers.plan import entry_list, exclude_step, trial_plan
from analyzer.facts import fact

RESTART, SINGLE, SHRINK = fact("plan_restart"), fact("plan_single"), fact("plan_shrink")
WIDER, WIDER_OR_NAME, ONE_FAILURE = fact("plan_wider"), fact("plan_wider_or_name"), fact("one_failure")
ROW = {"band": "exclude", "match": "domain", "score": 1.0, "points_origin_error": 0.0, "tls_error_count": 1}


def entries(*shown):
    return fact("entries", shown=list(shown))


def exclude(*shown, match="domain"):
    return fact(f"plan_exclude_{match}" + ("s" if len(shown) > 1 else ""), entries=entries(*shown))


def plan(*rows, app="Hoshizora", failure_count=2, **more):
    """The steps for rows of (domain, what is said of it)."""
    frame = pd.DataFrame([ROW | {"registrable_domain": name, "exclude": name} | row for name, row in rows])
    reasons = {name: [fact("companion"), fact("near_none")] for name, _ in rows}
    return trial_plan(frame, reasons, app=app, failure_count=failure_count, **more)


NEXT, LEAVE = {"band": "try_next"}, {"band": "leave"}
UNSEEN = {"tls_error_count": 0}


class TestSomethingIsClear:
    @pytest.mark.parametrize(
        ("rows", "steps"),
        [
            pytest.param([("a.jp", {})], [exclude("a.jp"), RESTART, SINGLE], id="one entry"),
            pytest.param([("a.jp", {}), ("b.jp", {})], [exclude("a.jp", "b.jp"), RESTART, SHRINK], id="two entries"),
            pytest.param(
                [("a.jp", {"match": "host", "exclude": "x.a.jp y.a.jp"})],
                [exclude("x.a.jp", "y.a.jp", match="host"), RESTART, SHRINK],
                id="two hosts of one domain",
            ),
            pytest.param(
                [("a.jp", {"match": "host"}), ("b.jp", {}), ("c.jp", {"match": "host"})],
                [exclude("b.jp"), exclude("a.jp", "c.jp", match="host"), RESTART, SHRINK],
                id="domains and hosts are two lists",
            ),
            pytest.param(
                [("a.jp", {}), ("b.jp", NEXT), ("c.jp", NEXT), ("d.jp", LEAVE)],
                [
                    exclude("a.jp"),
                    RESTART,
                    fact("plan_next", entries=entries("b.jp"), reason=fact("companion")),
                    fact("plan_next", entries=entries("c.jp"), reason=fact("companion")),
                    SHRINK,
                ],
                id="what to try next has its first reason, and what to leave no step",
            ),
            pytest.param(
                [("a.jp", {}), ("b.jp", NEXT | {"exclude": "x.b.jp y.b.jp"})],
                [
                    exclude("a.jp"),
                    RESTART,
                    fact("plan_next", entries=entries("x.b.jp", "y.b.jp"), reason=fact("companion")),
                    SHRINK,
                ],
                id="what to try next names all its entries",
            ),
        ],
    )
    def test_exclude_restart_try_next_and_shrink(self, rows, steps):
        assert plan(*rows) == steps

    @pytest.mark.parametrize(
        ("rows", "app", "last"),
        [
            pytest.param([("a.jp", UNSEEN)], "Hoshizora", [WIDER], id="no refusal seen: look wider"),
            pytest.param([("a.jp", UNSEEN)], "", [WIDER_OR_NAME], id="or name the app"),
            pytest.param([("a.jp", {}), ("b.jp", UNSEEN)], "Hoshizora", [WIDER], id="one of them was not refused"),
            pytest.param([("a.jp", {})], "", [], id="all were refused: nothing wider is needed"),
            pytest.param([("a.jp", UNSEEN), ("b.jp", NEXT)], "Hoshizora", [], id="there is something to try next"),
        ],
    )
    def test_and_if_it_still_fails_look_wider(self, rows, app, last):
        steps = plan(*rows, app=app)
        assert steps[next(place for place, step in enumerate(steps) if step in (SINGLE, SHRINK)) + 1 :] == last

    @pytest.mark.parametrize(("failures", "is_said"), [(1, True), (2, False), (3, False)])
    def test_of_one_failure_it_says_last_that_several_tell_more(self, failures, is_said):
        steps = plan(("a.jp", UNSEEN), failure_count=failures)
        assert steps[-2:] == ([WIDER, ONE_FAILURE] if is_said else [SINGLE, WIDER])


class TestNothingIsClear:
    REPEAT, LIMITS = fact("none_repeat"), fact("none_limits")

    @pytest.mark.parametrize(
        ("app", "sessions_read", "keys"),
        [
            ("Hoshizora", True, ["none_repeat", "none_wider", "none_limits"]),
            ("", True, ["none_repeat", "none_wider", "none_name", "none_limits"]),
            ("Hoshizora", False, ["none_repeat", "none_wider", "none_sessions", "none_limits"]),
            ("", False, ["none_repeat", "none_wider", "none_name", "none_sessions", "none_limits"]),
        ],
    )
    def test_it_says_how_to_get_a_clearer_picture(self, app, sessions_read, keys):
        assert plan(("a.jp", LEAVE), app=app, sessions_read=sessions_read) == list(map(fact, keys))

    def test_sessions_count_as_unread_where_nothing_is_said(self):
        assert fact("none_sessions") in plan(("a.jp", LEAVE))

    def test_the_likeliest_alone_may_be_tried_last(self):
        steps = plan(("a.jp", NEXT), ("b.jp", NEXT), sessions_read=True)
        assert steps[-2:] == [self.LIMITS, fact("none_try", entries=entries("a.jp"))]

    def test_a_single_failure_is_not_told_apart(self):
        assert ONE_FAILURE not in plan(("a.jp", LEAVE), failure_count=1)


class TestBeforeAnything:
    STORE = fact("trust_store_nss", app="Firefox")

    def test_an_app_with_a_trust_store_of_its_own_is_told_so_first(self):
        assert plan(("a.jp", {}), app="Firefox")[:2] == [self.STORE, exclude("a.jp")]
        assert plan(("a.jp", LEAVE), app="Firefox")[:2] == [self.STORE, fact("none_repeat")]

    @pytest.mark.parametrize(
        ("score", "fault", "is_said"),
        [
            pytest.param(-5.0, -6.0, True, id="it would have 1, as much as the best"),
            pytest.param(-4.0, -6.0, True, id="it would have 2"),
            pytest.param(-5.1, -6.0, False, id="it would have .9, less than the best"),
            pytest.param(1.0, 0.0, False, id="no fault"),
        ],
    )
    def test_a_site_that_would_stand_first_but_for_its_own_fault_is_told(self, score, fault, is_said):
        faulty = {"band": "leave", "score": score, "points_origin_error": fault}
        said = fact("plan_site_fault", domain="b.jp")
        assert (plan(("a.jp", {}), ("b.jp", faulty))[0] == said) is is_said

    def test_the_trust_store_comes_before_the_site_and_the_site_before_the_steps(self):
        faulty = {"score": 9.0, "points_origin_error": -6.0, "band": "leave"}
        steps = plan(("a.jp", {}), ("b.jp", faulty), app="Firefox")
        assert steps[:3] == [self.STORE, fact("plan_site_fault", domain="b.jp"), exclude("a.jp")]


class TestEntries:
    @pytest.mark.parametrize(
        ("most", "said"),
        [
            (None, entries("a", "b", "c")),
            (3, entries("a", "b", "c")),
            (2, fact("entries_more", shown=["a", "b"], count=1)),
            (1, fact("entries_more", shown=["a"], count=2)),
        ],
    )
    def test_of_many_the_first_are_named_and_the_rest_counted(self, most, said):
        assert entry_list(["a", "b", "c"], most) == said

    def test_a_step_is_in_the_plural_for_several_however_few_are_named(self):
        assert exclude_step("host", ["a", "b"], 1).key == "plan_exclude_hosts"
        assert exclude_step("host", ["a", "b"], 1).values["entries"].key == "entries_more"
        assert exclude_step("domain", ["a"]).key == "plan_exclude_domain"


def test_every_step_can_be_said():
    for steps in (plan(("a.jp", UNSEEN), ("b.jp", NEXT), app="Firefox"), plan(("a.jp", NEXT), app="")):
        assert all(map(str, steps))
