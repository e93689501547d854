import { randomInt } from 'node:crypto';
import type { Addresses } from '../environment/addresses';
import { identify, isAlive } from '../environment/embedded/process-identity';
import { sweep } from '../environment/embedded/sweep';
import { PROJECT, RUNS } from '../environment/paths';
import { allEnded } from '../measure/all-ended';
import { readArguments } from '../measure/arguments';
import { onBusyMachine } from '../measure/busy';
import { runCommand } from '../measure/command';
import { processesWith, residentBytes } from '../measure/processes';
import { type Round, roundsOf } from '../measure/rounds';
import { messagesOf, type Soaked, showRound, showSoak } from '../measure/soak-report';
import { useStanding } from '../measure/standing';
import { runSuite, type SuiteRun } from '../measure/suite-run';

/** Runs the suite again and again in random order and tells what differs, what is left, what grows; exit code 1 for any of it. */
async function soak(given: readonly string[], signal: AbortSignal): Promise<number> {
  const { numbers } = readArguments(given, { runs: { least: 1, most: 1000, otherwise: 20 } });
  const mark = `E2E_SOAK=${process.pid}-${randomInt(2 ** 31)}`;
  await sweep(RUNS);
  const soaked = await inEnvironment(numbers.runs, mark, signal);
  const left = [
    ...soaked.survivors,
    ...processesWith(mark).map((pid) => `process ${pid}`),
    ...(await sweep(RUNS)).map((run) => `run ${run}`),
  ];
  const { text, well } = showSoak({ ...soaked, left });
  process.stdout.write(text);
  return well ? 0 : 1;
}

interface Environment {
  readonly addresses: Addresses;
  /** As in an environment variable: name=value. */
  readonly mark: string;
  readonly signal: AbortSignal;
}

async function inEnvironment(runs: number, mark: string, signal: AbortSignal) {
  const used = await useStanding(signal);
  const { addresses, own } = used;
  const services = addresses.processes.flatMap(({ pid }) => identify(pid) ?? []);
  let soaked: Omit<Soaked, 'left'>;
  try {
    soaked = await soakIn({ addresses, mark, signal }, roundsOf(runs));
  } finally {
    await used[Symbol.asyncDispose]();
  }
  const alive = own ? services.filter(isAlive) : [];
  return { ...soaked, survivors: alive.map(({ pid }) => `service ${pid}`) };
}

async function soakIn(environment: Environment, rounds: readonly Round[]): Promise<Omit<Soaked, 'left'>> {
  const memory = new Map<string, number[]>();
  const all: SuiteRun[] = [];
  for (const [index, round] of rounds.entries()) {
    const work = (): Promise<readonly SuiteRun[]> => runRound(environment, index, round);
    const runs = await (round.busy ? onBusyMachine(work) : work());
    process.stdout.write(`${showRound(index, round, runs)}\n`);
    all.push(...runs);
    sample(environment.addresses, memory);
  }
  return { runs: all, memory };
}

function runRound({ mark, signal }: Environment, index: number, round: Round): Promise<readonly SuiteRun[]> {
  const [name, value] = mark.split('=') as [string, string];
  return allEnded(
    Array.from({ length: round.runs }, (_, place) => {
      const seed = randomInt(2 ** 31);
      process.stdout.write(`round ${index + 1}: order random:${seed}${round.busy ? ', busy machine' : ''}\n`);
      return runSuite({
        folder: PROJECT,
        arguments: ['--order', `random:${seed}`, ...(isCrowded(round) ? WITHOUT_SERVICE_LEVELS : [])],
        environment: { E2E_ATTACH: 'only', [name]: value },
        messages: messagesOf(index, place),
        signal,
      });
    }),
  );
}

/** What is measured alone, by the clock on the wall, is missed beside another run or on a busy machine: that is no flake (decision 0012). */
const WITHOUT_SERVICE_LEVELS = ['--tags', 'not (@service-levels and @performance)'] as const;

function isCrowded({ runs, busy }: Round): boolean {
  return runs > 1 || busy;
}

/** Adds what each process holds now. One process may have several listeners. */
function sample({ processes }: Addresses, memory: Map<string, number[]>): void {
  const names = new Map<number, string>();
  for (const { name, pid } of processes) names.set(pid, names.has(pid) ? `${names.get(pid)}, ${name}` : name);
  for (const [pid, name] of names) memory.set(name, [...(memory.get(name) ?? []), residentBytes(pid) ?? 0]);
}

void runCommand(soak);
