# Everything a fresh Debian 12 with a Swift 6.3 toolchain needs is installed by these targets themselves.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES := libzmq3-dev libsodium-dev libsqlite3-dev liblzma-dev libzstd-dev libseccomp-dev pkg-config python3-zmq sqlite3

.PHONY: help
help: ## Show the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: dependencies ## Build, and watch the sample documents become facts
	swift build -c release --product courantd
	swift build -c release --product courant
	config/demo.sh "$$(swift build -c release --show-bin-path)"

.PHONY: test
test: dependencies python ## Build and run every test
	swift build --build-tests
	swift test --skip-build

.PHONY: units
units: ## Check the systemd units, and how exposed the services are
	@config/dependencies.sh systemd
	config/check-units.sh "$$(swift build --show-bin-path)"

.PHONY: metrics-check
metrics-check: dependencies ## Check a real scrape, the alerts and their cases with promtool
	@config/dependencies.sh prometheus python3
	swift build --product courantd
	swift build --product courant
	config/check-metrics.sh "$$(swift build --show-bin-path)"

.PHONY: docs
docs: dependencies ## Write the tables of options, metrics and messages into docs/
	swift build --product courantd
	config/docs.sh "$$(swift build --show-bin-path)"

# The Python packages of the examples and of the tests that read exports, in an environment of their own.
.PHONY: python
python: .build/python/ready

.build/python/ready: examples/requirements.txt
	@config/dependencies.sh python3-venv
	python3 -m venv .build/python
	.build/python/bin/pip install --quiet --disable-pip-version-check --requirement examples/requirements.txt
	@touch $@

SINK_PACKAGES := libcurl4 libpq5 libnats3.4 postgresql postgresql-client nats-server

.PHONY: test-sinks
test-sinks: dependencies python ## Try the sinks against servers, which it installs and starts on the loopback
	@config/dependencies.sh $(SINK_PACKAGES)
	swift build --build-tests
	COURANT_TEST_SINKS=1 swift test --skip-build --filter SinkServerEndToEndTests

N ?= 100
JOBS ?= 4
.PHONY: chaos
chaos: dependencies ## Do random harm to real daemons: N=1000 SEED=1 JOBS=4
	# Optimised, and yet with the places at which a daemon can be made to die.
	swift build -c release -Xswiftc -DDEBUG --scratch-path .build/chaos
	"$$(swift build -c release --scratch-path .build/chaos --show-bin-path)/courant-chaos" --schedules $(N) --jobs $(JOBS) $(if $(SEED),--seed $(SEED))

.PHONY: soak
soak: dependencies ## Joins, a stopped subscriber, reconnections and wrong messages, at full size
	swift build -c release -Xswiftc -DDEBUG --scratch-path .build/chaos
	@bin="$$(swift build -c release --scratch-path .build/chaos --show-bin-path)" && set -e && \
	  for part in "joins --joins 500" "stopped --seconds 60" "reconnects --subscribers 300" "frames --frames 10000"; do \
	    echo "courant-chaos $$part"; "$$bin/courant-chaos" $$part; \
	  done

SECONDS_EACH = $(or $(SECONDS),60)
FUZZ := .build/fuzz
.PHONY: fuzz
fuzz: dependencies ## Fuzz what reads bytes from outside: SECONDS=60 for each of TARGETS
	# libFuzzer's loop and AddressSanitizer are the Swift toolchain's own.
	COURANT_FUZZ="$$("$$(dirname "$$(readlink -f "$$(command -v swift)")")/clang" -print-resource-dir)/lib/linux/libclang_rt.fuzzer_no_main-$$(uname -m).a" \
	  swift build -c release --sanitize address --product courant-fuzz --scratch-path $(FUZZ) -Xswiftc -enable-testing \
	  -Xswiftc -sanitize-coverage=edge,inline-8bit-counters,pc-table,trace-cmp
	Tests/Fuzz/run.sh $(FUZZ)/release/courant-fuzz $(FUZZ)/corpus $(SECONDS_EACH) $(TARGETS)

.PHONY: lint
lint: ## Check the format of every Swift file
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

.PHONY: format
format: ## Format every Swift file
	swift format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

.PHONY: bench
bench: dependencies ## Run the benchmarks
	swift build --package-path Benchmarks -c release
	"$$(swift build --package-path Benchmarks -c release --show-bin-path)/zeromq-throughput"
	"$$(swift build --package-path Benchmarks -c release --show-bin-path)/language-stages" seeds/*.txt

DATA ?= ../shared

.PHONY: eval
eval: dependencies ## Measure accuracy on the data of DATA, and write docs/accuracy.md
	@if [ -d "$(DATA)/gold" ]; then \
	  swift build -c release --product courant-eval && \
	  "$$(swift build -c release --show-bin-path)/courant-eval" all "$(DATA)" --page docs/accuracy.md; \
	else echo "make eval: $(DATA) has no gold/: nothing measured (DATA=FOLDER names another)"; fi

.PHONY: install
install: dependencies ## Build, and install under PREFIX
	swift build -c release --product courantd
	swift build -c release --product courant
	install -d "$(DESTDIR)$(PREFIX)/bin"
	bin="$$(swift build -c release --show-bin-path)" && \
	  install -m 755 "$$bin/courantd" "$$bin/courant" "$(DESTDIR)$(PREFIX)/bin/"
	# What Tab offers, where bash, zsh and fish look for it.
	install -d "$(DESTDIR)$(PREFIX)/share/bash-completion/completions" "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
	  "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	bin="$$(swift build -c release --show-bin-path)" && cd "$(DESTDIR)$(PREFIX)/share" && \
	  "$$bin/courant" --generate-completion-script bash > bash-completion/completions/courant && \
	  "$$bin/courant" --generate-completion-script zsh > zsh/site-functions/_courant && \
	  "$$bin/courant" --generate-completion-script fish > fish/vendor_completions.d/courant.fish
	install -d "$(DESTDIR)$(PREFIX)/share/courant"
	install -m 644 Sources/Language/Resources/en.model "$(DESTDIR)$(PREFIX)/share/courant/"

.PHONY: clean
clean: ## Remove what was built
	rm -rf .build Benchmarks/.build

.PHONY: dependencies
dependencies:
	@config/dependencies.sh $(PACKAGES)
