import type { components } from '../../../contracts/generated/openapi.ts';
import type { Contender } from './contender.ts';

export type ConflictType = components['schemas']['ConflictType'];

export interface Conflict {
  readonly type: ConflictType;
  readonly ids: readonly string[];
  /** In words. */
  readonly reason: string;
}

/** Every way in which contenders stand in each other's way; the same whichever of them comes first. */
export function detect(contenders: readonly Contender[]): readonly Conflict[] {
  return [...pairsOf(contenders).flatMap(([one, other]) => between(one, other)), ...objections(contenders)];
}

/** Whether only one of them can be had, in whatever order. */
export function excludes(one: Contender, other: Contender): boolean {
  const claimsBoth = one.claim !== undefined && other.claim !== undefined && sharedMachines(one, other).length > 0;
  return claimsBoth || contradictions(one, other).length > 0;
}

/** Whether neither notices the other, so that both may run at the same time. What a change of machines saves is measured on the whole bill, so that nothing else may change it meanwhile. */
export function maySideBySide(one: Contender, other: Contender): boolean {
  return one.settings !== undefined && other.settings !== undefined && sharedDeployments(one, other).length === 0;
}

/** Whether a conflict is between these two. */
export function isBetween({ ids }: Conflict, one: string, other: string): boolean {
  return ids.includes(one) && ids.includes(other);
}

function between(one: Contender, other: Contender): readonly Conflict[] {
  const ids = [one.id, other.id];
  const both = `${quoted(one)} and ${quoted(other)}`;
  const machines = sharedMachines(one, other);
  const found: (Conflict | false)[] = [
    machines.length > 0 &&
      (one.claim === 'end' || other.claim === 'end') && {
        type: 'resource',
        ids,
        reason: `${both} want ${countMachines(machines.length)} for different ends.`,
      },
    ...actions(one, other).map(
      (what): Conflict => ({ type: 'action', ids, reason: `${both} contradict each other: ${what}.` }),
    ),
    sharedDeployments(one, other).length > 0 && {
      type: 'timing',
      ids,
      reason: `${both} would change ${sharedDeployments(one, other).join(', ')} at the same time.`,
    },
  ];
  return found.filter((conflict) => conflict !== false);
}

/** What one brings about and the other undoes. */
function actions(one: Contender, other: Contender): readonly string[] {
  const claims = [one.claim, other.claim];
  const isGivenUpAndKept =
    claims.includes('end') && claims.includes('keep') && sharedMachines(one, other).length > 0
      ? ['what the one commits to pay for the other gives up']
      : [];
  return [...isGivenUpAndKept, ...reversals(one, other), ...reversals(other, one)];
}

/** What one changes of the engines, and the other, which names all of their arguments, would turn back or turn elsewhere. */
function reversals({ settings: one }: Contender, { settings: other }: Contender): readonly string[] {
  if (one === undefined || other === undefined || one.deployment !== other.deployment) return [];
  const theirs: Readonly<Record<string, unknown>> = other.engineArgs;
  return Object.entries(one.changes).flatMap(([name, value]) =>
    theirs[name] === value ? [] : [`one sets ${name} of ${one.deployment} to ${value}, the other to ${theirs[name]}`],
  );
}

/** Arguments of the same engines that both would change, to different values. */
function contradictions({ settings: one }: Contender, { settings: other }: Contender): readonly string[] {
  if (one === undefined || other === undefined || one.deployment !== other.deployment) return [];
  const theirs: Readonly<Record<string, unknown>> = other.changes;
  return Object.entries(one.changes)
    .filter(([name, value]) => name in theirs && theirs[name] !== value)
    .map(([name]) => name);
}

/** What the performance agent objects to is in conflict with what it recommends itself. */
function objections(contenders: readonly Contender[]): readonly Conflict[] {
  return contenders.flatMap((contender): readonly Conflict[] => {
    if (contender.objection === undefined) return [];
    const objecting = contenders.filter((other) => other !== contender && other.agentType === 'performance');
    const reason = `The performance agent objects to ${quoted(contender)} of the ${contender.agentType} agent: ${contender.objection}.`;
    return [{ type: 'objection', ids: [contender.id, ...objecting.map(({ id }) => id)], reason }];
  });
}

function pairsOf(contenders: readonly Contender[]): readonly (readonly [Contender, Contender])[] {
  return contenders.flatMap((one, k) => contenders.slice(k + 1).map((other) => [one, other] as const));
}

function sharedMachines(one: Contender, other: Contender): readonly string[] {
  return one.instanceIds.filter((id) => other.instanceIds.includes(id));
}

export function sharedDeployments(one: Contender, other: Contender): readonly string[] {
  return one.deployments.filter((name) => other.deployments.includes(name));
}

export function quoted({ title }: Contender): string {
  return `"${title}"`;
}

export function countMachines(count: number): string {
  return count === 1 ? 'one machine' : `${count} machines`;
}
