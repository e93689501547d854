import { randomBytes } from 'node:crypto';

/**
 * The name of this run, with which everything that it creates begins. Workers are threads that get a copy of the coordinator's
 * environment, so the first to ask decides for all.
 */
export function runLabel(): string {
  process.env.E2E_RUN ??= `run-${randomBytes(3).toString('hex')}`;
  return process.env.E2E_RUN;
}
