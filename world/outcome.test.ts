import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssertionError } from 'chai';
import { Refusal } from '../support/drivers/rest';
import { Outcome } from './outcome';

const refused = () => Promise.reject(new Refusal('approveRecommendation', 409, 'the offer is withdrawn', undefined));

describe('Outcome', () => {
  it('keeps a refusal for the Then that asks for it', async () => {
    const outcome = new Outcome();
    await outcome.of(refused());
    assert.match(outcome.overlooked ?? '', /was refused .*and no Then looked at it/);
    assert.equal(outcome.refusal().status, 409);
    assert.equal(outcome.overlooked, undefined);
  });
  it('does not take an act that was carried out for a refused one', async () => {
    const outcome = new Outcome();
    await outcome.of(Promise.resolve('done'));
    assert.throws(() => outcome.refusal(), /but it was carried out/);
  });
  it('knows a refusal by its status and its reason', async () => {
    const outcome = new Outcome();
    await outcome.of(refused());
    outcome.refusedWith('the approval', [409], /withdrawn/);
    assert.throws(() => outcome.refusedWith('the approval', [400, 404], /withdrawn/), AssertionError);
    assert.throws(() => outcome.refusedWith('the approval', [409], /objective/), AssertionError);
  });
  it('lets failures through that are no refusals', async () => {
    await assert.rejects(new Outcome().of(Promise.reject(new Error('connection refused'))), /connection refused/);
  });
  it('says when nothing was tried', () => assert.throws(() => new Outcome().refusal(), /Nothing was tried/));
});
