import { z } from 'zod';
import { read } from '../protocol/api.ts';
import type { ComputeCall } from './call.ts';
import type { Operation } from './operation.ts';

const requestQuery = z.looseObject({ requestId: z.uuid('must be a UUID').optional() });

/** Carries a request out once, however often it is sent under its requestId. */
export function once(call: ComputeCall, carryOut: () => Operation): Operation {
  const { requestId } = read(requestQuery, call.query);
  const fingerprint = JSON.stringify([call.action, call.parameters, call.body]);
  return call.project.requests.once(requestId, fingerprint, carryOut);
}
