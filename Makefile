# `make` alone prints what there is.
.DEFAULT_GOAL := help
GO ?= go

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

demo: ## build the demo workspace and print its reports
	$(GO) run ./cmd/flows demo

build: ## build bin/flows
	$(GO) build -trimpath -o bin/flows ./cmd/flows

test: ## run every test
	$(GO) test ./...

short: ## run the quick tests only
	$(GO) test -short ./...

hunt: ## run every test with laws drawn from another seed than usual
	FLOWS_SEED=random $(GO) test -count=1 ./...

vet: ## vet and formatting
	$(GO) vet ./...
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }

clean: ## remove what builds and benches made
	rm -rf bin bench/data

.PHONY: help demo build test short hunt vet clean

PACK ?=
bench: bench/build ## measure flows beside its peers (PACK=archive.zip adds a pack, ARGS=-large 5 million rows, -huge 50)
	bin/bench -markdown docs/BENCHMARKS.md $(if $(PACK),-pack $(PACK)) $(ARGS)

bench-ratios: bench/build ## measure and keep the ratios for bench-check
	bin/bench -ratios bench/ratios.csv $(if $(PACK),-pack $(PACK)) $(ARGS)

bench-check: bench/build ## say what got slower by more than a tenth since bench/ratios.csv
	bin/bench -check bench/ratios.csv $(if $(PACK),-pack $(PACK)) $(ARGS)

bench/build: build
	$(GO) build -o bin/bench ./bench
	@if command -v cargo >/dev/null; then cargo build -q --release --manifest-path bench/peers/calamine/Cargo.toml --target-dir bench/data/calamine; \
	else echo "cargo is not here: the Rust reader calamine is not measured"; fi

.PHONY: bench/build bench bench-ratios bench-check

LABELS ?= labels.zip
train: ## train the text model from labelled texts (LABELS=labels.zip)
	$(GO) run ./mapping/train $(LABELS) > mapping/reference/function_model.gz.tmp
	mv mapping/reference/function_model.gz.tmp mapping/reference/function_model.gz

eval: ## measure how well names and spellings are matched on the samples in testdata/eval, into docs/METHOD.md
	$(GO) run ./mapping/train -names -into docs/METHOD.md testdata/eval

.PHONY: train eval
