# Common Ground. `make` alone lists what there is.
# CORPUS, SET, NUMBER and WORD reach Python through the environment: no shell ever reads them as code.

SHELL := /bin/sh
.DEFAULT_GOAL := help
override CORPUS := $(value CORPUS)
override SET := $(value SET)
override NUMBER := $(value NUMBER)
override WORD := $(value WORD)
export CORPUS SET NUMBER WORD
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PYTHONWARNINGS

PYTHON := .venv/bin/python
UV := 0.13.9

# a file dated in the future (a copy, a clock) must not set everything up again each time
AT_LEAST_AS_NEW = for file in $^; do test "$$file" -nt $@ && touch -r "$$file" $@; done; true

# a folder that was moved: what is installed in it holds the old path
ifneq ($(wildcard .venv/.ready),)
HERE := $(shell pwd)
ifneq ($(shell cat .venv/.ready),$(HERE))
$(shell rm -f .venv/.ready .venv/.ready-dev)
endif
endif

.PHONY: help paper test test-slow accept where explore sweep bench sources lint clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' Makefile | expand -t 10

ifneq ($(origin corpus)$(origin set),undefinedundefined)
$(error write CORPUS= and SET= in capitals)
endif

paper: .venv/.ready ## run the analysis and build the report (CORPUS=name, SET='parameter=value ...')
	@$(PYTHON) -m runner paper --from-environment

test: .venv/.ready-dev ## run the tests, those that take minutes apart
	@$(PYTHON) -m pytest -p no:cacheprovider -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

test-slow: .venv/.ready-dev ## run the tests that take minutes: runs killed half-way, two whole runs compared
	@$(PYTHON) -m pytest -p no:cacheprovider -m slow

accept: .venv/.ready ## execute the notebooks and store their outputs, after you looked at them
	@$(PYTHON) -m runner accept
	@$(PYTHON) -m runner dictionary
	@.uv/bin/uv export --quiet --frozen --no-emit-project --no-default-groups --no-hashes \
	--no-header --no-annotate --output-file requirements.txt

where: .venv/.ready ## find a printed number: NUMBER=12, or WORD=thin (CORPUS=name)
	@$(PYTHON) -m report.where

explore: .venv/.ready ## open JupyterLab at the interactive notebook
	@.venv/bin/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/explore.ipynb \
	--LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	$$(test "$$(id -u)" = 0 && echo --allow-root)

sweep: .venv/.ready ## grade the overlap with nine pairs of cuts (CORPUS=name)
	@$(PYTHON) -m runner sweep --from-environment

bench: .venv/.ready ## measure the run against the usual ways of running notebooks
	@$(PYTHON) -m runner bench

sources: .venv/.ready ## obtain the source texts that can be obtained, and check them
	@$(PYTHON) -m runner sources

lint: .venv/.ready-dev ## check style and types
	@$(PYTHON) -m ruff check analysis runner report bench tests
	@$(PYTHON) -m mypy

clean: ## remove what runs made: build/ and caches (spares data/, figures/, notebooks/, .venv/)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find analysis runner report bench tests notebooks -name __pycache__ -prune -exec rm -rf {} +

# the first of these that is there and of a version that will do
PYTHONS := python3 python3.13 python3.12 python3.11
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))

.venv/.ready: uv.lock pyproject.toml
	@python=""; for name in $(PYTHONS); do \
	  if test -z "$$python" && "$$name" -c '$(FITS)' 2>/dev/null; then python=$$(command -v "$$name"); fi; \
	done; \
	if test -z "$$python"; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed, and $$(python3 -V 2>/dev/null || echo no python3) is what is here:" \
	  "install one of these" >&2; exit 1; \
	fi; \
	if test -z "$$UV_CACHE_DIR$$XDG_CACHE_HOME" && ! mkdir -p "$$HOME/.cache" 2>/dev/null; then \
	  UV_CACHE_DIR=.uv/cache; export UV_CACHE_DIR; echo "the home folder cannot be written to: downloads go to .uv/cache"; \
	fi; \
	echo "setting up .venv (once)"; \
	test -x .uv/bin/uv || "$$python" -m venv .uv; \
	.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV) || exit 1; \
	if test -z "$$SSL_CERT_FILE"; then UV_SYSTEM_CERTS=1; export UV_SYSTEM_CERTS; fi; \
	UV_PYTHON_DOWNLOADS=never .uv/bin/uv sync --quiet --frozen --compile-bytecode --no-default-groups --python "$$python"
	@pwd > $@
	@$(AT_LEAST_AS_NEW)

# what only tests and checks need comes second: a reader who makes the paper does not wait for it
.venv/.ready-dev: .venv/.ready
	@echo "adding the tools of the tests (once)"
	@if test -z "$$SSL_CERT_FILE"; then UV_SYSTEM_CERTS=1; export UV_SYSTEM_CERTS; fi; \
	UV_PYTHON_DOWNLOADS=never .uv/bin/uv sync --quiet --frozen --compile-bytecode
	@touch $@
	@$(AT_LEAST_AS_NEW)
