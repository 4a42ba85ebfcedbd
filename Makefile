# Everything lives in .venv and is pinned by the lock files.
PYTHON ?= python3
BIN := .venv/bin
export DO_NOT_TRACK := 1
.DEFAULT_GOAL := run
.PHONY: run test ui check golden bench lock clean

# The stamp holds what a user needs; .venv/.dev adds what tests and checks need.
.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else f"kliping needs Python 3.11 to 3.13, and {sys.executable} is {v[0]}.{v[1]}: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once, a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.run requirements-dev.lock
	@echo "Adding what tests and checks need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

run: .venv/.run ## clean the sample pages in seeds/ into kliping.db
	@$(BIN)/kliping run seeds --db sqlite:///kliping.db --show 3

ui: .venv/.run ## the same job as a flow on a local Prefect server, to be watched in its UI
	@$(BIN)/python -m flows.ui

test: .venv/.dev ## all tests, on SQLite and on a real Postgres that they start and stop
	@$(BIN)/python -m pytest -q

check: .venv/.dev ## lint, formats, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

golden: .venv/.dev ## renew the golden ledgers and articles beside the sample pages; read the diff
	@$(BIN)/python -m flows.golden

bench: .venv/.dev ## speed beside trafilatura, as a ratio in one run
	@$(BIN)/python -m tests.bench

lock: ## renew the lock files (needs uv, which nothing else does)
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --no-header pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis kliping.db
