# make run, make test: all that a newcomer needs. Python >= 3.11 with venv, and make.
PYTHON ?= python3
UNITS  ?= 20000
PORT   ?= 8000
BIN    := .venv/bin
INSTALL = $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --compile-bytecode -e . && $(BIN)/python -m hamafza.web.messages >/dev/null && $(BIN)/python -m hamafza.runs.compiling

.PHONY: run test setup setup-dev migration lock clean

run: setup  ## build the demo once, serve it on localhost
	@$(BIN)/hamafza serve --demo --units $(UNITS) --port $(PORT)

test: setup-dev  ## lint, types, contracts, tests on SQLite and PostgreSQL, browser journeys
	@$(BIN)/python -m tests

setup: .venv/.run  ## install what running needs; then the command is .venv/bin/hamafza

setup-dev: .venv/.dev  ## install what tests, benches and clusters need too

.venv/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Hamafza needs Python 3.11 or newer; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python has no venv; on Debian or Ubuntu: apt install python3-venv" >&2; exit 2; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

.venv/.run: requirements/run.lock requirements/model.lock pyproject.toml | .venv/.uv
	@if [ ! -e .venv/.dev ]; then $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements/run.lock requirements/model.lock; fi
	@$(INSTALL)
	@touch $@

.venv/.dev: requirements/dev.lock requirements/model.lock pyproject.toml | .venv/.uv
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes --compile-bytecode requirements/dev.lock requirements/model.lock
	@$(INSTALL)
	@touch $@ .venv/.run

migration: setup-dev  ## write the next migration from the records; name it with NAME=...
	@$(BIN)/python -m django makemigrations records --settings hamafza.web.settings $(if $(NAME),--name $(NAME))

lock:  ## resolve the locks anew; they hold hashes and no addresses
	@cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate run.in -o run.lock
	@cd requirements && ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -c run.lock dev.in -o dev.lock
	@cd requirements && ../$(BIN)/uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-header --no-annotate model.in -o model.lock

clean:  ## remove what was installed and built; what people entered (var/) stays
	@rm -rf .venv build dist src/*.egg-info
