import { type Gateway, GatewayError } from '../../shared/gateway.ts';
import { goldenSet } from './golden-set.ts';
import { type Quality, scoreAnswer, sumQuality } from './scoring.ts';

/** Far more than any right answer has, so that none is cut off. */
const maxTokens = 256;

/**
 * Asks one replica the whole golden set in one call. Undefined where it does not answer, or not everything: a sample that
 * leaves out what went wrong says nothing. @throws GatewayError where the gateway itself cannot be reached
 */
export async function measureReplica(gateway: Gateway, replicaId: string, model: string): Promise<Quality | undefined> {
  const prompts = goldenSet.map(({ prompt }) => prompt);
  const answers = await gateway.complete(replicaId, { model, prompts, maxTokens }).catch((error: unknown) => {
    if (error instanceof GatewayError && (error.status === 404 || error.status === 503)) return [];
    throw error;
  });
  const scores = goldenSet.flatMap((golden, k) => {
    const answer = answers[k];
    return answer === undefined ? [] : [scoreAnswer(golden, answer)];
  });
  return scores.length === goldenSet.length ? sumQuality(scores) : undefined;
}
