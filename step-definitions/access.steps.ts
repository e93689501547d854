import { type DataTable, Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import { isTurnedAway } from '../world/security/eavesdropping';
import { idsAsked } from '../world/security/possessions';
import { type Expected, wronglyAnswered } from '../world/security/trespass';
import type { AcceptanceWorld } from '../world/world';

/** Why an act is refused, and how that is told. */
const REASONS: Readonly<Record<string, Expected>> = {
  'nobody knows who asks': { status: 401, reason: /token|agent-key|session/i },
  "it is not Acme Corp's to do": { status: 403, reason: /another customer|operator can/ },
  "it is the operator's to do": { status: 403, reason: /operator can/ },
  "it is the customer's to do": { status: 403, reason: /only the customer/i },
};

Given('{customer} has asked for an analysis', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('asked', await this.possessions.askForAnalysis(this.customers.subscriber(name)));
});

When('somebody with {credential} tries to {act}', async function (this: AcceptanceWorld, words: string, act: string) {
  const { headers, named } = await this.credentials.called(words);
  this.memory.remember('trespasses', [await this.trespasses.attempt(act, headers, named)]);
});

When(
  'somebody with {credential} wants to hear what {customer} is told',
  async function (this: AcceptanceWorld, words: string, name: CastName) {
    const { token } = await this.credentials.called(words);
    this.memory.remember('turnedAway', await isTurnedAway(this.around, this.customers.subscriber(name), token));
  },
);

When(
  "{customer} tries, with what is {customer}'s, to:",
  async function (this: AcceptanceWorld, name: CastName, owner: CastName, acts: DataTable) {
    const headers = { authorization: `Bearer ${this.customers.subscriber(name).own.accessToken}` };
    await trespass(this, { owner, acts, headers });
  },
);

When(
  "Olive tries, with what is {customer}'s, to:",
  async function (this: AcceptanceWorld, owner: CastName, acts: DataTable) {
    await trespass(this, { owner, acts, headers: await this.around.operator.authorization() });
  },
);

interface Attempted {
  readonly owner: CastName;
  readonly acts: DataTable;
  readonly headers: Readonly<Record<string, string>>;
}

async function trespass(world: AcceptanceWorld, { owner, acts, headers }: Attempted): Promise<void> {
  const { customers, memory, possessions, trespasses } = world;
  const asked = idsAsked(memory.find('asked'), memory.find('analysis'));
  const before = await possessions.of(customers.subscriber(owner), asked);
  memory.remember('possessions', before);
  memory.remember('trespasses', await trespasses.attempts(acts.raw().flat(), headers, before.named));
}

When('Olive looks at all customers', async function (this: AcceptanceWorld) {
  this.memory.remember('customers', await this.around.operator.customers());
});

Then('it should be refused because {why}', refusedBecause);
Then('each of it should be refused because {why}', refusedBecause);

function refusedBecause(this: AcceptanceWorld, why: string): void {
  const expected = REASONS[why];
  if (!expected) throw new RangeError(`Nobody knows of "${why}". There are ${Object.keys(REASONS).join(', ')}`);
  const wrong = wronglyAnswered(this.memory.recall('trespasses'), expected);
  expect(wrong, `acts that were not refused because ${why}`).to.deep.equal([]);
}

Then('the refusal should be on record', async function (this: AcceptanceWorld) {
  const unrecorded = await this.trespasses.unrecorded(this.memory.recall('trespasses'));
  expect(unrecorded, 'acts whose refusal is not on record').to.deep.equal([]);
});

Then('each refusal should be on record with {customer}', async function (this: AcceptanceWorld, name: CastName) {
  const trespasses = this.memory.recall('trespasses');
  const unrecorded = await this.trespasses.unrecorded(trespasses, this.customers.subscriber(name));
  expect(unrecorded, `acts whose refusal is not in the audit trail of ${name}`).to.deep.equal([]);
});

Then(
  "nothing of {customer}'s should have been told or changed",
  async function (this: AcceptanceWorld, name: CastName) {
    const harmed = await this.possessions.harmed(this.memory.recall('possessions'), this.memory.recall('trespasses'));
    expect(harmed, `what of ${name}'s was told or changed`).to.deep.equal([]);
  },
);

Then('nobody should hear it', function (this: AcceptanceWorld) {
  const line = this.memory.recall('turnedAway') ? 'refused' : 'open';
  expect(line, 'the line on which a customer is told everything, opened with such a token').to.equal('refused');
});

Then(
  '{customer} and {customer} should be among them',
  function (this: AcceptanceWorld, one: CastName, other: CastName) {
    const seen = this.memory.recall('customers').map(({ email }) => email);
    const wanted = [one, other].map((name) => this.customers.subscriber(name).own.email);
    expect(seen, 'the customers that Olive sees').to.include.members(wanted);
  },
);
