import type { components } from '../../../contracts/generated/openapi.ts';
import { rounded } from '../shared/words.ts';
import type { Serving } from './serving.ts';

export type Bottleneck = components['schemas']['Bottleneck'];

/** Means above which users notice: 100 ms is what feels immediate, 50 ms a token is 20 tokens a second, as fast as one reads. */
export const maxTimeToFirstToken = 0.1;
export const maxTimePerOutputToken = 0.05;

/** Requests a replica that may wait for a place in its batch. */
export const maxWaitingRequests = 10;

/** Share of the prompts' tokens that a prefix cache in good use answers. */
export const minPrefixHitRate = 0.7;

/** Share of the GPUs' memory that weights and KV cache in use may take, head-room included. */
export const maxMemoryShare = 0.85;

/** What holds a deployment up, by measurement. Where nothing was served nothing is known. */
export function bottlenecksOf(serving: Serving): readonly Bottleneck[] {
  if (serving.requests === 0) return [];
  const { timeToFirstToken: first = 0, timePerOutputToken: next = 0, memoryShare = 0 } = serving;
  const judged: readonly (Bottleneck | false)[] = [
    first > maxTimeToFirstToken && found('time_to_first_token', first, maxTimeToFirstToken),
    next > maxTimePerOutputToken && found('time_per_output_token', next, maxTimePerOutputToken),
    serving.waitingRequests > maxWaitingRequests &&
      found('waiting_requests', serving.waitingRequests, maxWaitingRequests),
    serving.prefixHitRate < minPrefixHitRate && found('prefix_cache_unused', serving.prefixHitRate, minPrefixHitRate),
    memoryShare > maxMemoryShare && found('memory', memoryShare, maxMemoryShare),
  ];
  return judged.filter((bottleneck) => bottleneck !== false);
}

function found(name: Bottleneck['name'], measured: number, threshold: number): Bottleneck {
  return { name, measured: rounded(measured), threshold };
}
