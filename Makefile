# Everything lives in .venv and is pinned by the lock files. Where nothing has changed, no target installs anything or
# needs the network.
BIN := .venv/bin
PEERS := .venv-quality/bin
SUITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c '$(SUITS)' 2>/dev/null && { echo $$p; break; }; done)
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
export DO_NOT_TRACK := 1
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: help run test test-faults fuzz ui browse check audit docs golden bench bench-scale bench-quality flamegraph lock clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run ## clean the sample pages in seeds/ into kliping.db (also plain `make`)
	@$(BIN)/kliping run seeds --db sqlite:///kliping.db --show 3

test: .venv/.dev ## run all tests, on SQLite and on a real Postgres that they start and stop
	@$(BIN)/python -m pytest -q

test-faults: .venv/.dev ## kill runs a hundred times on each engine, restart their database, fill their disk, lose their machines (half an hour)
	@LONG_TESTS=1 $(BIN)/python -m pytest -q -rP tests/flows/test_faults.py tests/flows/test_dask.py tests/flows/test_machines.py

fuzz: FUZZ_SECONDS ?= 600
fuzz: .venv/.dev ## read damaged pages and any bytes at all, for ten minutes (FUZZ_SECONDS)
	@FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m pytest -q -rP --show-capture=stdout tests/cleaners/test_fuzz.py

ui: .venv/.run ## do the same job as a flow on a local Prefect server, to be watched in its UI
	@$(BIN)/python -m flows.ui

screenshots: .venv/.run ## take the pictures under docs/img/ anew, of a server that this starts (needs Chromium)
	@PYTHONPATH=. $(BIN)/python docs/screenshots.py

check: .venv/.dev ## check lint, format, types and layers, and what is known against the dependencies
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.audit

audit: .venv/.dev ## look the locked dependencies up among the known advisories, if these can be reached
	@$(BIN)/python -m tests.audit

browse: .venv/.browse ## look at kliping.db in the browser: facets, search, queries, and the ledger of each article
	@$(BIN)/kliping browse

docs: .venv/.dev ## make a site of docs/ and its pages of tables, queries and cleaners, in docs/_build/html
	@PYTHONPATH=. $(BIN)/python docs/reference.py
	@$(BIN)/python -m sphinx -q -W --keep-going docs docs/_build/html
	@echo 'Look at docs/_build/html/index.html'

golden: .venv/.dev ## renew the ledgers and articles beside the sample pages; read the diff
	@$(BIN)/python -m flows.golden

bench: .venv-quality/.peers ## measure speed beside what others would run, as ratios in one run (PAGES=200 to be quick)
	@$(PEERS)/python -W ignore -m tests.bench $(if $(PAGES),--pages $(PAGES) --rounds 1)

bench-scale: .venv-quality/.peers ## measure speed as the corpus grows to 200,000 articles, and what Prefect costs
	@$(PEERS)/python -W ignore -m tests.bench.scale

flamegraph: .venv-quality/.peers ## draw where the time of a run goes, in docs/img/flamegraph.svg
	@$(PEERS)/python -W ignore -m tests.bench.flame

bench-quality: $(if $(KLIPING_EVAL),.venv-quality/.peers) ## measure what is read right beside other libraries, on the pages of KLIPING_EVAL
	@$(if $(KLIPING_EVAL),,echo 'Name the folder of pages with gold: make bench-quality KLIPING_EVAL=DIR' \
		'(docs/quality.md says what it holds)' >&2; exit 2)
	@$(PEERS)/python -W ignore -m tests.bench.quality "$(KLIPING_EVAL)"

lock: ## renew the lock files (needs uv, which nothing else does)
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --extra browse --extra dask --group dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --extra browse --constraint requirements-dev.lock --output-file requirements-browse.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --group quality --constraint requirements.lock --output-file requirements-quality.lock

clean: ## remove .venv, caches and kliping.db
	rm -rf docs/_build .venv .venv-quality .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	rm -f kliping.db kliping.db-wal kliping.db-shm

# Stamps: .venv/.run stands for what a user needs, .venv/.dev for what tests and checks need beside it, .venv/.browse for
# what `kliping browse` needs, and .venv-quality/.peers for the libraries that kliping is measured beside. One is written
# only when its installation is complete, so an interrupted one is done again.
.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c '$(SUITS)' 2>/dev/null || { echo 'kliping needs Python 3.11 to 3.13 with its venv module' \
		'(Debian, Ubuntu: python3-venv); found: $(or $(PYTHON),none). Name one: make PYTHON=/path/to/python' >&2; exit 1; }
	@echo 'Setting up .venv with $(PYTHON) (once; it takes a minute or two) ...'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo 'Adding what tests and checks need ...'
	@$(PIP) install -r requirements-dev.lock
	@touch $@

.venv/.browse: .venv/.run requirements-browse.lock
	@echo 'Adding what looking at a corpus needs ...'
	@$(PIP) install -r requirements-browse.lock
	@touch $@

.venv-quality/.peers: requirements-quality.lock | .venv/.run
	@echo 'Setting up .venv-quality with the libraries to compare (once; it takes some minutes) ...'
	@$(BIN)/python -m venv --clear .venv-quality
	@$(PEERS)/python -m pip --disable-pip-version-check --no-input -qq install --no-deps -r requirements-quality.lock
	@touch $@
