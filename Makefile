# Titip: every command that a reader or a contributor needs. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench soak assets screenshots clean

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ASSETS := api/static/manifest.json
PYTHON ?= python3.11 python3 python3.12 python3.13 python3.14
WORKERS ?= 2
ARGS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_CACHE_DIR := 1
export PIP_NO_INPUT := 1

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' Makefile

demo: $(READY) $(ASSETS) ## see Titip at work on a small room (SERVE=0: print the answers, start no server)
	@$(BIN)/python -m api.demo

test: lint $(ASSETS) ## check style, types and layers, then run the tests (ARGS="-k power" narrows them)
	@$(BIN)/python -m tests.postgres
	@command -v chromium >/dev/null || { $(call get-package,Chromium,chromium); }
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(READY) ## check style, types and layers only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(READY) ## measure speed on generated rooms
	@$(BIN)/python -m benchmarks $(ARGS)

soak: $(READY) ## run the long randomised tests that `make test` leaves out
	@$(BIN)/python -m tests.postgres
	@$(BIN)/python -m pytest -n $(WORKERS) -m soak --hypothesis-profile=soak --timeout=3600 $(ARGS)

assets: $(ASSETS) ## build what the pages load in a browser (needs Node 18 or newer with npm)

screenshots: $(READY) $(ASSETS) ## take a picture of every page, wide and narrow, light and dark, into screenshots/ (ARGS=readme: those of the README)
	@command -v chromium >/dev/null || { $(call get-package,Chromium,chromium); }
	@$(BIN)/python -m tests.browser.screenshots $(ARGS)

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) build dist demo node_modules api/static screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: made once, brought up to date when the lock or the project file changes.
$(READY): requirements.lock pyproject.toml
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { $(make-venv); }
	@echo "Installing what requirements.lock lists into $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# What the pages load: packages by the lock, then styles and script with the content's hash in their names.
$(ASSETS): node_modules/.ready $(wildcard api/assets/* api/templates/*.html api/pages/*.py)
	@node api/assets/build.mjs

node_modules/.ready: package-lock.json
	@command -v npm >/dev/null || { $(call get-package,npm,nodejs npm); }
	@echo "Installing what package-lock.json lists into node_modules ..."
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Root gets a Debian package installed, anybody else is told which: $(1) what it is, $(2) packages.
define get-package
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    echo "There is no $(1); installing Debian's $(2) ..."; \
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2); } \
        >/dev/null || exit 1; \
else \
    echo "There is no $(1); on Debian or Ubuntu: apt-get install $(2)" >&2; exit 1; \
fi
endef

# Takes the first Python that is new enough. Debian splits the venv module off: root gets it installed,
# anybody else is told how.
define make-venv
for candidate in $(PYTHON); do \
    $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$candidate && break; \
done; \
[ -n "$$python" ] || { echo "Titip needs Python 3.11 or newer; none of '$(PYTHON)' is." >&2; exit 1; }; \
echo "Making $(VENV) with $$python ..."; \
$$python -m venv --clear $(VENV) >/dev/null 2>&1 && exit 0; \
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    echo "This Python has no venv module; installing Debian's python3-venv ..."; \
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; } >/dev/null || exit 1; \
else \
    echo "This Python has no venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2; \
fi; \
$$python -m venv --clear $(VENV)
endef
