# Two targets do all the set-up: `make demo` and `make test`. Each installs the packages when they are missing or changed.
.PHONY: help demo cluster test check unit gen build clean

help:
	@echo "make demo     a story on a simulated cluster, with a page; nothing else is needed"
	@echo "make cluster  a playground on a real control plane, until Ctrl-C"
	@echo "make test     types, lint, unit tests, tests on a real control plane"
	@echo "for work on it: make check unit gen build clean"

node_modules/.installed: package.json package-lock.json .npmrc
	npm ci --no-progress
	@touch $@

demo: node_modules/.installed
	npx tsx src/cli/main.ts demo

# Until Ctrl-C. Started without a shell or npx between, so that it sees when make ends.
cluster: node_modules/.installed
	@node --import tsx scripts/cluster.ts

test: node_modules/.installed
	npx tsx scripts/test.ts

check: node_modules/.installed
	npm run --silent typecheck && npm run --silent lint

unit: node_modules/.installed
	npm run --silent test:unit

gen: node_modules/.installed
	npm run --silent gen

build: node_modules/.installed
	npm run --silent build

clean:
	rm -rf dist coverage reports node_modules
