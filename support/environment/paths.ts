import { join, resolve } from 'node:path';

/** The repository's folder. */
export const PROJECT = resolve(__dirname, '../..');

/** Everything that environments leave on disk; ignored by version control. */
export const STATE = join(PROJECT, '.e2e');

/** One folder per running environment. */
export const RUNS = join(STATE, 'runs');

/** What is fetched or compiled once and used by every run. */
export const CACHE = join(STATE, 'cache');

/** Names the environment that stays. */
export const STANDING = join(STATE, 'environment.json');

/** Where the services of an environment write their logs, one file each. */
export function logFolder(runId: string): string {
  return join(RUNS, runId, 'logs');
}

/** Cucumber's program, to be run by the Node that runs us. */
export const CUCUMBER = join(PROJECT, 'node_modules/@cucumber/cucumber/bin/cucumber.js');
