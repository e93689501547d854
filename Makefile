# The targets that the customer's document names; each is an npm script.
.DEFAULT_GOAL := help
.PHONY: help verify-prerequisites build-all start-test-env stop-test-env init-test-data health-check test test-e2e \
	test-integration test-performance test-security test-fast test-all clean

help: ## Print this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-22s %s\n", $$1, $$2}'
verify-prerequisites: ## What this machine has and lacks
	npm run doctor
build-all: ## Build what is not run from its source: the portal
	npm run build
start-test-env: ## Start an environment that stays
	npm run env:up
stop-test-env: ## End it
	npm run env:down
init-test-data: ## An environment that stays, with the cast in it
	npm run demo
health-check: ## A line per service: health and response time
	npm run env:status
test: ## All scenarios
	npm run bdd
test-e2e: ## The scenarios that follow a customer's workflow
	npm run bdd -- --tags @e2e
test-integration: ## Those that prove how agents and orchestrator work together
	npm run bdd -- --tags @integration
test-performance: ## Those that measure how fast or how much
	npm run bdd -- --tags @performance
test-security: ## Those that prove what must not be possible
	npm run bdd -- --tags @security
test-fast: ## All that take less than five seconds
	npm run bdd -- --tags "not @slow"
test-all: ## The project's own gates, then all scenarios
	npm test
	npm run bdd
clean: ## Remove reports and everything that environments left
	npm run env:down
	rm -rf reports .e2e
