import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssertionError } from 'chai';
import { Percent } from './amounts/percent';
import type { Customer } from './customer';
import type { Serving } from './serving';

export interface QualityLook {
  /** Share of the reference answers' words that the model gets right. */
  readonly right: Percent;
  /** Share of the answers that state another key fact than the reference. */
  readonly hallucinating: Percent;
}

interface GoldenPrompt {
  readonly prompt: string;
  readonly answer: string;
  readonly facts: readonly string[];
}

/**
 * The suite's own judge of answers: it asks the model what it knows the answers to and counts the words that are right. It shares the
 * prompts with the platform (contracts/golden-set.json), and nothing else.
 */
export class Quality {
  constructor(private readonly serving: Serving) {}

  #golden: readonly GoldenPrompt[] | undefined;

  /** Asks one replica. @throws Error when it leaves a prompt unanswered */
  async look(customer: Customer, replicaId: string, model: string): Promise<QualityLook> {
    const golden = this.#prompts();
    const answers = await customer.own.gateway.ask(
      replicaId,
      model,
      golden.map(({ prompt }) => prompt),
    );
    if (answers.length !== golden.length) {
      throw new AssertionError(
        `${golden.length} prompts were asked, ${answers.length} were answered by ${replicaId} of ${customer.name}`,
      );
    }
    return judge(golden, answers);
  }

  /** The worst of the replicas that carry load, or of those of them that are named. @throws Error when there is none */
  async worst(customer: Customer, only?: readonly string[]): Promise<QualityLook> {
    const looks = await this.serving.ofEach(
      customer,
      (replicaId, model) => this.look(customer, replicaId, model),
      only,
    );
    const [worst] = [...looks].sort((one, other) => one.right.share - other.right.share);
    if (!worst) throw new AssertionError(`No replica of ${customer.name} carries any load, so no model can be asked`);
    return worst;
  }

  #prompts(): readonly GoldenPrompt[] {
    this.#golden ??= JSON.parse(
      readFileSync(join(__dirname, '..', 'contracts', 'golden-set.json'), 'utf8'),
    ) as readonly GoldenPrompt[];
    return this.#golden;
  }
}

/** @param answers as many as prompts, in their order */
export function judge(golden: readonly GoldenPrompt[], answers: readonly string[]): QualityLook {
  let words = 0;
  let right = 0;
  let hallucinating = 0;
  for (const [index, { answer, facts }] of golden.entries()) {
    const known = answer.split(/\s+/);
    const given = (answers[index] ?? '').split(/\s+/);
    words += known.length;
    right += known.filter((word, place) => word === given[place]).length;
    if (facts.some((fact) => !given.includes(fact))) hallucinating++;
  }
  return { right: Percent.ofShare(right / words), hallucinating: Percent.ofShare(hallucinating / golden.length) };
}
