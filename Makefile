# Every command here works on a fresh clone: what it needs is set up first.
#   make demo    a living control room on this machine     make test   all tests
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PLATFORM := $(if $(filter Windows_NT,$(OS)),windows,$(if $(filter Darwin,$(shell uname -s)),macos,linux))
LOCK := packaging/requirements-$(PLATFORM).txt
BIN := .venv/$(if $(filter windows,$(PLATFORM)),Scripts,bin)
INSTALLED := .venv/.installed
WORDS := $(wildcard resources/i18n/*.ts)
FONTS := resources/fonts/inter-licence.txt
PACKAGES := console db resources server widgets
CHECKED := $(PACKAGES) tests packaging $(wildcard bench)

.PHONY: help setup demo test lint types format bench screens looks sim faults i18n lock clean

help:
	@sed -n 's/^## //p' Makefile

## make demo      start a server with a living city and open the desk (CITY=folder, SERVER=address)
demo: setup
	$(BIN)/python -m console --demo $(if $(CITY),--city "$(CITY)") $(if $(SERVER),--server "$(SERVER)")

## make test      run all tests on every core (ARGS="tests/house -q" for some of them)
test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

## make lint      format, lint, strict types and the floors, changing nothing
lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports

## make types     strict types alone
types: setup
	$(BIN)/mypy $(CHECKED)

## make format    format the code and mend what ruff can mend by itself
format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

## make bench     run every benchmark in bench/ and print its ratios
bench: setup
	@set -e; for script in bench/*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

## make screens   render every screen to PNG files in docs/screens/
screens: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m console --screens docs/screens

## make looks     wall pages and the map in build/looks/, also small and to other eyes (ARGS="--only 'map-*'")
looks: setup
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.screens.looks build/looks $(ARGS)

## make sim       run the synchronisation simulator on every core (SEEDS=100000, 10,000 if not said)
sim: setup
	$(BIN)/python -m tests.sim.run --seeds $(or $(SEEDS),10000) $(ARGS)

## make faults    kill, fill and damage real processes and files at every point (many minutes)
faults: setup
	LIVEROOM_FAULTS=full $(BIN)/python -m pytest tests/faults -q -s -o faulthandler_timeout=3600 $(ARGS)

## make i18n      take new sentences of console/ and widgets/ into the translation files
i18n: setup
	@test -n "$(WORDS)" || { echo "no translation file in resources/i18n/ to update" >&2; exit 1; }
	$(BIN)/pyside6-lupdate -no-obsolete -locations none -sort-messages $$(find console widgets -name '*.py' | sort) -ts $(WORDS)

## make lock      work out the hash-locked requirements again (needs uv)
lock:
	packaging/lock.sh

## make setup     make .venv with the locked packages; quick when nothing changed
setup: $(INSTALLED) $(WORDS:.ts=.qm) $(FONTS)

## make clean     remove .venv and everything made by these commands
clean:
	rm -rf .venv build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf resources/i18n/*.qm resources/fonts
	find $(CHECKED) -name __pycache__ -prune -exec rm -rf {} +

$(INSTALLED): $(LOCK) pyproject.toml packaging/system_libraries.py
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "LIVE Room needs Python 3.11 or newer. Install it, or name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python packaging/system_libraries.py
	@touch $@

%.qm: %.ts $(INSTALLED)
	$(BIN)/pyside6-lrelease -silent $< -qm $@

$(FONTS): packaging/paper_fonts.py $(INSTALLED)
	$(BIN)/python $<
	@touch $@
