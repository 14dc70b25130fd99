# Three commands: `make demo` shows what pinscout does, `make test` runs all checks, `make lab` plays the whole story
# on real TLS.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

# Tests start the command as a process many times: it shall not compile the package anew each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test checked tested lab lowest bench mutants clean

demo: $(VENV)/installed
	$(BIN)/pinscout demo --csv demo-candidates.csv

# What reads the code goes on beside what runs it: neither keeps two processors busy by itself.
test: $(VENV)/installed-dev
	-@$(MAKE) --no-print-directory .venv-lab/installed
	@$(MAKE) --no-print-directory --jobs 2 checked tested

checked: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

tested: $(VENV)/installed-dev
	$(BIN)/pytest --cov --cov-report=term --doctest-modules -n 3 --dist worksteal

lab: $(VENV)/installed-dev .venv-lab/installed
	$(BIN)/python -m tests.lab
	$(BIN)/cog -r README.md
	LAB_ALL_CLIENTS=1 $(BIN)/pytest -v tests/lab

# `make bench BENCH=--small` takes about a minute, all of it half an hour.
bench: $(VENV)/installed-bench
	$(BIN)/python -m tests.bench.commands
	$(BIN)/python -m tests.bench.speed $(BENCH)

mutants: $(VENV)/installed-bench
	$(BIN)/python -m tests.bench.mutants

# The oldest versions that pyproject.toml allows, in an environment of their own.
lowest: $(VENV)/installed-dev
	$(BIN)/python -m tests.bench.lowest > .lowest.txt
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --constraint .lowest.txt .
	.venv-lowest/bin/python -m tests.bench.smoke

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("pinscout needs Python 3.11 or newer. Name one: make demo PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group dev
	touch $@

$(VENV)/installed-bench: $(VENV)/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --group bench
	touch $@

.venv-lab/installed: tests/lab/requirements.txt
	$(PYTHON) -m venv .venv-lab
	.venv-lab/bin/python -m pip install --quiet --disable-pip-version-check --retries 1 --requirement $<
	touch $@

clean:
	rm -rf .venv-lowest .lowest.txt $(VENV) .venv-lab build dist .mypy_cache .pytest_cache .ruff_cache .coverage
