# Two commands matter: `make demo` and `make test`. Both install what they need first.
SHELL := bash
PORT ?= 8000
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -p no:cacheprovider
export PYTHONPYCACHEPREFIX ?= $(CURDIR)/var/pycache

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo test lint format soak bench mutation ui lock clean

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 12

setup:  ## install what the product needs (idempotent)
	@.ci/setup.sh

setup-dev:  ## the same, with what the tests need
	@.ci/setup.sh --dev

demo: setup  ## the demo borough on 127.0.0.1:8000 (PORT=8001 for another port)
	@PORT=$(PORT) exec $(PYTHON) .ci/demo.py

test: setup-dev  ## every check and test, on SQLite, PostgreSQL and in a browser
	@exec $(PYTHON) .ci/test.py

lint: setup-dev  ## style, types and architecture only
	@exec $(PYTHON) .ci/test.py ruff mypy architecture

format: setup-dev  ## mend what ruff can mend
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

soak: setup-dev  ## minutes of mixed load and long races on both databases, on this machine only
	@RACE_ROUNDS=25 TEST_SQLITE_FILE="$$(mktemp -u -t soak.XXXXXX.sqlite3)" $(PYTEST) -m "soak or race" --timeout=1800 tests
	@RACE_ROUNDS=25 .ci/postgres.sh with $(PYTEST) -m "soak or race" --timeout=1800 tests

bench: setup-dev  ## statements and times against the bars, on both databases
	@TEST_SQLITE_FILE="$$(mktemp -u -t bench.XXXXXX.sqlite3)" $(PYTEST) -m bench --timeout=1800 -s tests
	@DURABLE=1 .ci/postgres.sh with $(PYTEST) -m bench --timeout=1800 -s tests

mutation: setup-dev  ## change the rules on purpose and see whether the tests notice
	@.venv/bin/mutmut run && .venv/bin/mutmut results

ui: setup-dev  ## build the committed front-end files again
	@cd commissioning/ui && npm ci && npm run build

lock: setup-dev  ## pin the newest versions that requirements*.in allow
	@for set in requirements requirements-dev; do \
	    .venv/bin/uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 --no-header \
	        --no-emit-index-url $$set.in -o $$set.txt; \
	done

clean:  ## remove the environment and the caches; the demo's data in var/ stay
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache mutants tests/node/node_modules
