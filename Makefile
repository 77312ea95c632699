# One command each. A target sets up what it needs, once, and again when the lock changes.
# Works with GNU make 3.81 and newer. On Windows see the README.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/runtime.ready
DEV := $(VENV)/dev.ready
MORE := $(VENV)/more.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCKED := $(PIP) --only-binary :all: --require-hashes
# Deno keeps what deno.lock names in $(VENV), and takes nothing else from the network.
DENO := DENO_DIR="$(CURDIR)/$(VENV)/deno" DENO_NO_UPDATE_CHECK=1 DENO_TLS_CA_STORE=system,mozilla $(BIN)/deno
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --only-binary :all: --no-strip-extras \
	--custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help map docs bundle messages test test-all coverage lint types bench scale format lock licences sbom audit fuzz clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

map: $(RUNTIME) ## build out/map.html
	@[ ! -f $(DEV) ] || $(BIN)/python -m maps.page.bundle
	$(BIN)/coopmap build $(ARGS)

docs: $(DEV) ## build the documentation as a site, out/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

messages: $(DEV) ## gather the messages of commands and check into geo/locale, after a change of one
	$(BIN)/python -m data.rebuild_messages

bundle: $(DEV) ## pack the page's scripts and styles, after a change in maps/web
	$(BIN)/python -m maps.page.bundle

test: $(DEV) ## run the tests, those in a browser included, in minutes; ARGS="-k words" picks some
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --quick --durations 20 $(ARGS)

test-all: $(DEV) ## run all tests, the long corpora and every language too, as CI does
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --durations 20 $(ARGS)

coverage: $(DEV) ## say which lines and branches no test runs; counting them takes half as long again
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal --cov --cov-report=term $(ARGS)

lint: $(DEV) ## find mistakes and odd formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/oxlint --deny-warnings maps/web tests/web
	$(DENO) fmt --check --quiet

types: $(DEV) ## check the types
	$(BIN)/mypy
	$(DENO) check --quiet --frozen --cached-only maps/web tests/web

bench: $(DEV) ## measure the page and the command line
	$(BIN)/python -m tests.benchmarks $(ARGS)

scale: $(MORE) ## measure the page beside every rival, 100 to 10,000 projects; ARGS="--full --million" for more
	$(BIN)/python -m tests.benchmarks.scale $(ARGS)

format: $(DEV) ## put the code into its standard form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(DENO) fmt --quiet

lock: | $(BIN)/uv ## write the locked versions anew; ARGS=--upgrade takes the newest
	$(COMPILE) --group build -o requirements.txt $(ARGS)
	$(COMPILE) --group build --group dev -c requirements.txt -o requirements-dev.txt $(ARGS)
	$(COMPILE) --group build --group dev --group more -c requirements-dev.txt -o requirements-more.txt $(ARGS)
	[ ! -f $(DEV) ] || $(DENO) install --quiet --frozen=false

licences: $(DEV) ## list the licences of all that is locked; fails on one that coopmap may not use
	$(BIN)/python -m tests.licences

sbom: $(MORE) ## write the bill of materials of what runs, out/sbom.cdx.json (CycloneDX)
	@mkdir -p out
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o out/sbom.cdx.json requirements.txt

audit: $(MORE) ## look for known weaknesses in what is locked; needs the advisories from the network
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.txt
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements-more.txt

fuzz: $(MORE) ## throw bytes at what reads files for five minutes; ARGS="tables -max_total_time=3600"
	$(BIN)/python -m tests.fuzz $(ARGS)

clean: ## remove everything that make made
	rm -rf $(VENV) out dist .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find geo maps tests data -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "coopmap needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q geo maps # as pip does for a wheel
	@touch $@

$(DEV): requirements-dev.txt requirements.txt pyproject.toml deno.json deno.lock | $(BIN)/python
	$(LOCKED) -r requirements-dev.txt
	$(DENO) install --quiet --frozen
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@

$(MORE): requirements-more.txt requirements-dev.txt requirements.txt pyproject.toml deno.json deno.lock | $(BIN)/python
	$(LOCKED) -r requirements-more.txt
	$(DENO) install --quiet --frozen
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $(DEV) $@

$(BIN)/uv: | $(BIN)/python
	$(PIP) --only-binary :all: uv
