# Everything a fresh Debian 12 with a Swift 6.3 toolchain needs is installed by these targets themselves.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
DESTDIR ?=
PACKAGES := libzmq3-dev libsodium-dev nettle-dev libsqlite3-dev liblzma-dev libzstd-dev libseccomp-dev libuchardet-dev libgumbo-dev libcmark-dev libexpat1-dev zlib1g-dev libpoppler-private-dev poppler-data pkg-config python3-zmq sqlite3

.PHONY: help
help: ## Show the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: demo
demo: programs ## Build, and watch the sample documents become facts
	config/demo.sh "$$($(RELEASE) --show-bin-path)"

.PHONY: test
test: dependencies python ## Build and run every test
	swift build --build-tests
	config/test.sh

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

.PHONY: attacks
attacks: dependencies ## Peers that mean ill, SECONDS=60 for each kind, and PAUSES=50 stopped processes
	swift build --build-tests
	COURANT_TEST_SECONDS=$(or $(SECONDS),60) COURANT_TEST_PAUSES=$(or $(PAUSES),50) swift test --skip-build --filter HostilePeersEndToEndTests

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
	"$$(swift build --package-path Benchmarks -c release --show-bin-path)/near-copies" seeds/*.txt
	"$$(swift build --package-path Benchmarks -c release --show-bin-path)/durable-events"
	"$$(swift build --package-path Benchmarks -c release --show-bin-path)/log-append"

READER_PACKAGES := libreoffice-writer-nogui pandoc chromium poppler-utils python3

.PHONY: test-readers
test-readers: dependencies ## Read back documents of known text, made by LibreOffice, pandoc and Chromium, which it installs
	@config/dependencies.sh $(READER_PACKAGES)
	swift build --product courant
	swift build --product courant-pdf
	python3 Tests/Readers/roundtrip.py "$$(swift build --show-bin-path)/courant" seeds

DATA ?= ../shared

.PHONY: eval
eval: dependencies ## Measure accuracy on the data of DATA, and write docs/accuracy.md
	@if [ -d "$(DATA)/gold" ]; then \
	  swift build -c release --product courant-eval && \
	  "$$(swift build -c release --show-bin-path)/courant-eval" all "$(DATA)" --gold Tests/Gold --page docs/accuracy.md; \
	else echo "make eval: $(DATA) has no gold/: nothing measured (DATA=FOLDER names another)"; fi

# Without Swift's libraries beside them, the programs run where there is no Swift.
RELEASE := swift build -c release --static-swift-stdlib

.PHONY: programs
programs: dependencies
	$(RELEASE) --product courantd
	$(RELEASE) --product courant
	$(RELEASE) --product courant-pdf

.PHONY: man
man: programs ## Write the manual pages into .build/man
	@config/dependencies.sh python3 lowdown man-db
	config/man.py "$$($(RELEASE) --show-bin-path)" .build/man
	config/check-man.sh .build/man
	config/check-man-content.py "$$($(RELEASE) --show-bin-path)" .build/man

.PHONY: install
install: programs man ## Build, and install under PREFIX; DESTDIR stands before every path
	@$(MAKE) --no-print-directory install-files

SYSCONFDIR ?= /etc
UNITDIR ?= $(PREFIX)/lib/systemd/system
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
INSTALL_DATA := install -m 644 -D

# What was built, to where it belongs; builds nothing. A configuration that is there stays.
.PHONY: install-files
install-files:
	@bin="$(or $(BIN),$$($(RELEASE) --show-bin-path))" && set -e && root="$(DESTDIR)$(PREFIX)" && \
	install -d "$$root/bin" && install -m 755 -s "$$bin/courantd" "$$bin/courant" "$$bin/courant-pdf" "$$root/bin/" && \
	$(INSTALL_DATA) -t "$$root/share/courant" Sources/Language/Resources/en.model Sources/Coreference/Resources/en-coreference.model Sources/Languages/Resources/languages.table Sources/Language/Resources/known.tsv Sources/Language/Resources/common-names.tsv && \
	$(INSTALL_DATA) -t "$$root/share/courant" config/prometheus/alerts.yaml config/grafana/courant.json systemd/metrics.conf && \
	for page in .build/man/*.[0-9]; do $(INSTALL_DATA) -t "$$root/share/man/man$${page##*.}" "$$page"; done && \
	install -d "$$root/share/bash-completion/completions" "$(DESTDIR)$(ZSHDIR)" "$$root/share/fish/vendor_completions.d" && \
	for name in courant courantd; do \
	  "$$bin/$$name" --generate-completion-script bash | sed '1{/^\#!/d}' > "$$root/share/bash-completion/completions/$$name"; \
	  "$$bin/$$name" --generate-completion-script zsh > "$(DESTDIR)$(ZSHDIR)/_$$name"; \
	  "$$bin/$$name" --generate-completion-script fish > "$$root/share/fish/vendor_completions.d/$$name.fish"; \
	done && \
	install -d "$(DESTDIR)$(UNITDIR)" && for unit in systemd/*.service systemd/*.target; do \
	  sed 's|/usr/local/bin/|$(PREFIX)/bin/|; s|/etc/courant/|$(SYSCONFDIR)/courant/|' "$$unit" \
	    > "$(DESTDIR)$(UNITDIR)/$${unit##*/}"; \
	done && \
	$(INSTALL_DATA) systemd/courant.sysusers "$$root/lib/sysusers.d/courant.conf" && \
	$(INSTALL_DATA) systemd/courant.tmpfiles "$$root/lib/tmpfiles.d/courant.conf" && \
	$(INSTALL_DATA) -t "$$root/share/doc/courant" NOTICE README.md docs/*.md && \
	$(INSTALL_DATA) -t "$$root/share/doc/courant/examples" config/aliases.yaml && \
	if [ ! -e "$(DESTDIR)$(SYSCONFDIR)/courant/courantd.yaml" ]; then \
	  $(INSTALL_DATA) -t "$(DESTDIR)$(SYSCONFDIR)/courant" config/courantd.yaml; \
	fi

.PHONY: uninstall
uninstall: ## Remove what was installed under PREFIX; configuration and state stay
	rm -f "$(DESTDIR)$(PREFIX)/bin/courant" "$(DESTDIR)$(PREFIX)/bin/courantd" "$(DESTDIR)$(PREFIX)/bin/courant-pdf" \
	  "$(DESTDIR)$(PREFIX)"/share/man/man?/courant*.[0-9] \
	  "$(DESTDIR)$(PREFIX)"/share/bash-completion/completions/courant "$(DESTDIR)$(PREFIX)"/share/bash-completion/completions/courantd \
	  "$(DESTDIR)$(ZSHDIR)"/_courant "$(DESTDIR)$(ZSHDIR)"/_courantd "$(DESTDIR)$(PREFIX)"/share/fish/vendor_completions.d/courant*.fish \
	  "$(DESTDIR)$(UNITDIR)"/courantd*.service "$(DESTDIR)$(UNITDIR)"/courantd.target \
	  "$(DESTDIR)$(PREFIX)"/lib/sysusers.d/courant.conf "$(DESTDIR)$(PREFIX)"/lib/tmpfiles.d/courant.conf
	rm -rf "$(DESTDIR)$(PREFIX)/share/courant" "$(DESTDIR)$(PREFIX)/share/doc/courant"

.PHONY: test-install
test-install: programs man ## Try make install in an empty folder
	config/test-install.sh "$$($(RELEASE) --show-bin-path)"

.PHONY: deb
deb: programs man ## Build a package for Debian 12 into .build/deb
	@config/dependencies.sh debhelper dpkg-dev fakeroot lintian
	config/deb.sh .build/deb "$$($(RELEASE) --show-bin-path)"

.PHONY: test-deb
test-deb: deb ## Install the package into a clean system in a folder, run the demo there, upgrade, remove, purge
	@config/dependencies.sh mmdebstrap
	config/test-deb.sh .build/deb

.PHONY: clean
clean: ## Remove what was built
	rm -rf .build Benchmarks/.build

.PHONY: dependencies
dependencies:
	@config/dependencies.sh $(PACKAGES)
