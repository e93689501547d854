import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Deployment, Gateway, type Replica } from '../../shared/gateway.ts';
import { parsePrometheus, type Sample } from '../../shared/prometheus.ts';
import { validateEnd, validatePrice, validateRestart, validateSmaller, validateSpot } from './validations.ts';

/** Four replicas of Llama-3-70B, each at 11.25 requests a second. */
const acme = { replicas: 4, p95: 1.6, utilisation: 59.45 };
/** Eight replicas of Llama-3-8B on eight A10G: 37 requests a second together. */
const api = { replicas: 8, p95: 2.95, utilisation: 32.75 };

test('three machines may move to spot: without one of them P95 would be 3.13 s of 4 s', async () => {
  const verdict = await validateSpot(question({ ...acme, slo: 4 }, ['i-1', 'i-2', 'i-3']));
  assert.equal(verdict.approved, true);
  assert.match(
    verdict.reason,
    /^With one machine lost, P95 of triage would go from 1\.60 s to 3\.13 s, within 3\.60 s/,
  );
  assert.equal((await validateSpot(question({ ...acme, slo: 3 }, ['i-1']))).approved, false);
});

test('settings may change where the others carry the load of a replica that restarts', async () => {
  for (const [slo, approved] of [
    [4, true],
    [3.2, true],
    [3, false],
  ] as const) {
    const asked = question({ ...acme, slo }, ['i-1']);
    assert.equal((await validateRestart(asked, only(asked.deployments))).approved, approved, `SLO ${slo} s`);
  }
});

test('an only replica restarts all the same, and the verdict says what that means', async () => {
  const asked = question({ ...acme, replicas: 1, slo: 4 }, ['i-1']);
  const verdict = await validateRestart(asked, only(asked.deployments));
  assert.equal(verdict.approved, true);
  assert.match(verdict.reason, /nothing answers its requests/);
});

test('half the GPUs stretch 2.95 s to 5.75 s: within an objective of 7 s, beyond one of 5 s', async () => {
  const verdict = await validateSmaller(question({ ...api, slo: 7 }, ['i-1']), 2);
  assert.equal(verdict.approved, true);
  assert.equal(Number(verdict.facts.predicted_p95).toFixed(2), '5.75');
  assert.equal((await validateSmaller(question({ ...api, slo: 5 }, ['i-1']), 2)).approved, false);
});

test('a quarter of the GPUs could not carry the load', async () => {
  const { approved, reason } = await validateSmaller(question({ ...api, slo: 100 }, ['i-1']), 4);
  assert.equal(approved, false);
  assert.match(reason, /could not carry/);
});

test('another price is nothing that a request would notice', () => {
  const serving = validatePrice(question({ ...acme, slo: 0.1 }, ['i-4']));
  assert.deepEqual([serving.approved, serving.facts], [true, { deployments: 1 }]);
  assert.match(serving.reason, /triage goes on as before/);
});

test('a machine may end where no replica is on it', () => {
  assert.equal(validateEnd(question({ ...acme, slo: 4 }, ['i-9'])).approved, true);
  const { approved, reason } = validateEnd(question({ ...acme, slo: 4 }, ['i-4']));
  assert.equal(approved, false);
  assert.match(reason, /triage would lose replicas/);
});

interface Given {
  /** One on each of the machines i-1, i-2, ... */
  readonly replicas: number;
  readonly p95: number;
  /** Percent. */
  readonly utilisation: number;
  readonly slo: number;
}

function question({ replicas, slo, ...load }: Given, machineIds: readonly string[]) {
  const all = Array.from({ length: replicas }, (_, k) => replica(`i-${k + 1}`));
  const deployment: Deployment = { name: 'triage', model: 'llama-3-70b', slo_p95_seconds: slo, replicas: all };
  return { gateway: new ScriptedGateway(scrapeOf(load)), deployments: [deployment], machineIds };
}

function replica(machineId: string): Replica {
  const engine_args = {
    tensor_parallel_size: 8,
    quantization: 'none',
    enable_prefix_caching: false,
    max_num_seqs: 256,
    gpu_memory_utilization: 0.9,
  } as const;
  return { replica_id: `r-${machineId}`, machine_id: machineId, state: 'ready', weight: 1, engine_args };
}

/** 95 of 100 requests took at most the P95, none less. */
function scrapeOf({ p95, utilisation }: { readonly p95: number; readonly utilisation: number }): readonly Sample[] {
  const name = 'vllm:e2e_request_latency_seconds_bucket';
  return parsePrometheus(`
    ${name}{le="${p95 - 1e-6}"} 0
    ${name}{le="${p95}"} 95
    ${name}{le="+Inf"} 100
    DCGM_FI_DEV_GPU_UTIL{gpu="0"} ${utilisation}
  `);
}

/** Every replica says the same. */
class ScriptedGateway extends Gateway {
  readonly #scrape: readonly Sample[];

  constructor(scrape: readonly Sample[]) {
    super('http://gateway');
    this.#scrape = scrape;
  }

  override async replicaMetrics(): Promise<readonly Sample[]> {
    return this.#scrape;
  }
}

function only<T>([thing]: readonly T[]): T {
  assert.ok(thing);
  return thing;
}
