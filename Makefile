# For a machine that has only Python (3.11 or newer), make and git. `make demo` and `make test` are where to begin.
# Another Python: make test PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check model bench bench-quality wheel clean

help:
	@echo "make demo    label a sample page with the model in the package, in colour"
	@echo "make test    run all tests"
	@echo "make check   check format, lint and types"
	@echo "make model   retrain the model in the package; needs NUTGRAF_CORPORA and NUTGRAF_GOLD"
	@echo "make bench   speed beside other tools; in a minute: make bench BENCH_OPTIONS=--quick"
	@echo "make bench-quality  every figure of quality, beside other tools; needs the same two"
	@echo "make wheel   build the wheel into dist/"
	@echo "make clean   delete what the other targets made"

demo: .venv/installed
	@$(BIN)/nutgraf score --format table model/nutgraf/data/sample.txt

test: .venv/installed-test
	$(BIN)/python -m pytest

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

model: .venv/installed-test
	$(BIN)/python -m nutgraf_training.ship

bench: .venv/installed-bench
	$(BIN)/python -m nutgraf_training.benchmarks.speed $(BENCH_OPTIONS)

bench-quality: .venv/installed-bench
	$(BIN)/python -m nutgraf_training.benchmarks.quality --card model/README.md

wheel: .venv/installed
	$(PIP) wheel --no-deps --wheel-dir dist .

clean:
	rm -rf .venv dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

# Each stamp is as new as the last installation; a change to pyproject.toml asks for another.
.venv/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "nutgraf needs Python 3.11 or newer; say which: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@# The pip of Python 3.11 fails on a dependency that asks for the same extra twice (trafilatura's lxml).
	$(PIP) install --upgrade 'pip>=24'
	@touch $@

.venv/installed: .venv/created pyproject.toml
	$(PIP) install --editable .
	@touch $@

.venv/installed-test: .venv/created pyproject.toml
	$(PIP) install --editable '.[test]'
	@touch $@ .venv/installed

.venv/installed-bench: .venv/created pyproject.toml
	$(PIP) install --editable '.[test,bench]'
	@touch $@ .venv/installed-test .venv/installed

.venv/installed-dev: .venv/created pyproject.toml
	$(PIP) install --editable '.[dev]'
	@touch $@ .venv/installed-test .venv/installed
