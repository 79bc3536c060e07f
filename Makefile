# Everything runs from here; nothing but make and Python 3.11-3.13 is assumed. The work is done in veiligheid/bootstrap.py.
PYTHON ?= python3
WORKERS ?= 2
BOOTSTRAP = $(PYTHON) -I veiligheid/bootstrap.py

.PHONY: help run test bench scenarios faults check assets install lock format

help:
	@echo "make run           start the whole system (RESET=1 wipes its data first, PORT=8080 chooses the port)"
	@echo "make test          run all tests (ARGS='tests/cases -k term' chooses, WORKERS=0 runs in one process, PICTURES=1 keeps a picture of every page)"
	@echo "make bench         build 100,000 cases and print all figures beside their goals (CASES=1000000 for ten years)"
	@echo "make scenarios     let invented requests run against REST for long (EXAMPLES=200 chooses how many)"
	@echo "make faults        break every part of a running system for long (SECONDS=60 per fault, ROUNDS=3, SEED=7)"
	@echo "make check         style, types, import contracts, migrations, generated documents"
	@echo "make assets        build the front-end assets"
	@echo "make install       install all packages, for working offline"
	@echo "make format        put the code into form"
	@echo "make lock          compute the hashed locks anew"

run:
	@$(BOOTSTRAP) run $(if $(filter 1 yes true,$(RESET)),--reset)

test:
	@$(BOOTSTRAP) test --workers $(WORKERS) $(ARGS)

bench:
	@$(BOOTSTRAP) bench $(if $(CASES),--cases $(CASES))

scenarios:
	@$(BOOTSTRAP) scenarios $(if $(EXAMPLES),--examples $(EXAMPLES)) --workers $(WORKERS)

faults:
	@$(BOOTSTRAP) faults $(if $(SECONDS),--seconds $(SECONDS)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(SEED),--seed $(SEED))

check assets install lock format:
	@$(BOOTSTRAP) $@
