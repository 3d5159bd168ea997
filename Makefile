# Everything is behind `make run` and `make test`; see README.md.
PYTHON ?= python3
SETUP = $(PYTHON) -m config.setup
export PORT FRAPPE_SOURCE FRAPPE_WHEEL

.PHONY: run start stop test accounts demo demo-abuse seed-demo bench upgrade clean python
.DEFAULT_GOAL := run

run start stop accounts demo demo-abuse upgrade clean: python
	@$(SETUP) $@

test: python
	@$(SETUP) test $(ARGS)

seed-demo: python
	@$(SETUP) seed-demo $(N)

bench: python
	@$(SETUP) setup
	@env/bin/python -m tests.bench

# A machine without Python gets Debian's; everything else is brought by the set-up itself.
python:
	@command -v $(PYTHON) >/dev/null || sh config/bin/install-python $(PYTHON)
