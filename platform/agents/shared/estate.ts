import type { Aws } from '../../shared/aws.ts';
import type { Gcp } from '../../shared/gcp.ts';
import { inAccount } from './account.ts';
import { machinesInProject } from './google/machines.ts';
import { GooglePrices } from './google/prices.ts';
import { projectOf } from './google/project.ts';
import { type CloudMachine, type MachineState, machinesIn } from './machines.ts';
import { monthlyPrices, type OnDemandPrices } from './prices.ts';
import { billedPrices, reservationsIn } from './reservations.ts';
import { awsOf, type TaskContext } from './task.ts';

/** The clouds in which a customer may have machines. */
export interface Clouds {
  readonly aws: Aws;
  readonly gcp: Gcp;
  readonly onDemand: OnDemandPrices;
}

export interface PricedMachine {
  readonly machine: CloudMachine;
  /** Cents a month at present; of a reserved one what was paid up front is spread over the term. */
  readonly cents: number;
}

/** What the customer has in one cloud, oldest first; nothing where it has no account there. Errors are those of the clouds. */
export async function machinesAt(
  provider: CloudMachine['cloud'],
  states: readonly MachineState[],
  { clouds, context }: { readonly clouds: Clouds; readonly context: TaskContext },
): Promise<readonly PricedMachine[]> {
  return provider === 'aws' ? atAws(states, clouds, context) : atGoogle(states, clouds, context);
}

async function atAws(states: readonly MachineState[], { aws, onDemand }: Clouds, context: TaskContext) {
  if (!awsOf(context)) return [];
  return inAccount(aws, context, async (account) => {
    const machines = await machinesIn(account, states);
    const listed = await monthlyPrices(machines, { ec2: account.ec2, onDemand });
    const prices = billedPrices(machines, listed, await reservationsIn(account));
    return machines.map((machine) => ({ machine, cents: prices.get(machine.instanceId) ?? 0 }));
  });
}

async function atGoogle(states: readonly MachineState[], { gcp }: Clouds, context: TaskContext) {
  const project = await projectOf(gcp, context);
  if (!project) return [];
  const [machines, prices] = await Promise.all([machinesInProject(project, states), GooglePrices.read(project)]);
  return machines.map((machine) => ({ machine, cents: prices.of(machine) }));
}
