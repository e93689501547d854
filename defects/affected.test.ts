import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { servicesRunning } from './affected';

const AGENTS = ['cost', 'performance', 'resource', 'application'];

describe('The services that run a file', () => {
  for (const [file, services] of [
    ['platform/orchestrator/api/server.ts', ['orchestrator']],
    ['platform/orchestrator/database/change.ts', ['orchestrator']],
    ['platform/agents/cost/risk.ts', ['cost']],
    ['platform/agents/shared/prices.ts', AGENTS],
    ['platform/runtime/main.ts', ['runtime']],
    ['platform/portal/app/main.tsx', ['portal']],
    ['platform/shared/problem.ts', ['orchestrator', ...AGENTS, 'runtime', 'portal']],
  ] as const) {
    it(`are ${services.join(', ')} for ${file}`, () => assert.deepEqual(servicesRunning(file), services));
  }

  it('are not enough where a new environment is needed', () => {
    assert.equal(servicesRunning('platform/orchestrator/database/migrations/0001-customers.ts'), undefined);
    assert.equal(servicesRunning('simulators/main.ts'), undefined);
  });
});
