import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { ServerFault } from '../contract';
import { Unreachable } from '../rest';
import { AgentRegistration } from './registration';

const FORM = {
  agent_type: 'cost' as const,
  version: '1.0',
  capabilities: ['analyze_cost'],
  hostname: 'cost-1',
  endpoint: 'http://127.0.0.1:9',
  pool: 'acme',
};
const INTERVAL_SECONDS = 5;

describe('The registration of an agent', () => {
  let calls: string[];
  let failure: Error | undefined;
  let registration: AgentRegistration;

  /** An orchestrator that does not hear heartbeats while there is a failure. */
  async function call<Body>(operation: string): Promise<Body> {
    calls.push(operation);
    if (failure && operation === 'recordHeartbeat') throw failure;
    return { agent_id: 'a', heartbeat_interval_seconds: INTERVAL_SECONDS } as Body;
  }
  const heartbeats = () => calls.filter((operation) => operation === 'recordHeartbeat').length;
  const interval = async () => {
    mock.timers.tick(INTERVAL_SECONDS * 1000);
    await turn();
  };

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    calls = [];
    failure = undefined;
    registration = new AgentRegistration({ api: { call }, agentKey: 'key', form: FORM });
    await registration.register();
  });
  afterEach(() => mock.timers.reset());

  it('goes on with heartbeats after one that was not heard, which the next one heals', async () => {
    for (failure of [new Unreachable('away'), new ServerFault(502, 'recordHeartbeat', 'only 200 is declared')]) {
      await interval();
      failure = undefined;
      await interval();
    }
    assert.equal(heartbeats(), 4);
    await registration.deregister();
  });

  it('tells at the end of heartbeats that nobody has heard, after it has taken its leave', async () => {
    failure = new Unreachable('away');
    await interval();
    await assert.rejects(registration.deregister(), Unreachable);
    assert.equal(calls.at(-1), 'deregisterAgent');
  });

  it('does not take a later heartbeat for an excuse for a broken contract', async () => {
    failure = new ServerFault(500, 'recordHeartbeat', 'only 200 is declared');
    await interval();
    failure = undefined;
    await interval();
    await assert.rejects(registration.deregister(), ServerFault);
  });

  it('falls silent also while a heartbeat is under way, until it is to send one again', async () => {
    const beat = registration.beat();
    registration.fallSilent();
    await beat;
    await interval();
    assert.equal(heartbeats(), 1);
    await registration.beat();
    await interval();
    assert.equal(heartbeats(), 3);
  });
});
