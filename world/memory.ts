import type { operations } from '../contracts/generated/openapi';
import type { Distribution } from '../support/drivers/load/distribution';
import type { Answer } from '../support/drivers/rest';
import type { Named } from '../support/drivers/valid-request';
import type { Act } from './acts';
import type { Heartbeat } from './agent';
import type { Duration } from './amounts/duration';
import type { Requested } from './analyses';
import type { Settlement } from './conflicts';
import type { Decided } from './decisions';
import type { Attempt } from './odd-input';
import type { Analysis, Offer } from './offers';
import type { Barriers } from './portal/portal';
import type { Sight } from './readings';
import type { Rollout } from './rollout';
import type { PlainAnswer } from './security/exposure';
import type { Guesses } from './security/guessing';
import type { Rush } from './security/haste';
import type { Secrets } from './security/hoard';
import type { Possessions } from './security/possessions';
import type { Session } from './security/renewals';
import type { AuditEntry } from './security/safety';
import type { Smuggling } from './security/smuggling';
import type { Trespass } from './security/trespass';

/** What a scenario may remember from one step to the next. */
export interface Slots {
  /** The cost analysis that the scenario speaks of. */
  readonly analysis: Analysis;
  /** The analyses that agents were asked for. */
  readonly requested: Requested;
  /** The one that an agent sent with something to tell. */
  readonly heartbeat: Heartbeat;
  /** How long an agent had been silent when OptiInfra noticed. */
  readonly silence: Duration;
  /** How long it took, in the world's time. */
  readonly analysisTook: Duration;
  /** The offer that the scenario speaks of. */
  readonly offer: Offer;
  /** All that is offered, what saves most first. */
  readonly offers: readonly Offer[];
  /** Id of the optimization that a second approval answered. */
  readonly again: string;
  /** What keeps somebody out of the portal's pages. */
  readonly barriers: Barriers;
  /** How OptiInfra settles what stands in each other's way. */
  readonly settlement: Settlement;
  /** What customers did when OptiInfra crashed. */
  readonly acts: readonly Act[];
  /** What came of decisions that were made at the same instant. */
  readonly decided: readonly Decided[];
  /** The optimization that the scenario speaks of. */
  readonly rollout: Rollout;
  /** What OptiInfra had on record when the customer looked. */
  readonly recordsBefore: readonly string[];
  /** What came of sending odd input. */
  readonly attempt: Attempt;
  /** What belonged to a customer before somebody else did something. */
  readonly belongings: readonly string[];
  /** How long it took, by the clock on the wall, in milliseconds. */
  readonly took: Distribution;
  /** What became of looking at everything at once. */
  readonly sight: Sight;
  /** What OptiInfra answered somebody who asked without the contract. */
  readonly answer: PlainAnswer;
  /** What was found that should not be there, in words. */
  readonly found: readonly string[];
  /** What came of guessing a password. */
  readonly guesses: Guesses;
  /** What stood in the way of somebody who has only a keyboard, in words. */
  readonly obstacles: readonly string[];
  /** What became of one more request than the plan permits. */
  readonly oneMore: Rush;
  /** How passwords are kept. */
  readonly passwords: readonly string[];
  /** What became of requests that came one upon the other. */
  readonly rush: Rush;
  /** A customer's secrets. */
  readonly secrets: Secrets;
  readonly session: Session;
  readonly smuggling: Smuggling;
  /** What OptiInfra kept before anything was smuggled. */
  readonly standing: readonly string[];
  /** An orchestrator's start with settings of its own, and what it said where it refused. */
  readonly start: { readonly settings: Readonly<Record<string, string>>; readonly said: string | undefined };
  /** How the records answered who wanted to rewrite them. */
  readonly tampered: string;
  readonly trailBefore: readonly AuditEntry[];
  /** Ids of the analyses that somebody asked for. */
  readonly asked: Named;
  /** All customers, as the operator sees them. */
  readonly customers: Answer<operations['listCustomers']>;
  /** What a customer had before somebody else tried to get at it. */
  readonly possessions: Possessions;
  /** What was tried without the right to it. */
  readonly trespasses: readonly Trespass[];
  /** Whether somebody who wanted to listen was refused. */
  readonly turnedAway: boolean;
  /** When the last act happened, wall milliseconds: deadlines of reactions count from it. */
  readonly act: number;
}

/** A step asked for something that no step before it has created. */
export class NothingRemembered extends Error {
  override readonly name = 'NothingRemembered';
  constructor(slot: string, remembered: readonly string[]) {
    const known = remembered.length > 0 ? `remembered: ${remembered.join(', ')}` : 'nothing is remembered yet';
    super(`No "${slot}" has been remembered (${known}). Which Given or When should have created it?`);
  }
}

export class ScenarioMemory {
  readonly #slots = new Map<keyof Slots, Slots[keyof Slots]>();

  remember<Slot extends keyof Slots>(slot: Slot, value: Slots[Slot]): void {
    this.#slots.set(slot, value);
  }

  /** For what only some scenarios have. */
  find<Slot extends keyof Slots>(slot: Slot): Slots[Slot] | undefined {
    return this.#slots.get(slot) as Slots[Slot] | undefined;
  }

  recall<Slot extends keyof Slots>(slot: Slot): Slots[Slot] {
    if (!this.#slots.has(slot)) throw new NothingRemembered(slot, [...this.#slots.keys()]);
    return this.#slots.get(slot) as Slots[Slot];
  }
}
