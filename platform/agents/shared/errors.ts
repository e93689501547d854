import { AccessDeniedError } from '../../shared/access-denied-error.ts';
import { GatewayError } from '../../shared/gateway.ts';
import { statusOf } from '../../shared/gcp.ts';
import { StoreOutage } from '../../shared/store-outage.ts';
import { TaskError } from './task.ts';

/** What the orchestrator is told of an error. What nobody foresaw is worth another try: a store may be back by then. */
export function asTaskError(error: unknown): TaskError {
  if (error instanceof TaskError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AccessDeniedError || isForbidden(nameOf(error))) {
    return new TaskError('access_denied', message, { retryable: false, cause: error });
  }
  if (error instanceof GatewayError) {
    return new TaskError('fleet_unreachable', message, { retryable: true, cause: error });
  }
  if (error instanceof StoreOutage) {
    return new TaskError('store_unavailable', message, { retryable: true, cause: error });
  }
  if (isUnreachable(error)) {
    return new TaskError('cloud_unreachable', `The cloud cannot be reached: ${message}`, {
      retryable: true,
      cause: error,
    });
  }
  return new TaskError('agent_error', message, { retryable: true, cause: error });
}

/** The name of AWS's error, such as InsufficientInstanceCapacity; empty where there is none. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** AWS's SDK and Google's client both give up after tries of their own. */
function isUnreachable(error: unknown): boolean {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode === SERVICE_UNAVAILABLE || statusOf(error) === SERVICE_UNAVAILABLE;
}

const SERVICE_UNAVAILABLE = 503;

function isForbidden(name: string): boolean {
  return ['UnauthorizedOperation', 'AccessDenied', 'AccessDeniedException', 'AuthFailure'].includes(name);
}
