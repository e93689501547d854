import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import type { Percent } from '../world/amounts/percent';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { bottleneckWords } from '../world/offers';
import type { AcceptanceWorld } from '../world/world';

Given(
  "{customer}'s objective is an answer within {duration} at P95",
  function (this: AcceptanceWorld, name: CastName, p95: Duration) {
    this.customers.expect(name, { objective: p95.seconds });
  },
);

Given(
  "{customer}'s fleet already keeps the common beginning of its prompts",
  function (this: AcceptanceWorld, name: CastName) {
    this.customers.expect(name, { prefixCaching: true });
  },
);

Given(
  '{customer} serves its chat model on one small machine at {float} requests a second',
  function (this: AcceptanceWorld, name: CastName, rate: number) {
    this.customers.expect(name, { fleet: 'small chat', requestsPerSecond: rate });
  },
);

When(
  "{customer}'s load rises to {float} requests a second",
  async function (this: AcceptanceWorld, name: CastName, rate: number) {
    await this.serving.load(this.customers.named(name), rate);
  },
);

Then('the bottlenecks named should be:', function (this: AcceptanceWorld, table: DataTable) {
  const named = (this.memory.recall('offer').bottlenecks ?? []).map(({ name }) => bottleneckWords(name)).sort();
  expect(named, 'bottlenecks named').to.deep.equal(table.raw().flat().sort());
});

Then(
  "{customer}'s next {int} requests should be answered within {duration} at P95 and {duration} at P99",
  async function (this: AcceptanceWorld, name: CastName, requests: number, p95: Duration, p99: Duration) {
    const latencies = await this.serving.next(this.customers.named(name), requests);
    this.thresholds.atMost(`the P95 latency of ${name} is`, latencies.p95, p95);
    this.thresholds.atMost(`the P99 latency of ${name} is`, latencies.p99, p99);
  },
);

Then(
  "{customer}'s next {int} requests should be answered within {duration} at P95",
  async function (this: AcceptanceWorld, name: CastName, requests: number, p95: Duration) {
    const latencies = await this.serving.next(this.customers.named(name), requests);
    this.thresholds.atMost(`the P95 latency of ${name} is`, latencies.p95, p95);
  },
);

Then(
  "{customer}'s next {int} requests should be answered faster than before",
  async function (this: AcceptanceWorld, name: CastName, requests: number) {
    const latencies = await this.serving.next(this.customers.named(name), requests);
    this.thresholds.lessThan(
      `the P95 latency of ${name} is`,
      latencies.p95,
      this.memory.recall('rollout').latencyBefore,
    );
  },
);

Then(
  "{customer}'s next {int} requests should be answered at least {percent} faster than before",
  async function (this: AcceptanceWorld, name: CastName, requests: number, gain: Percent) {
    const latencies = await this.serving.next(this.customers.named(name), requests);
    const limit = this.memory.recall('rollout').latencyBefore.times(1 - gain.share);
    this.thresholds.atMost(`the P95 latency of ${name} is`, latencies.p95, limit);
  },
);

Then(
  "{customer}'s models should run with the settings that they had before",
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.named(name);
    const settings = await this.serving.settings(customer);
    expect(settings, `settings of ${name}'s models by replica`).to.deep.equal(customer.before.settings);
  },
);

Then(
  '{customer} should not be offered {change}',
  async function (this: AcceptanceWorld, name: CastName, change: Change) {
    const offered = await this.offers.of(this.customers.named(name), this.memory.recall('analysis'), change);
    expect(
      offered.map(({ title }) => title),
      `${change.name} offered to ${name}`,
    ).to.deep.equal([]);
  },
);
