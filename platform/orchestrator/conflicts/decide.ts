import type { components } from '../../../contracts/generated/openapi.ts';
import type { Contender, LeftOut } from './contender.ts';
import { type Conflict, detect, maySideBySide, quoted } from './detect.ts';
import { type Hearing, type Part, settleObjections } from './objections.ts';
import { circleIn, inOrder, type Need } from './order.ts';
import { byRank, type Chosen, type Preference, preferred, strongest } from './priority.ts';

/** How what stands in each other's way is settled; where nothing does, the customer's own order needs no decision. */
export type Strategy = Exclude<components['schemas']['Resolution']['resolution_strategy'], 'customers_order'>;

export interface Decision {
  readonly conflicts: readonly Conflict[];
  readonly strategy: Strategy;
  /** What is carried out; those in one stage side by side, the stages one after the other. */
  readonly stages: readonly (readonly Contender[])[];
  readonly leftOut: readonly LeftOut[];
  /** What was preferred to others that are left out. */
  readonly chosen: string | undefined;
  readonly part: Part | undefined;
  /** What the customer's preference lets through though the performance agent objects. */
  readonly overruled: readonly string[];
  readonly reason: string;
}

export interface Question {
  readonly contenders: readonly Contender[];
  /** What the customer wants to be done first. */
  readonly wishes: readonly Need[];
  readonly preference: Preference | undefined;
}

/** Recommendations wait for each other in a circle: nothing can be begun. */
export class CircularDependency extends Error {
  readonly circle: readonly Contender[];

  constructor(circle: readonly Contender[]) {
    const links = circle.map((one, k) => `${quoted(one)} needs ${quoted(circle[k + 1] ?? circle[0] ?? one)} first`);
    super(`These recommendations wait for each other in a circle: ${links.join(', ')}.`);
    this.name = 'CircularDependency';
    this.circle = circle;
  }
}

/**
 * Settles what stands in each other's way. Nobody overrules the application agent. Then the customer's preference decides. Then the performance
 * agent's objections are met by another order, or by a part, where that helps; last, of what excludes each other the more important aim wins.
 * @throws CircularDependency
 */
export async function decide({ contenders, wishes, preference }: Question, hearing: Hearing): Promise<Decision> {
  refuseCircle(contenders, wishes);
  const conflicts = detect(contenders);
  const permitted = contenders.filter(({ veto }) => veto === undefined);
  const choice = preferred(permitted, { conflicts, preference });
  const settled = await settleObjections(choice.kept, { isOverruled: (one) => choice.chosen.includes(one), hearing });
  const needs = [...wishes, ...settled.needs];
  refuseCircle(contenders, needs);
  const strong = strongest(settled.kept);
  const met = withoutUnmet(strong.kept, needs);
  const stages = stagesOf(met.kept, needs);
  const leftOut = [...vetoed(contenders), ...choice.leftOut, ...settled.leftOut, ...strong.leftOut, ...met.leftOut];
  const part = met.kept.some((one) => one === settled.part?.contender) ? settled.part : undefined;
  const strategy = strategyFor({ stages, part, isCustomers: choice.leftOut.length > 0, leftOut });
  return {
    conflicts: [...conflicts, ...dependencies(contenders, needs)],
    strategy,
    stages,
    leftOut,
    chosen: (choice.chosen.find((one) => met.kept.includes(one)) ?? met.kept.toSorted(byRank)[0])?.id,
    part,
    overruled: choice.chosen.filter(({ objection }) => objection !== undefined).map(({ id }) => id),
    reason: [whyThis[strategy], ...settled.remarks].join(' '),
  };
}

function vetoed(contenders: readonly Contender[]): readonly LeftOut[] {
  return contenders.flatMap(({ id, veto }) =>
    veto === undefined ? [] : [{ id, reason: `The application agent has a veto on the quality of answers: ${veto}.` }],
  );
}

/** Without what it needs first nothing is carried out. */
function withoutUnmet(contenders: readonly Contender[], needs: readonly Need[]): Chosen {
  const isKept = (id: string) => contenders.some((one) => one.id === id);
  const unmet = contenders.filter(({ id }) => needs.some((need) => need.id === id && !isKept(need.needs)));
  if (unmet.length === 0) return { kept: contenders, leftOut: [] };
  const reason = 'What it needs first is not carried out.';
  const rest = withoutUnmet(
    contenders.filter((one) => !unmet.includes(one)),
    needs,
  );
  return { kept: rest.kept, leftOut: [...unmet.map(({ id }) => ({ id, reason })), ...rest.leftOut] };
}

function refuseCircle(contenders: readonly Contender[], needs: readonly Need[]): void {
  const circle = circleIn(
    contenders.map(({ id }) => id),
    needs,
  );
  if (circle !== undefined) throw new CircularDependency(named(contenders, circle));
}

function dependencies(contenders: readonly Contender[], needs: readonly Need[]): readonly Conflict[] {
  return needs.map(({ id, needs: first }): Conflict => {
    const [one, other] = named(contenders, [id, first]);
    const reason = one && other ? `${quoted(one)} needs ${quoted(other)} first.` : '';
    return { type: 'dependency', ids: [id, first], reason };
  });
}

/** Changes of settings first, for others are then judged by how the engines really serve; else the more important first. */
function stagesOf(kept: readonly Contender[], needs: readonly Need[]): readonly (readonly Contender[])[] {
  const ranked = kept.toSorted(
    (a, b) => Number(b.settings !== undefined) - Number(a.settings !== undefined) || byRank(a, b),
  );
  const order = inOrder(
    ranked.map(({ id }) => id),
    needs,
  );
  const stages: Contender[][] = [];
  for (const next of named(kept, order)) {
    const last = stages.at(-1);
    const fits = last?.every((one) => maySideBySide(one, next) && !needs.some((need) => isOn(need, one, next)));
    if (last && fits) last.push(next);
    else stages.push([next]);
  }
  return stages;
}

function isOn({ id, needs }: Need, one: Contender, other: Contender): boolean {
  return [id, needs].includes(one.id) && [id, needs].includes(other.id);
}

function named(contenders: readonly Contender[], ids: readonly string[]): readonly Contender[] {
  return ids.flatMap((id) => contenders.find((one) => one.id === id) ?? []);
}

interface Outcome {
  readonly stages: Decision['stages'];
  readonly part: Part | undefined;
  readonly isCustomers: boolean;
  readonly leftOut: readonly LeftOut[];
}

function strategyFor({ stages, part, isCustomers, leftOut }: Outcome): Strategy {
  if (stages.length === 0) return 'nothing_permitted';
  if (part !== undefined) return 'negotiate_hybrid';
  if (isCustomers) return 'prioritize_customer';
  if (leftOut.length > 0) return 'prioritize_aim';
  return stages.length > 1 ? 'sequential_execution' : 'parallel_execution';
}

const whyThis: Readonly<Record<Strategy, string>> = {
  nothing_permitted: 'Nothing of this may be carried out.',
  negotiate_hybrid: 'Only a part of the machines can be spared, so that only this part moves.',
  prioritize_customer: 'Your stated preference decides.',
  prioritize_aim:
    'Not all of this can be had. Without a stated preference performance goes before cost, and cost before resources.',
  sequential_execution: 'All of this can be had, one after the other.',
  parallel_execution: 'Nothing of this touches the other, so that all of it can be done at the same time.',
};
