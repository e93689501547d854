import { groupBy } from '../shared/group-by.ts';
import type { Machine } from '../shared/machines.ts';
import type { Finding } from '../shared/schemas.ts';
import type { Group, GroupOffer } from './market.ts';
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

/** Judges every machine: first by what it is, then, together with others of its type, by what the market offers for it. */
export async function analyse(machines: readonly Machine[], { offerFor, areBound }: OfferSources): Promise<Analysis> {
  const judged = machines.map((machine) => ({ machine, objection: objectionTo(machine) }));
  const refused = judged.flatMap(({ machine, objection }) => (objection ? [{ machine, objection }] : []));
  const movable = judged.filter(({ objection }) => !objection).map(({ machine }) => machine);
  const [bound, groups] = partition(groupsOf(movable), (group) => areBound(group.machines));
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
  return groupBy(machines, ({ instanceType, region }) => `${region}/${instanceType}`).map((members) => {
    const [{ instanceType, region }] = members;
    return { instanceType, region, machines: members };
  });
}

interface Refusal {
  readonly machine: Machine;
  readonly objection: Reason;
}

function refusals(refused: readonly Refusal[]): readonly Finding[] {
  return groupBy(refused, ({ machine, objection }) => `${objection}/${machine.instanceType}`).map((members) => {
    const [first] = members;
    const machines = members.map(({ machine }) => machine);
    return finding(machines, first.objection, { instance_type: first.machine.instanceType });
  });
}

function findingOn({ instanceType, machines }: Group, offer: GroupOffer | undefined): Finding {
  const facts = offer && {
    discount: rounded(offer.discount),
    interruption_rate: rounded(offer.interruptionRate),
    placement_score: offer.placementScore,
  };
  return finding(machines, judge(offer), { instance_type: instanceType, ...facts });
}

function reservedFinding({ instanceType, machines }: Group): Finding {
  return finding(machines, 'already_reserved', { instance_type: instanceType });
}

function partition<T>(things: readonly T[], test: (thing: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [things.filter(test), things.filter((thing) => !test(thing))];
}

function finding(machines: readonly Machine[], reason: Reason, facts: NonNullable<Finding['facts']>): Finding {
  return {
    kind: 'spot_migration',
    instance_ids: machines.map(({ instanceId }) => instanceId),
    decision: reason === 'offer_rule_met' ? 'recommended' : 'refused',
    reason,
    facts: { ...facts, machines: machines.length },
  };
}
