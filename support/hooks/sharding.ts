import type { CoordinatorContext, IFilterablePickle } from '@cucumber/cucumber/api';
import { byTurns, cut, partOf } from '../shards/cut';
import { readDurations } from '../shards/durations';
import { selectionOf, Told } from '../shards/selection';

/**
 * Makes Cucumber's own --shard cut parts that take about as long, instead of parts of as many scenarios. Its own plugin has cut already
 * when others are asked, so the selection is looked up once more.
 */
export function balanceShards({ on, transform }: Pick<CoordinatorContext<unknown>, 'on' | 'transform'>): void {
  const given = process.argv.slice(2);
  const told = new Told();
  on('message', (envelope) => told.take(envelope));
  transform('pickles:filter', async (own) => {
    const { shard, lanes, places } = await selectionOf(given);
    const whole = places.flatMap(({ uri, location }) => told.at(uri, location));
    const part = partOf(shard);
    // Where we do not see what Cucumber has cut, all shards have to stay as it cut them: else a scenario would be run twice, or never.
    if (!areSame(byTurns(whole, part), own)) {
      process.stderr.write('Shards are cut by the order of the features: what is selected cannot be told from here.\n');
      return own;
    }
    return [...cut(whole, part, { durations: readDurations(), lanes })];
  });
}

function areSame(ones: readonly IFilterablePickle[], others: readonly IFilterablePickle[]): boolean {
  return ones.length === others.length && ones.every(({ pickle }, index) => pickle.id === others[index]?.pickle.id);
}
