import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { z } from 'zod';
import type { Addresses } from '../addresses';
import { EnvironmentError } from '../environment';
import type { ProcessControl } from '../process-control';

/** A private environment at the disposal of one scenario after the other. */
export interface Lending extends ProcessControl {
  /** Where it is. From now on it belongs to whoever asked. */
  lend(): Promise<Addresses>;
  /** Starts again what the scenario has ended, so that it can clean up. */
  restore(): Promise<void>;
  /** @param isUsable whether the next scenario may have it: nothing failed in it, nothing is left in it */
  takeBack(isUsable: boolean): Promise<void>;
}

const METHODS = [
  'lend',
  'restore',
  'takeBack',
  'orchestrators',
  'addOrchestrator',
  'crash',
  'startAgain',
] as const satisfies readonly (keyof Lending)[];

const REQUEST = z.object({ question: z.uuid(), method: z.enum(METHODS), parameters: z.array(z.unknown()) });
const ANSWER = z.object({ answerTo: z.uuid(), value: z.unknown().optional(), failure: z.string().optional() });

/**
 * Answers the other threads of this process. Cucumber's workers are threads that cannot reach its coordinator, and whatever they started
 * would end with them: so the coordinator owns the processes, and they ask.
 * @param channel its name
 * @returns ends the answering
 */
export function answerThreads(channel: string, lending: Lending): () => void {
  const line = new BroadcastChannel(channel);
  let isOpen = true;
  line.unref();
  line.onmessage = async ({ data }) => {
    const request = REQUEST.safeParse(data).data;
    // Whatever else is said on the channel is for others.
    if (request === undefined) return;
    const method = lending[request.method] as (...parameters: readonly unknown[]) => Promise<unknown>;
    const answer = await method.apply(lending, request.parameters).then(
      (value) => ({ value }),
      (error: unknown) => ({ failure: error instanceof Error ? error.message : String(error) }),
    );
    // The run may have ended meanwhile.
    if (isOpen) line.postMessage({ answerTo: request.question, ...answer });
  };
  return () => {
    isOpen = false;
    line.close();
  };
}

/** Longer than a start takes that just succeeds, shorter than what Cucumber lets a hook take. Wall milliseconds. */
const ANSWER_LIMIT_MS = 150_000;

/** Asks the thread that answers on the channel. @throws {EnvironmentError} with its words when it cannot do it, or when it is silent */
export async function askCoordinator<M extends keyof Lending>(
  channel: string,
  method: M,
  ...parameters: Parameters<Lending[M]>
): Promise<Awaited<ReturnType<Lending[M]>>> {
  const line = new BroadcastChannel(channel);
  let limit: NodeJS.Timeout | undefined;
  try {
    const question = randomUUID();
    const answered = new Promise<z.infer<typeof ANSWER>>((resolve, reject) => {
      limit = setTimeout(() => reject(new EnvironmentError(unanswered(method))), ANSWER_LIMIT_MS);
      line.onmessage = ({ data }) => {
        const answer = ANSWER.safeParse(data).data;
        if (answer?.answerTo === question) resolve(answer);
      };
    });
    line.postMessage({ question, method, parameters });
    const { value, failure } = await answered;
    if (failure !== undefined) throw new EnvironmentError(failure);
    // Answered by the same method of the same program.
    return value as Awaited<ReturnType<Lending[M]>>;
  } finally {
    clearTimeout(limit);
    line.close();
  }
}

function unanswered(method: string): string {
  return `Whoever lends the private environment has not answered "${method}" within ${ANSWER_LIMIT_MS / 1000} s.`;
}
