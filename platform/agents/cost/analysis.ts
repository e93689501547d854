import { groupBy } from '../shared/group-by.ts';
import type { Machine } from '../shared/machines.ts';
import type { Finding } from '../shared/schemas.ts';
import { isBatchWork } from './batch-work.ts';
import type { Group, GroupOffer, SpotMove } from './market.ts';
import { judge, objectionTo, type Reason, rounded } from './offer-rule.ts';

/** A group whose offer meets the rule. */
export interface Candidate {
  readonly group: Group;
  readonly offer: GroupOffer;
}

export interface Analysis {
  readonly findings: readonly Finding[];
  readonly candidates: readonly Candidate[];
}

export interface OfferSources {
  readonly offerFor: (group: Group) => Promise<GroupOffer | undefined>;
  /** Whether reservations would cover nothing without these machines, so that moving them would save less than it seems. */
  readonly areBound: (machines: readonly Machine[]) => boolean;
}

/** Judges every machine: first by what it is, then, together with others of its type that move as it does, by what the market offers for it. */
export async function analyse(machines: readonly Machine[], { offerFor, areBound }: OfferSources): Promise<Analysis> {
  const judged = machines.map((machine) => ({ machine, objection: objectionTo(machine) }));
  const refused = judged.flatMap(({ machine, objection }) => (objection ? [{ machine, objection }] : []));
  const movable = judged.filter(({ objection }) => !objection).map(({ machine }) => machine);
  // Reservations do not ask what a machine works on: all of a type are looked at together.
  const [bound, groups] = partition(groupsOf(movable), (group) =>
    areBound(movable.filter((one) => isLike(one, group))),
  );
  const offers = await Promise.all(groups.map(async (group) => ({ group, offer: await offerFor(group) })));
  return {
    findings: [
      ...refusals(refused),
      ...bound.map(reservedFinding),
      ...offers.map(({ group, offer }) => findingOn(group, offer)),
    ],
    candidates: offers.flatMap(({ group, offer }) =>
      offer && judge(offer) === 'offer_rule_met' ? [{ group, offer }] : [],
    ),
  };
}

function groupsOf(machines: readonly Machine[]): readonly Group[] {
  return groupBy(machines, (machine) => `${machine.region}/${machine.instanceType}/${moveOf(machine)}`).map(
    (members) => {
      const [first] = members;
      return { move: moveOf(first), instanceType: first.instanceType, region: first.region, machines: members };
    },
  );
}

function moveOf(machine: Machine): SpotMove {
  return isBatchWork(machine) ? 'batch_spot_migration' : 'spot_migration';
}

function isLike({ instanceType, region }: Machine, group: Group): boolean {
  return instanceType === group.instanceType && region === group.region;
}

interface Refusal {
  readonly machine: Machine;
  readonly objection: Reason;
}

function refusals(refused: readonly Refusal[]): readonly Finding[] {
  const kinds = groupBy(refused, ({ machine, objection }) => `${objection}/${machine.instanceType}/${moveOf(machine)}`);
  return kinds.map((members) => {
    const [{ machine: first, objection }] = members;
    const group = { move: moveOf(first), machines: members.map(({ machine }) => machine) };
    return finding(group, objection, { instance_type: first.instanceType });
  });
}

function findingOn(group: Group, offer: GroupOffer | undefined): Finding {
  const facts = offer && {
    discount: rounded(offer.discount),
    interruption_rate: rounded(offer.interruptionRate),
    placement_score: offer.placementScore,
  };
  return finding(group, judge(offer), { instance_type: group.instanceType, ...facts });
}

function reservedFinding(group: Group): Finding {
  return finding(group, 'already_reserved', { instance_type: group.instanceType });
}

function partition<T>(things: readonly T[], test: (thing: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [things.filter(test), things.filter((thing) => !test(thing))];
}

function finding(
  { move, machines }: Pick<Group, 'move' | 'machines'>,
  reason: Reason,
  facts: NonNullable<Finding['facts']>,
): Finding {
  return {
    kind: move,
    instance_ids: machines.map(({ instanceId }) => instanceId),
    decision: reason === 'offer_rule_met' ? 'recommended' : 'refused',
    reason,
    facts: { ...facts, machines: machines.length },
  };
}
