# What one does with Matiane; `make help` lists it. Needs Python 3.11 or newer with venv, pip and make, nothing else.
.DEFAULT_GOAL := help
.PHONY: help demo test check format drill lock messages licences bill audit update-dependencies packages dev-packages

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
IN_VENV := $(VENV)/bin/

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

# PORT, BIND and DATA_DIR reach the command through the environment.
demo: packages ## Set up and serve the demo on PORT; RESET=1 starts over
	@DEMO=1 exec $(IN_VENV)python manage.py demo $(if $(RESET),--reset)

test: dev-packages ## Run the tests; FULL=1 also needs PostgreSQL, Redis and Chromium; ARGS are pytest's
	@tools/test $(ARGS)

check: dev-packages ## Check style, types, layers, translations, migrations and settings
	@$(IN_VENV)python -m tools.check

format: dev-packages ## Lay out Python and templates as make check wants them
	@$(IN_VENV)python -m tools.format

drill: dev-packages ## Run the property, crash and load tests at full count (SEED=n repeats a run)
	@tools/drill $(ARGS)

lock: $(VENV)/bin/python ## Write requirements*.txt anew from pyproject.toml
	@tools/lock

messages: dev-packages ## Bring locale/*.po up to date with the texts in code and templates
	@$(IN_VENV)python -m tools.messages update

licences: dev-packages ## Write docs/licences.md anew from the lock file
	@$(IN_VENV)python -m tools.licences

bill: dev-packages ## Print the bill of materials (CycloneDX) of what a site runs on
	@$(IN_VENV)python -m tools.bill

audit: dev-packages ## Ask the public register whether a locked package has a known weakness
	@$(IN_VENV)python -m tools.advisories

# Each step in a make of its own: the packages of the new lock are installed before they are looked at.
update-dependencies: ## Take the newest versions that pyproject.toml allows: lock, licences, audit, checks and tests
	@$(MAKE) --no-print-directory lock UPGRADE=1
	@$(MAKE) --no-print-directory licences
	@$(MAKE) --no-print-directory audit
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory test

packages: $(VENV)/bin/python
	@tools/install $(VENV) requirements.txt

dev-packages: packages
	@tools/install $(VENV) requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Matiane needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -m venv $(VENV)
