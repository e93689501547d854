import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../shared/machines.ts';
import { machine } from '../shared/testing/machine.ts';
import { analyse, type Candidate, type OfferSources } from './analysis.ts';
import { type Group, type GroupOffer, savingsAtMean } from './market.ts';
import { propose } from './proposal.ts';
import { RiskAssessor } from './risk-assessor.ts';
import { millisecondsADay } from './spot-mean.ts';

const acme: readonly Machine[] = [
  ...[1, 2, 3].map((k) => machine({ instanceId: `i-${k}`, name: `serve-${k}` })),
  machine({ instanceId: 'i-4', name: 'serve-4', latencyCritical: true }),
];

const assess = (candidate: Candidate) => new RiskAssessor(async () => undefined).assess(candidate, 'customer');

test('three p4d at a mean of $12,000 save $54,000 a month, 60 % of their price', () => {
  const saved = savingsAtMean(groupOf(acme.slice(0, 3)), market(12_000));
  assert.equal(Math.round((saved?.savings ?? 0) / 100), 54_000);
  assert.equal(saved?.discount.toFixed(4), '0.6000');
  assert.equal(saved?.historyDays, 30);
});

test('machines in a zone without a price have no offer', () => {
  const elsewhere = machine({ zone: 'us-east-1b' });
  assert.equal(savingsAtMean(groupOf([machine(), elsewhere]), market(12_000)), undefined);
});

test('the movable machines of a type become one recommendation, the others are refused with their reason', async () => {
  const { findings, candidates } = await analyse(acme, offering({ capacity: 4 }));
  assert.deepEqual(
    findings.map(({ decision, reason, instance_ids }) => [decision, reason, instance_ids]),
    [
      ['refused', 'latency_critical', ['i-4']],
      ['recommended', 'offer_rule_met', ['i-1', 'i-2', 'i-3']],
    ],
  );
  assert.equal(candidates.length, 1);
});

test('capacity for three machines is enough for three, capacity for two is not', async () => {
  assert.equal((await analyse(acme, offering({ capacity: 3 }))).candidates.length, 1);
  const { findings, candidates } = await analyse(acme, offering({ capacity: 2 }));
  assert.equal(candidates.length, 0);
  assert.equal(findings.at(-1)?.reason, 'capacity_too_small');
});

test('a refusal by the market tells the facts behind it', async () => {
  const { findings } = await analyse(acme, offering({ capacity: 4, discount: 0.18, interruptionRate: 0.22 }));
  assert.deepEqual(findings.at(-1)?.facts, {
    instance_type: 'p4d.24xlarge',
    discount: 0.18,
    interruption_rate: 0.22,
    placement_score: 10,
    machines: 3,
  });
});

test('machines whose move would leave a reservation unused are not offered', async () => {
  const { findings, candidates } = await analyse(acme, offering({ capacity: 4 }, true));
  assert.equal(candidates.length, 0);
  assert.deepEqual(
    [findings.at(-1)?.reason, findings.at(-1)?.instance_ids],
    ['already_reserved', ['i-1', 'i-2', 'i-3']],
  );
});

test('machines of two types are judged apart', async () => {
  const other = machine({ instanceId: 'i-9', instanceType: 'g5.12xlarge' });
  const { candidates } = await analyse([...acme, other], offering({ capacity: 4 }));
  assert.deepEqual(
    candidates.map(({ group }) => group.instanceType),
    ['p4d.24xlarge', 'g5.12xlarge'],
  );
});

const batchWork = (id: string) => machine({ instanceId: id, tags: new Map([['workload', 'batch']]) });

test('machines of batch work are judged apart from serving ones of their type, and move in another way', async () => {
  const { findings, candidates } = await analyse([...acme, batchWork('i-9')], offering({ capacity: 4 }));
  assert.deepEqual(
    findings.map(({ kind, reason, instance_ids }) => [kind, reason, instance_ids]),
    [
      ['spot_migration', 'latency_critical', ['i-4']],
      ['spot_migration', 'offer_rule_met', ['i-1', 'i-2', 'i-3']],
      ['batch_spot_migration', 'offer_rule_met', ['i-9']],
    ],
  );
  const proposals = await Promise.all(candidates.map((candidate) => propose(candidate, assess, async () => [])));
  assert.deepEqual(
    proposals.map(({ type, title, instance_ids }) => [type, title, instance_ids]),
    [
      ['spot_migration', 'Move 3 x p4d.24xlarge to spot capacity', ['i-1', 'i-2', 'i-3']],
      ['batch_spot_migration', 'Move the batch work of 1 x p4d.24xlarge to spot capacity', ['i-9']],
    ],
  );
});

test('batch work in a market that is not worth it stays, and so does work that is moved already', async () => {
  const spot = { ...batchWork('i-8'), market: 'spot' as const };
  const { findings, candidates } = await analyse([spot, batchWork('i-9')], offering({ capacity: 1, discount: 0.18 }));
  assert.equal(candidates.length, 0);
  assert.deepEqual(
    findings.map(({ kind, reason }) => [kind, reason]),
    [
      ['batch_spot_migration', 'already_spot'],
      ['batch_spot_migration', 'discount_too_small'],
    ],
  );
});

test('whether a reservation needs machines is asked of all of a type together, whatever they work on', async () => {
  const asked: number[] = [];
  const areBound = (machines: readonly Machine[]) => asked.push(machines.length) > 0;
  const { findings } = await analyse([...acme, batchWork('i-9')], { ...offering({ capacity: 4 }), areBound });
  assert.deepEqual([...new Set(asked)], [4]);
  assert.deepEqual(
    findings.map(({ reason }) => reason),
    ['latency_critical', 'already_reserved', 'already_reserved'],
  );
});

test('the proposal states the savings in whole dollars and the risk by rule', async () => {
  const { candidates } = await analyse(acme, offering({ capacity: 4 }));
  const [candidate] = candidates;
  assert.ok(candidate);
  const proposal = await propose(candidate, assess, async () => []);
  assert.equal(proposal.estimated_savings, 54_000);
  assert.equal(proposal.risk_level, 'low');
  assert.equal(proposal.risk_assessed_by, 'rules');
  assert.equal(proposal.confidence, 0.88);
  assert.equal(proposal.title, 'Move 3 x p4d.24xlarge to spot capacity');
});

test('the proposal is less sure, and says why, where a similar migration failed', async () => {
  const { candidates } = await analyse(acme, offering({ capacity: 4 }));
  const [candidate] = candidates;
  assert.ok(candidate);
  const asked: unknown[] = [];
  const proposal = await propose(candidate, assess, async (situation) => {
    asked.push(situation);
    return [{ success: false, likeness: 1 }];
  });
  assert.equal(proposal.confidence, 0.7);
  assert.match(
    proposal.description,
    / taken back in a month\. A similar migration of yours was given up or undone before\.$/,
  );
  assert.deepEqual(asked, [
    { type: 'spot_migration', predicted_savings: 54_000, machines: 3, discount: 0.6, interruption_rate: 0.05 },
  ]);
});

function groupOf(machines: readonly Machine[]): Group {
  return { move: 'spot_migration', instanceType: 'p4d.24xlarge', region: 'us-east-1', machines };
}

/** @param monthly mean spot price in US dollars, written by the hour with six decimals as AWS does */
function market(monthly: number) {
  const to = new Date('2026-06-30T00:00:00Z');
  const from = new Date(to.getTime() - 30 * millisecondsADay);
  const hourly = Number((monthly / 730).toFixed(6));
  const price = { instanceType: 'p4d.24xlarge', zone: 'us-east-1a', from, hourly };
  return { history: [price], period: { from, to }, onDemandCents: 3_000_000 };
}

interface Pool {
  readonly capacity: number;
  readonly discount?: number;
  readonly interruptionRate?: number;
}

function offering(pool: Pool, isBound = false): OfferSources {
  const offerFor = async ({ machines }: Group): Promise<GroupOffer> => ({
    discount: pool.discount ?? 0.6,
    interruptionRate: pool.interruptionRate ?? 0.05,
    placementScore: pool.capacity >= machines.length ? 10 : Math.floor((10 * pool.capacity) / machines.length),
    savings: machines.length * 1_800_000,
    historyDays: 30,
  });
  return { offerFor, areBound: () => isBound };
}
