# Everything lives in .venv and is pinned by the lock files. Where nothing has changed, no target installs anything or
# needs the network.
BIN := .venv/bin
SUITS := import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c '$(SUITS)' 2>/dev/null && { echo $$p; break; }; done)
PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input -qq
export DO_NOT_TRACK := 1
.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: help run test ui check golden bench lock clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.run ## clean the sample pages in seeds/ into kliping.db (also plain `make`)
	@$(BIN)/kliping run seeds --db sqlite:///kliping.db --show 3

test: .venv/.dev ## run all tests, on SQLite and on a real Postgres that they start and stop
	@$(BIN)/python -m pytest -q

ui: .venv/.run ## do the same job as a flow on a local Prefect server, to be watched in its UI
	@$(BIN)/python -m flows.ui

check: .venv/.dev ## check lint, format, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

golden: .venv/.dev ## renew the ledgers and articles beside the sample pages; read the diff
	@$(BIN)/python -m flows.golden

bench: .venv/.dev ## measure speed beside the libraries, as ratios within one run
	@$(BIN)/python -m tests.bench

lock: ## renew the lock files (needs uv, which nothing else does)
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove .venv, caches and kliping.db
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	rm -f kliping.db kliping.db-wal kliping.db-shm

# Stamps: .venv/.run stands for what a user needs, .venv/.dev for what tests and checks need beside it. One is written
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
