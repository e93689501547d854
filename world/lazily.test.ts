import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lazily } from './lazily';

interface Things {
  readonly one: string;
  readonly two: { readonly of: string };
}

it('makes a part when it is first asked for, and keeps it', () => {
  const made: string[] = [];
  const things: Things = lazily<Things>({
    one: () => {
      made.push('one');
      return 'first';
    },
    two: () => {
      made.push('two');
      return { of: things.one };
    },
  });
  assert.deepEqual(made, []);
  assert.equal(things.two.of, 'first');
  assert.equal(things.two, things.two);
  assert.deepEqual(made, ['two', 'one']);
});

it('tries again where a part could not be made', () => {
  let failure: Error | undefined = new Error('not yet');
  const things = lazily<{ readonly one: string }>({
    one: () => {
      if (failure) throw failure;
      return 'first';
    },
  });
  assert.throws(() => things.one, { message: 'not yet' });
  failure = undefined;
  assert.equal(things.one, 'first');
});
