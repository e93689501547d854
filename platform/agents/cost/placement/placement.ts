import type { Machine } from '../../shared/machines.ts';
import type { Finding, Proposal } from '../../shared/schemas.ts';
import { type Tier, transferCents } from '../../shared/transfer.ts';
import { dollars, percent } from '../../shared/words.ts';
import { confidenceIn, riskOf } from '../risk.ts';
import type { Target } from './target.ts';

/** Batch work on one machine, and what the other cloud would ask for it. */
export interface Candidate {
  readonly machine: Machine;
  /** Cents a month that the machine costs now. */
  readonly cents: number;
  /** Gigabytes (2^30 bytes) of data that it reads in a month; undefined where none is measured. */
  readonly gigabytes: number | undefined;
  readonly target: Target | undefined;
}

/** What a candidate leads to: why it moves or stays, and what the customer is offered. */
export interface Judgement {
  readonly finding: Finding;
  readonly proposal: Proposal | undefined;
}

/** Weighs the cheaper machine against what the data costs on its way there, each month. */
export function judgePlacement(
  { machine, cents, gigabytes, target }: Candidate,
  { tiers, region }: { readonly tiers: readonly Tier[]; readonly region: string },
): Judgement {
  if (!target || target.cents >= cents) return refused(machine, 'not_cheaper_elsewhere', {});
  if (gigabytes === undefined) return refused(machine, 'not_measured_long_enough', {});
  const transfer = transferCents(gigabytes, tiers);
  const savings = cents - target.cents - transfer;
  const facts = {
    instance_type: machine.instanceType,
    target_instance_type: target.instanceType,
    transfer_gb: Math.round(gigabytes),
    transfer_cost: transfer / 100,
    net_savings: savings / 100,
    interruption_rate: target.interruptionRate,
    discount: Math.round((1 - target.cents / cents) * 10_000) / 10_000,
  };
  if (savings <= 0) return refused(machine, 'transfer_cost_too_high', facts);
  return {
    finding: finding(machine, 'cheaper_elsewhere', facts),
    proposal: proposalOf(machine, { target, region, transfer, gigabytes, savings }),
  };
}

interface Gain {
  readonly target: Target;
  readonly region: string;
  /** Cents a month. */
  readonly transfer: number;
  readonly gigabytes: number;
  /** Cents a month, net of the transfer. */
  readonly savings: number;
}

function proposalOf(machine: Machine, { target, region, transfer, gigabytes, savings }: Gain): Proposal {
  const { instanceType, market, interruptionRate } = target;
  const where = `${instanceType} at Google Cloud in ${region}${market === 'spot' ? ', on spot capacity' : ''}`;
  return {
    type: 'cloud_placement',
    title: `Move the batch work of ${machine.name} to ${where}`,
    description: [
      `The same GPUs cost ${dollars((savings + transfer) / 100)} a month less there.`,
      `The data that the work reads stays at AWS; its transfer costs ${dollars(transfer / 100)} a month, which is taken off.`,
      market === 'spot' ? `About ${percent(interruptionRate)} of such machines are taken back in a month.` : '',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    risk_level: riskOf(interruptionRate),
    risk_assessed_by: 'rules',
    estimated_savings: savings / 100,
    confidence: confidenceIn(target.historyDays, interruptionRate),
    instance_ids: [machine.instanceId],
    placement: {
      cloud_provider: 'gcp',
      region,
      instance_type: instanceType,
      market,
      transfer_gb: Math.round(gigabytes),
      transfer_cost: transfer / 100,
    },
  };
}

function refused(machine: Machine, reason: Finding['reason'], facts: NonNullable<Finding['facts']>): Judgement {
  return { finding: { ...finding(machine, reason, facts), decision: 'refused' }, proposal: undefined };
}

function finding(machine: Machine, reason: Finding['reason'], facts: NonNullable<Finding['facts']>): Finding {
  return { kind: 'cloud_placement', instance_ids: [machine.instanceId], decision: 'recommended', reason, facts };
}
