import { type Rollout, stepName } from '../../world/rollout';
import type { AcceptanceWorld } from '../../world/world';
import type { RunningMachine } from '../drivers/machines';
import { ROLLOUT_MEDIA_TYPE } from '../reports/media-types';
import type { RolloutRecord } from '../reports/rollout-record';

/** Attaches, for each change that was carried out, what it cost, how fast and how good the answers were, stage by stage. */
export async function attachRollouts(world: AcceptanceWorld): Promise<void> {
  for (const rollout of world.rollouts.followed) {
    const record = await recordOf(rollout, world);
    if (record.stages.length < 2) continue;
    world.attach(JSON.stringify(record), {
      mediaType: ROLLOUT_MEDIA_TYPE,
      fileName: `What was changed for ${record.customer}`,
    });
  }
}

async function recordOf({ customer, diary }: Rollout, { spend }: AcceptanceWorld): Promise<RolloutRecord> {
  const { before, stages, machines } = diary;
  const looks = new Map(stages.map((stage) => [stage.step, stage]));
  // A target that does not answer any more has failed the scenario already; the chart goes without its prices.
  const costOf = async (running: () => Promise<readonly RunningMachine[]>) =>
    running()
      .then((seen) => spend.costOf(customer, seen).then(dollars))
      .catch(() => null);
  const [first = null, ...costs] = await Promise.all([
    ...machines.map((look) => costOf(async () => look.machines)),
    costOf(() => customer.runningMachines()),
  ]);
  // The diary looks when a step begins: what the step before has come to.
  const seen = machines.map(({ step }, index) => ({
    name: stepName(step),
    cost: costs[index] ?? null,
    latency: looks.get(step)?.latency ?? null,
    quality: looks.get(step)?.right.valueOf() ?? null,
  }));
  const start = { name: 'before', cost: first, latency: before.latency, quality: before.right.valueOf() };
  return { customer: customer.name, stages: [start, ...seen] };
}

function dollars(money: { valueOf(): number }): number {
  return money.valueOf() / 100;
}
