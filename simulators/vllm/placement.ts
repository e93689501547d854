import { instanceType } from '../world/catalogue.ts';
import type { Machine } from '../world/machines.ts';
import { Problem } from './problem.ts';
import type { Replica } from './replica.ts';
import { ReplicaModel } from './replica-model.ts';
import type { EngineArgs, NewDeployment } from './schemas.ts';

/** GPUs of the machine; 0 where it has none. */
export function gpusOf(machine: Machine): number {
  return instanceType(machine.instanceType)?.gpuCount ?? 0;
}

/** The model of a replica with these arguments on this machine; a problem 400 where it cannot start there. */
export function modelOn(machine: Machine, deployment: NewDeployment, args: EngineArgs): ReplicaModel {
  const type = instanceType(machine.instanceType);
  const needed = args.tensor_parallel_size;
  if (!type?.gpu || type.gpuCount < needed) {
    throw new Problem(
      400,
      'Too few GPUs',
      `tensor_parallel_size ${needed} on ${machine.instanceId}: a ${machine.instanceType} has ${type?.gpuCount ?? 0} GPUs`,
    );
  }
  const model = new ReplicaModel({
    gpu: type.gpu,
    gpus: needed,
    model: deployment.model,
    quantization: args.quantization,
    prefixCaching: args.enable_prefix_caching,
    maxRunning: args.max_num_seqs,
    memoryShare: args.gpu_memory_utilization,
    promptTokens: deployment.load.prompt_tokens,
    sharedPrefix: deployment.load.shared_prefix,
    answerTokens: deployment.load.answer_tokens,
    waitingDeadline: deployment.waiting_deadline_seconds,
    slowdown: machine.hardware.gpuSlowdown,
  });
  if (!model.fits) throw doesNotFit(model);
  return model;
}

/** Index of the first of `needed` neighbouring GPUs that none of the replicas holds; undefined where there is no such place. */
export function freeGpus(machine: Machine, needed: number, replicas: readonly Replica[]): number | undefined {
  const total = gpusOf(machine);
  const taken = new Set(
    replicas
      .filter((replica) => replica.holdsGpus && replica.machine.instanceId === machine.instanceId)
      .flatMap((replica) => range(replica.firstGpu, replica.args.tensor_parallel_size)),
  );
  return range(0, total - needed + 1).find((first) => range(first, needed).every((gpu) => !taken.has(gpu)));
}

export function range(first: number, length: number): readonly number[] {
  return Array.from({ length: Math.max(0, length) }, (_, k) => first + k);
}

function doesNotFit(model: ReplicaModel): Problem {
  const { spec, weightsGb, kvGb } = model;
  const allowed = weightsGb + kvGb;
  const missing = kvGb < 0 ? `short by ${(-kvGb).toFixed(1)} GB` : `the ${kvGb.toFixed(1)} GB left hold no request`;
  return new Problem(
    400,
    'The model does not fit',
    `${spec.model} with quantization ${spec.quantization} has ${weightsGb.toFixed(1)} GB of weights; ${spec.gpus} x ${spec.gpu} ` +
      `at gpu_memory_utilization ${spec.memoryShare} hold ${allowed.toFixed(1)} GB: ${missing}`,
  );
}
