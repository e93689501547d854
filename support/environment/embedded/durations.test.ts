import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { platformDurations } from './durations';

describe('The durations of the platform', () => {
  it('are those of production in a world as slow as ours, but for the windows of rollouts', () => {
    const { orchestrator, agents, runtime } = platformDurations(1);
    assert.deepEqual(orchestrator, {
      HEARTBEAT_INTERVAL_SECONDS: '30',
      AGENT_UNREACHABLE_SECONDS: '45',
      TASK_TIMEOUT_SECONDS: '30',
      TASK_RETRY_SECONDS: '1',
      TASK_RECHECK_SECONDS: '5',
      CIRCUIT_BREAKER_PAUSE_SECONDS: '30',
      ROLLOUT_WINDOWS_SECONDS: '5,10,15',
      GUARD_INTERVAL_SECONDS: '5',
      REPLICA_READY_SECONDS: '300',
      COMPENSATION_RETRY_SECONDS: '1',
      LEASE_SECONDS: '10',
    });
    assert.deepEqual(agents, {
      INSTANCE_READY_SECONDS: '180',
      RESERVATION_READY_SECONDS: '120',
      POLL_INTERVAL_SECONDS: '2',
    });
    assert.deepEqual(runtime, { POLL_INTERVAL_SECONDS: '2', INVENTORY_INTERVAL_SECONDS: '10' });
  });

  it('are divided by the speed, but not below what a busy machine can keep', () => {
    const { orchestrator, agents } = platformDurations(30);
    assert.equal(orchestrator.ROLLOUT_WINDOWS_SECONDS, '0.167,0.333,0.5');
    assert.equal(orchestrator.HEARTBEAT_INTERVAL_SECONDS, '1');
    assert.equal(orchestrator.AGENT_UNREACHABLE_SECONDS, '2');
    assert.equal(orchestrator.TASK_TIMEOUT_SECONDS, '10');
    assert.equal(orchestrator.TASK_RETRY_SECONDS, '0.25');
    assert.equal(orchestrator.TASK_RECHECK_SECONDS, '0.25');
    assert.equal(orchestrator.CIRCUIT_BREAKER_PAUSE_SECONDS, '1');
    assert.equal(orchestrator.COMPENSATION_RETRY_SECONDS, '0.1');
    assert.equal(orchestrator.LEASE_SECONDS, '2');
    assert.equal(agents.INSTANCE_READY_SECONDS, '6');
    assert.equal(agents.POLL_INTERVAL_SECONDS, '0.1');
  });
});
