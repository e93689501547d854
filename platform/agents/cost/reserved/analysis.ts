import { groupBy } from '../../shared/group-by.ts';
import type { Machine } from '../../shared/machines.ts';
import { coverage, type Reservation } from '../../shared/reservations.ts';
import type { Finding, Proposal, ReservationTerms } from '../../shared/schemas.ts';
import { rounded } from '../../shared/words.ts';
import { proposeReservation } from './proposal.ts';
import { daysRunning, judgeUse, proposedTerms } from './rule.ts';

/** Machines of one type that are judged alike. */
export type Group = readonly [Machine, ...Machine[]];

export interface ReservedSources {
  /** Share of the hours of the last 30 days in which each machine worked, by instance id. */
  readonly shareInUse: ReadonlyMap<string, number | undefined>;
  /** Machines that another recommendation wants to end, move or shrink. */
  readonly planned: ReadonlySet<string>;
  readonly reservations: readonly Reservation[];
  /** All terms on sale for as many machines of the type. */
  readonly optionsFor: (group: Group) => Promise<readonly ReservationTerms[]>;
}

export interface ReservedAnalysis {
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Proposal[];
}

/** Judges every machine by its use; those of a type that are used steadily are offered to be reserved together. */
export async function analyseReserved(
  machines: readonly Machine[],
  sources: ReservedSources,
): Promise<ReservedAnalysis> {
  const now = new Date();
  // What will be gone leaves its reservation to those that stay.
  const covered = coverage(
    machines.filter(({ instanceId }) => !sources.planned.has(instanceId)),
    sources.reservations,
  );
  const reasonFor = (machine: Machine) =>
    judgeUse(machine, {
      shareInUse: sources.shareInUse.get(machine.instanceId),
      isPlanned: sources.planned.has(machine.instanceId),
      isReserved: covered.has(machine.instanceId),
      now,
    });
  const groups = groupBy(machines, (machine) => `${reasonFor(machine)}/${machine.region}/${machine.instanceType}`);
  const judged = groups.map((group) => {
    const reason = reasonFor(group[0]);
    const facts = factsOf(group, sources, now);
    return reason === 'steady_use'
      ? offer(group, sources, { facts, now })
      : { findings: [finding(group, reason, facts)], recommendations: [] };
  });
  const all = await Promise.all(judged);
  return {
    findings: all.flatMap(({ findings }) => findings),
    recommendations: all.flatMap(({ recommendations }) => recommendations),
  };
}

type Facts = NonNullable<Finding['facts']>;

async function offer(
  group: Group,
  sources: ReservedSources,
  { facts, now }: { readonly facts: Facts; readonly now: Date },
): Promise<ReservedAnalysis> {
  const options = await sources.optionsFor(group);
  const terms = proposedTerms(options, group, now);
  if (!terms) return { findings: [finding(group, 'no_reservation_sold', facts)], recommendations: [] };
  const discount = discountOf(terms);
  const reason = terms.savings > 0 ? 'steady_use' : 'discount_too_small';
  const proposal = proposeReservation(group, { terms, options, use: useOf(group, sources, now) });
  return {
    findings: [finding(group, reason, { ...facts, discount })],
    recommendations: reason === 'steady_use' ? [proposal] : [],
  };
}

function useOf(group: Group, { shareInUse }: ReservedSources, now: Date) {
  return {
    days: Math.floor(Math.min(...group.map((machine) => daysRunning(machine, now)))),
    share: Math.min(...group.map(({ instanceId }) => shareInUse.get(instanceId) ?? 0)),
  };
}

/** Of the one that ran for the shortest time, and of the one that was used least. */
function factsOf(group: Group, sources: ReservedSources, now: Date): Facts {
  const { days, share } = useOf(group, sources, now);
  const { instanceType: instance_type } = group[0];
  return { instance_type, machines: group.length, days_running: days, share_in_use: rounded(share) };
}

/** Against on demand, 0..1. */
function discountOf({ savings, commitment, term_years: years }: ReservationTerms): number {
  return rounded(savings / (savings + commitment / (12 * years)));
}

function finding(group: Group, reason: Finding['reason'], facts: Facts): Finding {
  return {
    kind: 'reserved_capacity',
    instance_ids: group.map(({ instanceId }) => instanceId),
    decision: reason === 'steady_use' ? 'recommended' : 'refused',
    reason,
    facts,
  };
}
