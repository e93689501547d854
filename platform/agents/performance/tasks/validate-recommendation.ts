import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import { instanceIds, validation } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { describeHeadRoom, type HeadRoom, headRoomOf } from '../head-room.ts';

const parameters = z.object({ type: z.literal('spot_migration'), instance_ids: instanceIds.min(1) });

/** Approves a move to spot where every deployment concerned keeps its latency objective with one of the machines lost. */
export function validateRecommendation() {
  return defineTask({
    parameters,
    output: validation,
    run: async ({ instance_ids: machineIds }, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const deployments = await gateway.deployments();
      const found = await Promise.all(deployments.map((deployment) => headRoomOf(gateway, deployment, machineIds)));
      const rooms = found.flatMap((room) => room ?? []);
      return {
        agent_type: 'performance' as const,
        approved: rooms.every(({ kept }) => kept),
        reason: reasonFor(rooms),
        facts: factsOf(rooms),
      };
    },
  });
}

function reasonFor(rooms: readonly HeadRoom[]): string {
  if (rooms.length === 0) return 'No deployment serves from these machines, so that no latency depends on them';
  const sentences = rooms.map(describeHeadRoom).join('; ');
  return `${sentences.charAt(0).toUpperCase()}${sentences.slice(1)}`;
}

/** Those of the deployment with the least head-room. */
function factsOf(rooms: readonly HeadRoom[]): Record<string, string | number | boolean> {
  const [tightest] = rooms.toSorted((a, b) => shareUsed(b) - shareUsed(a));
  if (!tightest) return {};
  return {
    deployment: tightest.deployment,
    replicas: tightest.replicas,
    slo_p95: tightest.objective,
    gpu_utilisation: tightest.utilisation,
    ...(tightest.latencyP95 === undefined ? {} : { latency_p95: tightest.latencyP95 }),
    ...(tightest.predictedP95 === undefined ? {} : { predicted_p95: tightest.predictedP95 }),
  };
}

function shareUsed({ predictedP95, objective }: HeadRoom): number {
  return predictedP95 === undefined ? Number.POSITIVE_INFINITY : predictedP95 / objective;
}
