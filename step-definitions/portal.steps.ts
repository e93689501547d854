import { Given, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { Duration } from '../world/amounts/duration';
import { Money } from '../world/amounts/money';
import type { CastName } from '../world/cast';
import type { Change } from '../world/changes';
import { Keyboard } from '../world/portal/keyboard';
import type { AcceptanceWorld } from '../world/world';

Given('{customer} is looking at the portal', async function (this: AcceptanceWorld, name: CastName) {
  await this.portal.enter(this.customers.named(name).own);
});

When('{customer} looks at every page of the portal', async function (this: AcceptanceWorld, name: CastName) {
  this.memory.remember('barriers', await this.portal.barriers(this.customers.named(name).own));
});

When('{customer} signs in to the portal', async function (this: AcceptanceWorld, name: CastName) {
  const { email, password } = this.customers.subscriber(name).own;
  const visit = await this.portal.open();
  await visit.signIn(email, password);
});

When('{customer} signs in to the portal with a wrong password', async function (this: AcceptanceWorld, name: CastName) {
  const visit = await this.portal.open();
  await visit.signIn(this.customers.subscriber(name).own.email, 'not the password');
});

When('{customer} signs out', async function (this: AcceptanceWorld, _name: CastName) {
  await this.portal.visit.signOut();
});

When('{customer} loads the page again', async function (this: AcceptanceWorld, _name: CastName) {
  await this.portal.visit.reload();
});

When('Mallory signs up in the portal as the company {string}', async function (this: AcceptanceWorld, company: string) {
  await this.portal.open();
  await this.portal.signUp(company);
});

When("the portal's line to OptiInfra breaks", async function (this: AcceptanceWorld) {
  await this.portal.visit.live.cut();
});

When("the portal's line to OptiInfra is back", async function (this: AcceptanceWorld) {
  this.portal.visit.live.restore();
});

When(
  '{customer} approves {change} in the portal',
  async function (this: AcceptanceWorld, _name: CastName, change: Change) {
    this.memory.remember('act', Date.now());
    await this.portal.approve(this.offers.spokenOf(this.memory.recall('offer'), change));
  },
);

When(
  '{customer} rejects {change} in the portal without a mouse because {string}',
  async function (this: AcceptanceWorld, name: CastName, change: Change, reason: string) {
    const { email, password } = this.customers.named(name).own;
    const keyboard = new Keyboard(await this.portal.open());
    await keyboard.signIn(email, password);
    await keyboard.reject(this.offers.spokenOf(this.memory.recall('offer'), change), reason);
    this.memory.remember('obstacles', keyboard.obstacles);
  },
);

Then('the portal should show {string}', async function (this: AcceptanceWorld, heading: string) {
  await this.portal.visit.shows(heading);
});

Then('the portal should say that e-mail address or password is wrong', async function (this: AcceptanceWorld) {
  await this.portal.reads('E-mail address or password is wrong');
  await this.portal.visit.shows('Sign in');
});

Then('the portal should name the company {string}', async function (this: AcceptanceWorld, company: string) {
  await this.portal.reads(company);
});

Then('its settings should name the company {string}', async function (this: AcceptanceWorld, company: string) {
  await this.portal.settingBecomes('Company', company);
});

Then('nothing of it should have been run', function (this: AcceptanceWorld) {
  expect(this.portal.visit.complaints, 'what the page complained about').to.deep.equal([]);
});

Then(
  'the portal should show a spend of {money} and possible savings of {money} a month',
  async function (this: AcceptanceWorld, spend: Money, possible: Money) {
    await this.portal.visit.goTo('Overview');
    await this.portal.figureBecomes('Monthly spend', spend);
    await this.portal.figureBecomes('Potential savings', possible);
  },
);

Then('the portal should show all four agents at work', async function (this: AcceptanceWorld) {
  expect(await this.portal.agents(), 'agents that the portal shows').to.deep.equal([
    'Cost active',
    'Performance active',
    'Resource active',
    'Application active',
  ]);
});

Then(
  'the portal should show 30 days of spend, the last of them {money}',
  async function (this: AcceptanceWorld, spend: Money) {
    await this.portal.visit.goTo('Cost');
    const [line] = await this.portal.chart('Spend of 30 days');
    expect(line?.points, 'days of spend that the chart shows').to.be.at.least(30);
    expect(String(Money.ofDollars(line?.value ?? 0)), 'the last spend that the chart shows').to.equal(String(spend));
  },
);

Then(
  "the portal should show 24 hours of {word}'s latency, the last as {customer}'s own fleet has it",
  async function (this: AcceptanceWorld, deployment: string, name: CastName) {
    await this.portal.visit.goTo('Performance');
    const [line] = await this.portal.chart(`Latency of ${deployment}, 24 hours`);
    expect(line?.points, 'hours of latency that the chart shows').to.be.at.least(24);
    const { p95 } = await this.serving.next(this.customers.named(name), 2000);
    expect(line?.value, `P95 of ${deployment}, in seconds`).to.be.closeTo(p95.seconds, p95.seconds * 0.02);
  },
);

Then(
  'the portal should show {int} step(s) as {word} within {duration}, without being loaded again',
  async function (this: AcceptanceWorld, count: number, status: string, deadline: Duration) {
    await this.portal.stepsShown(status, count, deadline);
  },
);

Then('the portal should say {string} of its live updates', async function (this: AcceptanceWorld, state: string) {
  await this.portal.liveBecomes(state);
});

Then('the portal should tell that {change} was rejected', async function (this: AcceptanceWorld, _change: Change) {
  await this.portal.reads(`You rejected "${this.memory.recall('offer').title}"`);
});

Then(
  'no page should keep anybody out, at a desk or with a phone, by day or at night',
  function (this: AcceptanceWorld) {
    const { axe } = this.memory.recall('barriers');
    expect(axe, 'barriers that axe finds').to.deep.equal([]);
  },
);

Then('none should be wider than its screen', function (this: AcceptanceWorld) {
  const { tooWide } = this.memory.recall('barriers');
  expect(tooWide, 'pages that are too wide').to.deep.equal([]);
});

Then('nothing should have stood in the way of the keyboard', function (this: AcceptanceWorld) {
  expect(this.memory.recall('obstacles'), 'what stood in the way of the keyboard').to.deep.equal([]);
});
