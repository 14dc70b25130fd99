"""Which changes to a rule would no test notice? A mutation run over the modules that score, judge and propose.

    make mutants                                       all modules: some 40 minutes of two idle cores
    .venv/bin/python -m tests.bench.mutants terms plan  only modules whose path holds one of these words
    .venv/bin/python -m tests.bench.mutants --constants  only numbers outside of functions: some minutes
    .venv/bin/python -m tests.bench.mutants --ending 37  only mutants of functions whose number ends so: a fifth of all

A mutant is the code with one thing changed: a comparison, a number, a name, an argument left out. It is killed if a
test fails, and each one that survives is a rule that no test holds, or a change that does not matter. Only the fast
tests beside each module count (the table below), so that the rule is named by the test that fails.

mutmut makes and runs the mutants of function bodies, in a copy of the repository under build/mutants; it forks for
each, which pandas makes the only affordable way. Numbers outside of functions (weights, thresholds, bounds), of which
the rules here are made, it leaves alone. They are changed by `constants`: whole numbers by 1, others by a tenth.

What it prints: per module the mutants, how many were killed, and each survivor as a diff.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib.util
import io
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
WORKSHOP = ROOT / "build" / "mutants"

TESTS = {
    "analyzer/incidents/windows.py": ["incidents/test_windows.py"],
    "analyzer/incidents/neighbours.py": ["incidents/test_neighbours.py", "incidents/test_features.py"],
    "analyzer/incidents/hosts.py": ["incidents/test_hosts.py", "incidents/test_features.py"],
    "analyzer/incidents/features.py": ["incidents/test_features.py"],
    "analyzer/incidents/refusals.py": ["incidents/test_refusals.py", "incidents/test_features.py"],
    "analyzer/incidents/scoring.py": ["incidents/test_scoring.py"],
    "analyzer/incidents/calibration.py": ["incidents/test_calibration.py"],
    "analyzer/incidents/cautions.py": ["incidents/test_cautions.py"],
    "analyzer/answers/candidates.py": ["answers/test_candidates.py"],
    "analyzer/answers/plan.py": ["answers/test_plan.py"],
    "analyzer/answers/terms.py": ["answers/test_terms.py"],
    "analyzer/sweeps/features.py": ["sweeps/test_sweep_features.py"],
    "analyzer/sweeps/unused.py": ["sweeps/test_unused.py"],
    "analyzer/sweeps/scoring.py": ["sweeps/test_sweep_scoring.py"],
    "analyzer/sweeps/trends.py": ["sweeps/test_trends.py"],
    "analyzer/sweeps/attribution.py": ["sweeps/test_attribution.py"],
}
"""Module -> the tests that must notice a change to it."""


def mutate_functions(module: str, jobs: int, ending: str = "") -> None:
    """Runs mutmut on one module in a copy of the repository, and prints what became of its mutants."""
    folder = WORKSHOP / Path(module).with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in ("analyzer", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    selected = "".join(f"\n    tests/{test}" for test in TESTS[module])
    plugins = "\n    -p no:cacheprovider\n    -p no:cov\n    -p no:xdist"
    (folder / "setup.cfg").write_text(
        f"[mutmut]\nsource_paths=analyzer\nonly_mutate=\n    {module}\n"
        f"pytest_add_cli_args_test_selection={selected}\npytest_add_cli_args={plugins}\n",
        encoding="utf-8",
    )
    mutmut = [sys.executable, "-m", "mutmut"]
    chosen = [f"*[{ending}]"] if ending else []
    run = [*mutmut, "run", f"--max-children={jobs}", *chosen]
    done = subprocess.run(run, cwd=folder, capture_output=True, text=True)
    listed = subprocess.run([*mutmut, "results", "--all=true"], cwd=folder, capture_output=True, text=True).stdout
    told = dict(line.strip().rsplit(": ", 1) for line in listed.splitlines() if ": " in line)
    status = {name: said for name, said in told.items() if said != "not checked"}
    survivors = [name for name, said in status.items() if said not in ("killed", "timeout", "segfault")]
    print(
        f"{module}: functions: {len(status) - len(survivors)} of {len(status)} killed, {len(told)} in all", flush=True
    )
    if done.returncode and not status:
        print(done.stdout[-2000:], done.stderr[-2000:])
    for name in survivors:
        shown = subprocess.run([*mutmut, "show", name], cwd=folder, capture_output=True, text=True).stdout
        changed = [line for line in shown.splitlines() if line[:2] in ("- ", "+ ")]
        print(f"  {status[name]}: {name}", *(f"    {line}" for line in changed), sep="\n", flush=True)


def mutate_constants(module: str, jobs: int) -> None:
    """Changes each number outside of functions, one at a time, and prints which changes no test noticed."""
    changes = list(_constants((ROOT / module).read_text(encoding="utf-8")))
    with multiprocessing.get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        noticed = pool.starmap(_is_noticed, [(module, source) for _, source in changes], chunksize=1)
    print(f"{module}: constants: {sum(noticed)} of {len(changes)} killed", flush=True)
    for (line, _), is_noticed in zip(changes, noticed, strict=True):
        if not is_noticed:
            print(f"  survived: {line}", flush=True)


def _constants(source: str) -> Iterator[tuple[str, str]]:
    """Each number outside of functions: the line as it is changed, and the whole module with that change."""
    lines = source.splitlines(keepends=True)
    outside = [node for node in ast.parse(source).body if not isinstance(node, ast.FunctionDef)]
    for top in outside:
        inner = top.body if isinstance(top, ast.ClassDef) else [top]
        for node in (found for part in inner if not isinstance(part, ast.FunctionDef) for found in ast.walk(part)):
            if isinstance(node, ast.Constant) and type(node.value) in (int, float):
                changed = node.value + 1 if isinstance(node.value, int) else round(node.value * 1.1, 6)
                line = lines[node.lineno - 1].encode()
                new = (line[: node.col_offset] + repr(changed).encode() + line[node.end_col_offset :]).decode()
                yield (
                    f"{node.lineno}: {new.strip()}",
                    "".join([*lines[: node.lineno - 1], new, *lines[node.lineno :]]),
                )


def _is_noticed(module: str, source: str) -> bool:
    """Whether a test fails with this text for that module; in a process of its own."""
    import pytest

    name = module.removesuffix(".py").replace("/", ".")
    parent, _, child = name.rpartition(".")
    spec = importlib.util.spec_from_file_location(name, ROOT / module)
    if spec is None:
        raise FileNotFoundError(module)
    changed = importlib.util.module_from_spec(spec)
    sys.modules[name] = changed
    exec(compile(source, module, "exec"), changed.__dict__)
    setattr(importlib.import_module(parent), child, changed)
    options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return pytest.main([*options, *(f"tests/{test}" for test in TESTS[module])]) != 0


def main() -> None:
    """Runs the mutants of all modules, or of those whose path holds one of the words given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--constants", action="store_true", help="only numbers outside of functions")
    parser.add_argument(
        "--ending", default="", help="only mutants of functions whose number ends in one of these digits"
    )
    given = parser.parse_args()
    import pandas  # noqa: F401 - imported once here, and not in every process that is forked
    import pytest  # noqa: F401

    os.chdir(ROOT)
    for module in [path for path in TESTS if not given.words or any(word in path for word in given.words)]:
        mutate_constants(module, given.jobs)
        if not given.constants:
            mutate_functions(module, given.jobs, given.ending)


if __name__ == "__main__":
    main()
