import { type DataTable, Then, When } from '@cucumber/cucumber';
import { expect } from 'chai';
import type { CastName } from '../world/cast';
import { givenAway, untold } from '../world/security/exposure';
import type { AcceptanceWorld } from '../world/world';

When('somebody asks {door} for its first page', async function (this: AcceptanceWorld, door: string) {
  this.memory.remember('answer', await this.exposure.askForFirstPage(door));
});

When('somebody sends {door} what it cannot understand', async function (this: AcceptanceWorld, door: string) {
  this.memory.remember('answer', await this.exposure.sendNonsense(door));
});

When(
  '{customer} signs in to the portal over an encrypted line',
  async function (this: AcceptanceWorld, name: CastName) {
    const customer = this.customers.subscriber(name);
    this.memory.remember('answer', await this.exposure.signInByEncryptedLine(customer));
  },
);

Then('the answer should tell browsers to:', function (this: AcceptanceWorld, table: DataTable) {
  const missing = untold(this.memory.recall('answer'), table.raw().flat());
  expect(missing, 'what browsers are not told').to.deep.equal([]);
});

Then('no other page should be allowed to read it', function (this: AcceptanceWorld) {
  const allowed = this.memory.recall('answer').headers['access-control-allow-origin'];
  expect(allowed, 'pages that may read the answer').to.equal(undefined);
});

Then('it should not say what OptiInfra is made of', function (this: AcceptanceWorld) {
  expect(givenAway(this.memory.recall('answer')), 'what the answer gives away').to.deep.equal([]);
});

Then('the answer should be a refusal that says what is wrong', function (this: AcceptanceWorld) {
  const { status, text } = this.memory.recall('answer');
  expect(status, `how nonsense is answered ("${text}")`).to.equal(400);
  expect((JSON.parse(text) as { detail: string }).detail, 'what is said to be wrong').to.match(/JSON/);
});

Then(
  'what renews the session should be out of reach of scripts, other pages and open lines',
  function (this: AcceptanceWorld) {
    const cookie = this.memory.recall('answer').headers['set-cookie'] ?? '';
    for (const part of [/^optiinfra_refresh=.+;/, /; HttpOnly/, /; SameSite=Strict/, /; Secure/])
      expect(cookie.replace(/=[0-9a-f]{20,}/, '=…'), 'the cookie that renews the session').to.match(part);
  },
);
