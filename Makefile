# The targets that the customer's document names, as far as they exist; each is an npm script.
.DEFAULT_GOAL := help
.PHONY: help verify-prerequisites start-test-env stop-test-env health-check test test-e2e test-fast clean

help: ## Print this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-22s %s\n", $$1, $$2}'
verify-prerequisites: ## What this machine has and lacks
	npm run doctor
start-test-env: ## Start an environment that stays
	npm run env:up
stop-test-env: ## End it
	npm run env:down
health-check: ## A line per service: health and response time
	npm run env:status
test: ## All scenarios
	npm run bdd
test-e2e: ## The scenarios that follow a customer's workflow
	npm run bdd -- --tags @e2e
test-fast: ## All that take less than five seconds
	npm run bdd -- --tags "not @slow"
clean: ## Remove reports and everything that environments left
	npm run env:down
	rm -rf reports .e2e
