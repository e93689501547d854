import { ConfigurationError, config } from '../config';
import type { Addresses } from '../environment/addresses';
import { isAlive } from '../environment/embedded/process-identity';
import { end, sweep } from '../environment/embedded/sweep';
import { EnvironmentError } from '../environment/environment';
import { probe } from '../environment/health';
import { RUNS } from '../environment/paths';
import { readStanding, removeStanding, type Standing } from '../environment/standing';
import { eventually } from '../eventually';
import { hold, holdDetached } from './holder';
import { CANNOT_RUN, explain, table } from './report';

/** An environment that stays: `up`, `status`, `down`. `hold` is the process that `up` leaves behind. */
const COMMANDS: Readonly<Record<string, () => Promise<number>>> = { up, status, down, hold };

async function up(): Promise<number> {
  config();
  const standing = readStanding();
  if (standing === undefined) {
    await holdDetached((line) => process.stderr.write(`${line}\n`));
  } else {
    process.stdout.write(`The environment is already up (process ${standing.owner.pid}).\n`);
    await untilReady(standing);
  }
  return status();
}

async function status(): Promise<number> {
  const standing = readStanding();
  if (standing?.addresses === undefined) {
    const starting = standing === undefined ? '' : ' It is still starting.';
    process.stdout.write(`No environment is up.${starting} Start one with "npm run env:up".\n`);
    return 1;
  }
  const looks = await look(standing.addresses);
  const rows = looks.map(({ name, pid, health }) => [
    name,
    String(pid),
    health.healthy ? 'healthy' : `down: ${health.reason}`,
    health.milliseconds.toFixed(1),
  ]);
  process.stdout.write(`${table(['service', 'pid', 'health', 'ms'], rows)}\n`);
  return looks.every(({ health }) => health.healthy) ? 0 : 1;
}

async function down(): Promise<number> {
  const standing = readStanding();
  if (standing !== undefined) await end([standing.owner], DOWN_LIMIT_MS);
  removeStanding();
  const swept = await sweep(RUNS);
  const nothing = standing === undefined && swept.length === 0;
  process.stdout.write(nothing ? 'No environment is up.\n' : 'The environment is down.\n');
  return 0;
}

/** Several tries of a start, each within a minute. Wall milliseconds. */
const UP_LIMIT_MS = 180_000;

/** The owner stops its services one after the other, each within seconds. Wall milliseconds. */
const DOWN_LIMIT_MS = 15_000;

async function untilReady({ owner }: Standing): Promise<void> {
  const look = async (): Promise<boolean> => {
    if (!isAlive(owner)) {
      throw new EnvironmentError('The environment that was starting has ended without becoming ready.');
    }
    return readStanding()?.addresses !== undefined;
  };
  await eventually('the environment that is starting to be ready', look, (isReady) => isReady, { within: UP_LIMIT_MS });
}

/** One after the other, so that none waits for another's answer. */
async function look({ processes }: Addresses) {
  const looks = [];
  for (const { name, pid, health } of processes) looks.push({ name, pid, health: await probe(health) });
  return looks;
}

async function main(): Promise<number> {
  const name = process.argv[2];
  const command = COMMANDS[name ?? ''];
  if (command === undefined) throw new ConfigurationError('The command', name, 'up, status or down');
  return command();
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = CANNOT_RUN;
  },
);
