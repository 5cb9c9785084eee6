# Everything a newcomer needs: `make play`, `make test`. Extra options go through ARGS="...".
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
ARGS ?=

.PHONY: help install install-dev play run test check format image lock clean

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## install      put what the bot needs into .venv (all other targets do this by themselves)
install: $(VENV)/.installed
## install-dev  the same, plus what tests and checks need
install-dev: $(VENV)/.installed-dev

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "trust-habits needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing what the bot needs (once, about a minute) ..."
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what tests and checks need (once, about a minute) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

## play         the bot and a Slack look-alike in your browser; no account, no network
play: install
	@$(BIN)/trust-habits play $(ARGS)

## run          the bot against your Slack workspace (see README for the two tokens)
run: install
	@$(BIN)/trust-habits run $(ARGS)

## test         all tests, on SQLite and PostgreSQL, and in a browser where there is one
test: install-dev
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

## check        lint, format, types, import contracts
check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

## format       let ruff put the code in its form
format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
