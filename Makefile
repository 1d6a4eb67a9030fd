# Two commands: `make run` shows the program on a throw-away archive, `make test` runs every check and every test.
# Both set up what they need first and cost nothing when it is there.
PYTHON ?= python3
BIN := .venv/bin
CORE := .venv-core/bin

NO_NETWORK := $(shell for each in "" --map-current-user; do \
    unshare --net $$each true 2>/dev/null && { echo unshare --net $$each; break; }; done)

.NOTPARALLEL:
.PHONY: setup run test check test-core test-all crash-trials screenshots manual bench lock package dist prove-offline clean

setup:
	@$(PYTHON) packaging/set_up.py

run: setup
	@$(BIN)/python packaging/manual.py --pages-only >/dev/null  # for F1
	@rm -rf build/demo
	@$(BIN)/python -m foodsafe_desktop demo build/demo || [ $$? -eq 1 ]  # 1: done, and something needs attention
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" != Linux ]; then \
	    $(BIN)/python -m foodsafe_desktop --archive build/demo; \
	else echo "此处没有图形显示，窗口未打开。"; fi

test: check test-core test-all

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# The core's rules hold without Qt: its unit tests run where Qt cannot be imported at all.
test-core: setup
	@$(PYTHON) packaging/set_up.py core
	@! $(CORE)/python -c "import PySide6" 2>/dev/null || { echo "PySide6 can be imported in .venv-core"; exit 1; }
	$(CORE)/python -m pytest tests/unit

# Where the system allows it, the suite and all its child processes run without any network interface.
test-all: setup
	QT_QPA_PLATFORM=offscreen $(NO_NETWORK) $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

# Every state of the window as a picture in build/screenshots: both screens, light and dark, a screen scaled to 150 %, and
# letters of every size on the small screen, where they fit worst.
SHOTS := $(BIN)/python -m tests.ui.screenshots
screenshots: setup
	@$(SHOTS)
	@$(SHOTS) --dark
	@QT_SCALE_FACTOR=1.5 $(SHOTS)
	@$(SHOTS) --letters 125 --screen 1366x768
	@$(SHOTS) --letters 150
	@$(SHOTS) --letters 200 --screen 1366x768
	@$(SHOTS) --letters 150 --dark --screen 1366x768

# Kills the program at many moments and looks at what is left: `make crash-trials TRIALS=300 SEED=2`.
TRIALS ?= 300
SEED ?= 1
crash-trials: setup
	$(BIN)/python -m tests.crash.trials --trials $(TRIALS) --seed $(SEED)

# The manual, as pages for any browser and as one PDF, in build/manual. PICTURES=1 takes its pictures anew before.
MANUAL := $(wildcard docs/*.md docs/pictures/*.png packaging/manual/*) packaging/manual.py packaging/manual_pdf.py packaging/manual_setting.py
manual: setup
ifdef PICTURES
	@$(BIN)/python -m tests.ui.screenshots
	@$(BIN)/python packaging/manual_pictures.py
endif
	@$(BIN)/python packaging/manual.py

build/manual/index.html: $(MANUAL)
	@$(MAKE) manual

# All benchmarks, one after the other; writes docs/benchmarks.md. SMALL=1 for a look at small sizes that writes nothing;
# KEEP=folder keeps there what takes long to make, for the next time.
bench: setup
	$(BIN)/python -m tests.benchmarks $(if $(SMALL),--small) $(if $(KEEP),--keep $(KEEP))

# `make lock UPGRADE=--upgrade` takes the newest versions; without it what is locked stays where it still fits.
lock:
	@$(PYTHON) packaging/lock.py $(UPGRADE)
	@$(MAKE) setup && $(BIN)/python packaging/licences.py

# OLDER=1, as root: on an older Debian made for it, so that the result runs on older systems (packaging/older_base.sh).
ifdef OLDER
package: build/manual/index.html
	packaging/older_base.sh
else
package: build/manual/index.html
	@$(PYTHON) packaging/set_up.py package
	@.venv-package/bin/python packaging/marks.py build/marks
	.venv-package/bin/python -m PyInstaller --noconfirm --clean --log-level WARN \
	    --distpath build/package --workpath build/pyinstaller build.spec
	@$(PYTHON) packaging/measure.py build/package/foodsafe-desktop
endif

# What is handed out: archives that run from anywhere, and Debian's package, in dist/.
dist: setup package
	@$(BIN)/python packaging/marks.py build/marks
	@$(BIN)/python packaging/dist.py build/package/foodsafe-desktop

# As root, after `make package`: the frozen program checks itself where there is no Python and no network interface.
prove-offline:
	packaging/prove_offline.sh

clean:
	rm -rf build dist .venv .venv-core .venv-package .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
