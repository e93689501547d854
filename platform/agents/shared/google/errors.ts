import { statusOf } from '../../../shared/gcp.ts';

export function isNotFound(error: unknown): boolean {
  return statusOf(error) === 404;
}

/** Errors of Compute Engine's operations that mean: not to be had now. */
export const noCapacity: readonly string[] = [
  'ZONE_RESOURCE_POOL_EXHAUSTED',
  'ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS',
  'QUOTA_EXCEEDED',
];

/** An operation of Compute Engine has ended with an error. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
