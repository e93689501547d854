import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { IFilterablePickle } from '@cucumber/cucumber/api';
import type { Envelope } from '@cucumber/messages';
import { byTurns, partOf } from '../shards/cut';
import { selectionOf, suiteMessages, Told } from '../shards/selection';

// Plain JavaScript has no types.
const plugin = require('./sharding-plugin.js') as { coordinator(context: unknown): void };

const { argv } = process;
afterEach(() => {
  process.argv = argv;
});

type Filter = (own: readonly IFilterablePickle[]) => Promise<readonly IFilterablePickle[]>;

/** What a run with such arguments asks of the plugin: nothing, or to say whether Cucumber's own shard shall stay. */
function asked(...given: readonly string[]): Filter | undefined {
  process.argv = ['node', 'cucumber-js', ...given];
  let filter: Filter | undefined;
  plugin.coordinator({
    operation: 'runCucumber',
    on: (_event: string, take: (envelope: Envelope) => void) => messages.forEach(take),
    transform: (_event: string, transformer: Filter) => {
      filter = transformer;
    },
  });
  return filter;
}

const messages = suiteMessages();
const told = new Told();
for (const envelope of messages) told.take(envelope);

/** What Cucumber has selected before it cuts. */
async function selected(...given: readonly string[]): Promise<readonly IFilterablePickle[]> {
  const { places } = await selectionOf(given);
  return places.flatMap(({ uri, location }) => told.at(uri, location));
}

const namesOf = (pickles: readonly IFilterablePickle[] | undefined) => (pickles ?? []).map(({ pickle }) => pickle.name);
const SELECTION = ['features/cost-optimization', '--tags', 'not @slow'] as const;

describe("Cucumber's --shard", () => {
  it('gives every scenario of a selection to one shard', async () => {
    const whole = await selected(...SELECTION);
    const shards: string[] = [];
    for (const shard of ['1/3', '2/3', '3/3']) {
      const own = await asked(...SELECTION, '--shard', shard)?.(byTurns(whole, partOf(shard)));
      assert.ok(own && own.length > 0);
      shards.push(...namesOf(own));
    }
    assert.deepEqual(shards.sort(), [...namesOf(whole)].sort());
  });

  it('balances shards, other than by turns', async () => {
    const byOrder = byTurns(await selected(), partOf('2/4'));
    assert.notDeepEqual(namesOf(await asked('--shard=2/4')?.(byOrder)), namesOf(byOrder));
  });

  it('cuts as Cucumber does where the plugin sees another selection than Cucumber', async (context) => {
    const complaint = context.mock.method(process.stderr, 'write', () => true);
    const own = byTurns(await selected(), partOf('1/4')).slice(1);
    assert.equal(await asked('--shard', '1/4')?.(own), own);
    assert.match(String(complaint.mock.calls[0]?.arguments[0]), /by the order of the features/);
  });

  it('is none of its business where nobody asks for it', () => {
    assert.equal(asked('features/portal'), undefined);
  });
});
