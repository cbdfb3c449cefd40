# For a machine that has only Python (3.11 or newer), make and git. `make demo` and `make test` are where to begin.
# Another Python: make test PYTHON=python3.12
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test check model bench bench-quality bench-robustness wheel lock test-lowest release clean fuzz docs

help:
	@echo "make demo    label a sample page with the model in the package, in colour"
	@echo "make test    run all tests"
	@echo "make check   check format, lint and types"
	@echo "make model   retrain the model in the package; needs NUTGRAF_CORPORA and NUTGRAF_GOLD"
	@echo "make bench   speed beside other tools; in a minute: make bench BENCH_OPTIONS=--quick"
	@echo "make bench-quality  every figure of quality, beside other tools; needs the same two"
	@echo "make bench-robustness  figures after each kind of thing that scrapers do to text; of the samples, and NUTGRAF_GOLD"
	@echo "make wheel   build the wheel into dist/"
	@echo "make lock    write the versions of every package of development into requirements/dev.lock"
	@echo "make test-lowest  once per release: tests with the lowest versions that pyproject.toml allows"
	@echo "make fuzz    fuzz text, pages, JSON Lines and model loading, FUZZ_SECONDS each; what is found goes to tests/fuzz/found"
	@echo "make docs    write the reference of the Python interface into docs/reference/"
	@echo "make release build and check what is published: wheel and sdist, into dist/"
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

ROBUSTNESS_DATA ?= $(NUTGRAF_GOLD:%=%/dev.jsonl) datasets/samples/*.jsonl
bench-robustness: .venv/installed
	$(BIN)/python -m nutgraf_training.benchmarks.perturbed $(ROBUSTNESS_DATA) --card model/README.md

wheel: .venv/installed
	$(PIP) wheel --no-deps --wheel-dir dist .

lock: .venv/installed-dev
	@mkdir -p requirements
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --extra dev --extra bench \
	  --custom-compile-command 'make lock' --output-file requirements/dev.lock pyproject.toml

# An environment of its own; numpy and the rest as old as pyproject.toml allows, what those need as new as they take: old
# libraries then call what new ones call deprecated, or leave tasks unfinished (aiobotocore), which is not ours to mend.
LOWEST := .venv-lowest
test-lowest: .venv/installed-dev
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(LOWEST)
	$(BIN)/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable '.[test]'
	$(LOWEST)/bin/python -m pytest -W ignore::DeprecationWarning \
	  -W ignore::pytest.PytestUnraisableExceptionWarning $(LOWEST_OPTIONS)

FUZZ_SECONDS ?= 60
fuzz: .venv/installed-dev
	for target in text html layout jsonl model; do \
	  $(BIN)/python tests/fuzz/fuzz.py $$target --seconds $(FUZZ_SECONDS) || exit; done

docs: .venv/installed-dev
	rm -rf docs/reference
	$(BIN)/python docs/make_reference.py docs/reference

release: .venv/installed-dev docs
	rm -rf dist
	$(BIN)/python -m build --quiet --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/python .ci/try_wheel.py dist

clean:
	rm -rf .venv-lowest .venv dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

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
