import type { components } from '../../../contracts/generated/openapi.ts';
import type { Contender, LeftOut } from './contender.ts';
import { type Conflict, excludes, isBetween, quoted } from './detect.ts';

export type Preference = NonNullable<components['schemas']['Preferences']['priority']>;

/** Whose aim goes first where the customer has not said anything. */
const aims: readonly Contender['agentType'][] = ['application', 'performance', 'cost', 'resource'];
const risks: readonly Contender['risk'][] = ['low', 'medium', 'high', 'critical'];

export interface Chosen {
  readonly kept: readonly Contender[];
  readonly leftOut: readonly LeftOut[];
}

/** The more important first: by aim, then by savings, confidence, and the lower risk. */
export function byRank(one: Contender, other: Contender): number {
  return (
    aims.indexOf(one.agentType) - aims.indexOf(other.agentType) ||
    other.savingsCents - one.savingsCents ||
    other.confidence - one.confidence ||
    risks.indexOf(one.risk) - risks.indexOf(other.risk)
  );
}

/** Of what excludes each other the more important; what was left out itself keeps nothing out. */
export function strongest(contenders: readonly Contender[]): Chosen {
  const kept: Contender[] = [];
  const leftOut: LeftOut[] = [];
  for (const next of contenders.toSorted(byRank)) {
    const stronger = kept.find((one) => excludes(one, next));
    if (stronger === undefined) kept.push(next);
    else leftOut.push({ id: next.id, reason: `It cannot be had beside ${quoted(stronger)}, which goes before it.` });
  }
  return { kept, leftOut };
}

/**
 * What the customer prefers goes before whatever is in conflict with it. Where all serve the preferred aim, or none does, the preference decides
 * nothing.
 */
export function preferred(
  contenders: readonly Contender[],
  { conflicts, preference }: { readonly conflicts: readonly Conflict[]; readonly preference: Preference | undefined },
): Chosen & { readonly chosen: readonly Contender[] } {
  const wanted = contenders.filter(({ agentType }) => agentType === preference);
  const leftOut = contenders.flatMap((one): readonly LeftOut[] => {
    const winner = wanted.find(({ id }) => conflicts.some((conflict) => isBetween(conflict, id, one.id)));
    if (wanted.includes(one) || winner === undefined) return [];
    return [{ id: one.id, reason: `You prefer ${preference}, for which ${quoted(winner)} stands.` }];
  });
  const kept = contenders.filter(({ id }) => !leftOut.some((out) => out.id === id));
  return { kept, leftOut, chosen: leftOut.length > 0 ? wanted : [] };
}
