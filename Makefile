# Everything a newcomer needs: `make play`, `make test`. Extra options go through ARGS="...".
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
UV := .venv-tools/bin/uv
LOCK := $(UV) pip compile -q --universal --generate-hashes --no-header $(ARGS)
WITH_SETTINGS := set -a; if [ -f .env ]; then . ./.env; fi; set +a; exec
ARGS ?=

.PHONY: help install install-dev play run bot test bench soak check format lock image clean
.DELETE_ON_ERROR:

help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

## install      put what the bot needs into .venv (the other targets do this by themselves)
install: $(VENV)/.installed
## install-dev  the same, plus what tests and checks need
install-dev: $(VENV)/.installed-dev

$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11, 3.12 or 3.13, or name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v < (3, 14) else "trust-habits runs on Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python comes without its venv module. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
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

## run          the bot against your Slack workspace, with the settings in .env (see README)
run: install
	@$(WITH_SETTINGS) $(BIN)/trust-habits run $(ARGS)

## bot          any other command of the bot, with the same settings: make bot ARGS=check looks at
##              your settings, key and database; make bot ARGS="plan --days 14" looks ahead
bot: install
	@$(WITH_SETTINGS) $(BIN)/trust-habits $(ARGS)

## test         all tests, on SQLite and PostgreSQL, and in a browser where there is one
test: install-dev
	@$(BIN)/python -m pytest -n 2 --dist loadgroup -p tests.shares $(ARGS)

## bench        how fast it is, held against the goals in docs/performance.md (about five minutes);
##              make bench ARGS="--only P1,P6 --json FILE" measures some of them
bench: install-dev
	@$(BIN)/python -m bench $(ARGS)

## soak         many simulated managers for many weeks, judged; not part of the tests:
##              make soak ARGS="--weeks 52 --managers 200 --seed 1"
soak: install-dev
	@$(BIN)/python -m tests.soak $(ARGS)

## check        the code, for those who change it: lint, format, types, import contracts
check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports

## format       let ruff put the code in its form
format: install-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

## lock         write the three locks again from pyproject.toml; ARGS=--upgrade moves the versions
lock: $(UV)
	@$(LOCK) --no-annotate --group build -o requirements-build.lock
	@$(LOCK) --extra postgres -o requirements.lock pyproject.toml
	@$(LOCK) --extra postgres --group test --group lint --group build \
		-c requirements.lock -c requirements-build.lock -o requirements-dev.lock pyproject.toml
	@echo "Written. Look at them with: git diff --stat '*.lock'"

$(UV):
	@echo "Installing uv into .venv-tools (once; only for the locks) ..."
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/python -m pip --disable-pip-version-check -q install uv
	@touch $@

## image        build the container image trust-habits with docker or podman
image:
	@for engine in docker podman; do \
		if $$engine info >/dev/null 2>&1; then exec $$engine build -t trust-habits $(ARGS) .; fi; \
	done; \
	echo "No container engine answers here: start Docker or Podman, then try again. 'make run' needs neither." >&2; exit 1

## clean        remove what tests and checks left behind (never .venv, .env or your database)
clean:
	@rm -rf .bench .pytest_cache .hypothesis .ruff_cache .import_linter_cache .coverage test-output build *.egg-info
	@find bot bench config habits tests -name __pycache__ -type d -prune -exec rm -rf {} +
