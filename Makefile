# `make run` and `make test` are all a newcomer needs; both prepare what is missing.

VENV := .venv
PY := $(VENV)/bin/python
TOUR := build/tour
TS := assets/translations
TRANSLATED := ru
MACHINES := tests/domain/test_basket_machine.py tests/hub/test_reservation_machine.py
SOURCES = $(sort $(shell find kiosk/ui kiosk/words -name '*.py' -o -name '*.qml'))

# Programs that tests start are compiled once, not at each start, whatever the shell is set to.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test tests static env chaos planted month order-times bench powercut bitflip postgres chaos-postgres many-hubs pictures translations settings-page lock clean
.DEFAULT_GOAL := help

help:
	@echo "make run           open the demo: a shop, its hub and a terminal (without a display: the tour)"
	@echo "make test          every check that CI makes"
	@echo "make chaos         kill everything at random for a while and count the orders (KILLS, SEED)"
	@echo "make chaos-postgres  the same with two hubs over one PostgreSQL (KILLS, SEED)"
	@echo "make many-hubs     the last pieces and one basket, through two hubs at once (ROUNDS, EDITS)"
	@echo "make planted       the same with faults planted in the placing of orders: each must be found"
	@echo "make month         a month offline: how 10,000 queued orders drain (ORDERS)"
	@echo "make order-times   how long an order's commit takes, beside one write and fsync (ORDERS)"
	@echo "make bench         what the README's table says, measured on a shop of any size (VARIANTS, SESSIONS)"
	@echo "make powercut      cut the power at every kind of instant of the terminal's store (CUTS, SEED)"
	@echo "make bitflip       flip bits in the terminal's store (FLIPS, SEED)"
	@echo "make postgres      the hub's tests and whole journeys on PostgreSQL (TESTS)"
	@echo "make pictures      take the README's pictures anew"
	@echo "make translations  collect and compile the texts of the screens"
	@echo "make settings-page write docs/settings.md anew from the settings"
	@echo "make lock          pin the dependencies anew (needs uv)"
	@echo "make clean         remove what was built"

run: env
	@$(PY) -m kiosk demo --or-tour $(TOUR)

# The static checks beside the tests; what each says is seen as it comes.
test: env
	@$(MAKE) --no-print-directory --jobs=2 tests static

tests:
	QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1 $(PY) -m pytest --numprocesses=auto --dist=loadfile \
		--no-loadscope-reorder

static:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-cache
	$(PY) packaging/qmllint

chaos: env
	HYPOTHESIS_EXAMPLES=400 QT_QPA_PLATFORM=offscreen $(PY) -m pytest -q $(MACHINES)
	$(PY) -m tests.chaos.run

chaos-postgres: env
	DATABASE=postgres $(PY) -m tests.chaos.run

many-hubs: env
	$(PY) -m tests.many_hubs.run

planted: env
	$(PY) -m tests.chaos.planted

month: env
	$(PY) -m tests.chaos.month

order-times: env
	$(PY) -m kiosk bench orders --orders $(or $(ORDERS),400)

bench: env
	$(PY) -m kiosk bench app --variants $(or $(VARIANTS),100000) --sessions $(or $(SESSIONS),1000)

powercut: env
	$(PY) -m tests.chaos.powercut

bitflip: env
	$(PY) -m tests.chaos.bitflip

postgres: env
	KIOSK_TEST_POSTGRES=1 QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=1 $(PY) -m pytest --numprocesses=auto \
		--dist=loadfile --no-loadscope-reorder $(or $(TESTS),tests/hub tests/journey tests/tools/test_engine_check.py \
		tests/many_hubs/races.py tests/many_hubs/rolling.py)

env:
	@packaging/environment

pictures: env
	$(PY) -m kiosk tour --out $(TOUR)
	@mkdir -p docs/pictures
	@cp $(TOUR)/*-scan-product-en.png docs/pictures/product.png
	@cp $(TOUR)/*-web-basket-is-here-en.png docs/pictures/basket.png
	@cp "$$(ls $(TOUR)/*-offline-checkout-en.png | head -n 1)" docs/pictures/offline.png
	@cp $(TOUR)/*-done-offline-ru.png docs/pictures/done.png
	@cp $(TOUR)/*-scan-into-basket-en.png docs/pictures/customer.png

# English needs a file for its plurals only.
translations: env
	for language in $(TRANSLATED); do $(VENV)/bin/pyside6-lupdate $(SOURCES) -locations none -no-obsolete \
		-source-language en -target-language $$language -ts $(TS)/kiosk_$$language.ts || exit 1; done
	$(VENV)/bin/pyside6-lupdate $(SOURCES) -locations none -no-obsolete -source-language en \
		-target-language en -pluralonly -ts $(TS)/kiosk_en.ts
	$(VENV)/bin/pyside6-lrelease -silent $(TS)/*.ts

settings-page: env
	$(PY) -m kiosk.tools.settings_page > docs/settings.md

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --group dev pyproject.toml -o packaging/requirements.txt

clean:
	rm -rf build dist $(VENV)
