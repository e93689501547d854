import { answer } from './answers.ts';
import type { Deployment } from './deployment.ts';
import type { Fleet } from './fleet.ts';
import { Problem } from './problem.ts';
import type { Replica } from './replica.ts';
import type { CompletionRequest } from './schemas.ts';

/** OpenAI's completion of one or several prompts. */
export interface Completion {
  readonly id: string;
  readonly object: 'text_completion';
  readonly created: number;
  readonly model: string;
  readonly choices: readonly Choice[];
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
}

interface Choice {
  readonly index: number;
  readonly text: string;
  readonly finish_reason: 'stop' | 'length';
}

/** All prompts answered by one replica; a problem where it serves another model or is not up. */
export function completeOn(replica: Replica, request: CompletionRequest, created: number): Completion {
  requireAnswers(replica);
  const { model } = replica.engine.model.spec;
  if (request.model !== model) throw unknownModel(request.model, [model]);
  return completion(request, created, () => replica);
}

/** Each prompt answered by the replica whose turn it is, by weight. */
export function completeOnFleet(fleet: Fleet, request: CompletionRequest, created: number): Completion {
  const models = fleet.deployments.map(({ spec }) => spec.model);
  const deployment = fleet.deployments.find(({ spec }) => spec.model === request.model);
  if (!deployment) throw unknownModel(request.model, models);
  return completion(request, created, () => nextOf(deployment));
}

/** A problem 503 while no engine listens on the replica's port. */
export function requireAnswers(replica: Replica): void {
  if (!replica.answers) throw new Problem(503, 'Replica does not answer', `${replica.id} is ${replica.state}`);
}

function completion(request: CompletionRequest, created: number, choose: () => Replica): Completion {
  const prompts = typeof request.prompt === 'string' ? [request.prompt] : request.prompt;
  const choices = prompts.map((prompt, index) => choice(index, reply(prompt, choose()), request.max_tokens));
  const prompt_tokens = wordCount(prompts);
  const completion_tokens = wordCount(choices.map(({ text }) => text));
  return {
    id: `cmpl-${created}`,
    object: 'text_completion',
    created,
    model: request.model,
    choices,
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  };
}

function reply(prompt: string, replica: Replica): string {
  return answer(prompt, { quantization: replica.args.quantization, hardware: replica.machine.hardware });
}

/** A word counts as one token. */
function choice(index: number, text: string, maxTokens: number | undefined): Choice {
  const words = text.split(' ');
  if (maxTokens === undefined || words.length <= maxTokens) return { index, text, finish_reason: 'stop' };
  return { index, text: words.slice(0, maxTokens).join(' '), finish_reason: 'length' };
}

function nextOf(deployment: Deployment): Replica {
  const replica = deployment.next();
  if (!replica) throw new Problem(503, 'No replica', `no replica of ${deployment.spec.name} takes traffic`);
  return replica;
}

function unknownModel(asked: string, served: readonly string[]): Problem {
  return new Problem(400, 'No such model', `model: ${asked} is not served here; there is ${served.join(', ')}`);
}

function wordCount(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
}
