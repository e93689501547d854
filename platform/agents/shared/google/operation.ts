import type { compute_v1 } from '@googleapis/compute';
import { OperationError } from './errors.ts';
import type { Project } from './project.ts';

/** Waits until the operation has ended; Google answers a wait after two minutes at the latest. @throws OperationError */
export async function awaitOperation(
  project: Project,
  zone: string,
  begun: compute_v1.Schema$Operation,
): Promise<compute_v1.Schema$Operation> {
  let operation = begun;
  while (operation.status !== 'DONE') {
    const name = operation.name ?? '';
    const { data } = await project.compute.zoneOperations.wait({ project: project.projectId, zone, operation: name });
    operation = data;
  }
  const [failure] = operation.error?.errors ?? [];
  if (failure) throw new OperationError(failure.code ?? 'UNKNOWN', failure.message ?? 'Google gives no reason');
  return operation;
}
