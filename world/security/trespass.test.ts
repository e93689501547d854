import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../support/drivers/rest';
import { operationOf } from './acts';
import { wronglyAnswered } from './trespass';

const EXPECTED = { status: 403, reason: /another customer/ };
const tried = (refusal?: Refusal) => [{ act: 'see a customer', place: '/', at: 0, refusal }];
const refused = (status: number, detail: string) => tried(new Refusal('getCustomer', status, detail, undefined));

test('what was refused as expected is right', () => {
  assert.deepEqual(wronglyAnswered(refused(403, 'This belongs to another customer.'), EXPECTED), []);
});

test('what was carried out, or refused for another reason, is named', () => {
  assert.deepEqual(wronglyAnswered(tried(), EXPECTED), ['see a customer: it was carried out']);
  assert.deepEqual(wronglyAnswered(refused(404, 'There is none'), EXPECTED), [
    'see a customer: refused with 404, "There is none"',
  ]);
  assert.equal(wronglyAnswered(refused(403, 'No'), EXPECTED).length, 1);
});

test('where nothing was tried nothing is right', () => {
  assert.throws(() => wronglyAnswered([], EXPECTED), /Nothing was tried/);
});

test('an act that the contract does not have is refused, with those that there are', () => {
  assert.throws(() => operationOf('fly'), /no act "fly". There are: .*see a customer/);
});
