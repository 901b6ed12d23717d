# Everything that you need while working on Commonbeat. `make` alone lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
STAMPS := .venv/stamps
PORT ?= 8000
T ?=
B ?=
WORKERS ?= 2

export PYTHONUTF8 := 1
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

# What checks and tests need of the settings; a demonstration sets its own.
CHECK_ENVIRONMENT := COMMONBEAT_DEMO=1 COMMONBEAT_SECRET_KEY= COMMONBEAT_DATABASE_URL= COMMONBEAT_VAR=var/check

.PHONY: help
help: ## List what you can make
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMPS)/python static/build/manifest.json $(STAMPS)/messages ## Prepare this folder; quick when nothing changed
	@:

.PHONY: demo
demo: setup ## Serve the demonstration town at http://localhost:8000 (PORT=8000)
	@exec $(BIN)/commonbeat demo --port $(PORT)

.PHONY: test
test: setup ## Run the whole suite, or one part of it (T=path)
	@chromium=$$($(BIN)/python -m tests.chromium) && export COMMONBEAT_CHROMIUM="$$chromium" && \
	exec $(BIN)/pytest -n $(WORKERS) $(T)

.PHONY: check
check: setup check-style check-types check-layers check-migrations check-frontend check-templates check-lengths check-drawn ## Check style, types, layers, migrations, translations

.PHONY: check-style
check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: check-types
check-types:
	$(CHECK_ENVIRONMENT) $(BIN)/mypy

.PHONY: check-layers
check-layers:
	$(BIN)/lint-imports

.PHONY: check-migrations
check-migrations:
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat makemigrations --check --dry-run

.PHONY: check-frontend
check-frontend:
	$(BIN)/npm run --silent check

.PHONY: check-templates
check-templates:
	@find templates commonbeat -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 6.1 --check

.PHONY: check-lengths
check-lengths:
	$(BIN)/python ops/tools/file_lengths.py

# What is drawn from the code, or must hold every text of it, is up to date.
.PHONY: check-drawn
check-drawn:
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat states --check
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat translations

.PHONY: fix
fix: setup ## Mend what can be mended: style, templates, diagrams, lists of texts
	-$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	-find templates commonbeat -name '*.html' -print0 | xargs -0 $(BIN)/djade --target-version 6.1
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat states
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat translations --update

.PHONY: bench
bench: setup ## Measure against the floor in the same run (B=name for one)
	@$(BIN)/python -m bench $(B)

.PHONY: assurance
assurance: setup ## Run the long catalogue of faults at its full figures (hours)
	@COMMONBEAT_ASSURANCE=full $(BIN)/pytest -m assurance $(T)

.PHONY: docs
docs: setup ## Draw the state diagrams again from the code
	$(CHECK_ENVIRONMENT) $(BIN)/commonbeat states

# Each stamp is newer than what it was made from, so a second run does nothing.

$(STAMPS)/python: pyproject.toml uv.lock .python-version ops/tools/sync.sh
	@sh ops/tools/sync.sh
	@mkdir -p $(@D) && touch $@

node_modules/.package-lock.json: package.json package-lock.json $(STAMPS)/python
	@$(BIN)/npm ci --no-progress --loglevel=error
	@touch $@

static/build/manifest.json: node_modules/.package-lock.json $(shell find frontend -type f 2>/dev/null)
	@$(BIN)/npm run --silent build
	@touch $@

$(STAMPS)/messages: $(STAMPS)/python $(shell find locale -name '*.po' 2>/dev/null)
	@if ls locale/*/LC_MESSAGES/django.po >/dev/null 2>&1; then \
		$(BIN)/pybabel --quiet compile --domain django --directory locale; fi
	@touch $@
