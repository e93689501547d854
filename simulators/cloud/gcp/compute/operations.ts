import { setTimeout } from 'node:timers/promises';
import { notFound } from '../protocol/errors.ts';
import { type ComputeCall, listed, zoneIn } from './call.ts';
import { operationElement } from './elements.ts';
import type { Operation } from './operation.ts';

/** Wall milliseconds after which Compute Engine answers whoever waits, whether the operation has ended or not. */
const longestWait = 120_000;

export function getOperation(call: ComputeCall): object {
  return operationElement(call.project, operationIn(call));
}

export async function waitForOperation(call: ComputeCall): Promise<object> {
  const operation = operationIn(call);
  const patience = new AbortController();
  // The wait that is given up ends with an error that nobody needs to know.
  const tired = setTimeout(longestWait, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
  await Promise.race([operation.finished, tired]);
  patience.abort();
  return operationElement(call.project, operation);
}

export function listOperations(call: ComputeCall): object {
  const zone = zoneIn(call);
  const operations = [...call.project.operations.values()].filter(({ order }) => order.zone === zone);
  const elements = operations.map((operation) => operationElement(call.project, operation));
  return { kind: 'compute#operationList', ...listed(call, elements) };
}

function operationIn(call: ComputeCall): Operation {
  const zone = zoneIn(call);
  const { operation: asked = '' } = call.parameters;
  const all = [...call.project.operations.values()];
  const found = all.find(({ id, name, order }) => order.zone === zone && (id === asked || name === asked));
  if (!found) throw notFound(`projects/${call.project.id}/zones/${zone}/operations/${asked}`);
  return found;
}
