import type { EngineArgs } from '../../shared/gateway.ts';
import { minPrefixHitRate } from './bottlenecks.ts';
import type { Situation } from './prediction.ts';

/** A change of settings that is taken for done. */
export interface Assumption {
  readonly deployment: string;
  readonly engineArgs: EngineArgs;
}

/** How prompts are read before the change, means over all replicas. */
export interface Prefill {
  /** Seconds. */
  readonly timeToFirstToken: number;
  readonly timePerOutputToken: number;
  /** Requests a second on each replica. */
  readonly load: number;
}

/**
 * The situation once prompts begin in the prefix cache. The offer expects the cache to answer as much as one in good use does, and so does this; how
 * much it really is can be measured only afterwards.
 *
 * The first token is there after prefill and one step of decoding. Prefill alone takes p, among others p / (1 - load * p). What the
 * cache answers is work that nobody waits for any more, and that no longer stretches what others wait for.
 */
export function withPrefixCache(
  situation: Situation,
  { timeToFirstToken, timePerOutputToken, load }: Prefill,
): Situation {
  const amongOthers = Math.max(0, timeToFirstToken - timePerOutputToken);
  const saved = (minPrefixHitRate * amongOthers) / (1 + load * amongOthers);
  const utilisation = Math.max(0, situation.utilisation - load * saved);
  const alone = Math.max(0, situation.latencyP95 * (1 - situation.utilisation) - saved);
  return { utilisation, latencyP95: alone / (1 - utilisation) };
}
