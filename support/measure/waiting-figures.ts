import { randomBytes, randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { operations } from '../../contracts/generated/openapi';
import { Contract } from '../drivers/contract';
import { EventStream } from '../drivers/event-stream';
import { Journal } from '../drivers/journal';
import type { Answer } from '../drivers/rest';
import type { Addresses } from '../environment/addresses';
import { eventually } from '../eventually';
import { Ledger } from '../ledger';
import { runLabel } from '../run-label';
import { type Account, openAccount } from './account';
import type { Figure } from './figures';
import { median } from './timing';

/** So many customers wait at the same time, each in all three ways. */
const CUSTOMERS = 8;
/** The act comes at any moment of this span. Wall milliseconds; a span of whole polls favours none of the ways. */
const SPAN_MS = 10_000;
/** As the seed's tests wait: look, sleep, look. Wall milliseconds. */
const POLLS = [2_000, 5_000] as const;
const PATIENCE_MS = 30_000;

type Task = Answer<operations['getTask']>;

/** The same waits in the suite's way and in the seed's, side by side: how long after the act each of them sees what came of it. */
export async function waitingFigures(addresses: Addresses, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell(`the same waits as the suite waits, and polled every ${POLLS.map((pause) => pause / 1000).join(' and ')} s`);
  const ledger = new Ledger();
  try {
    const waits = await Promise.all(Array.from({ length: CUSTOMERS }, () => waitInAllWays(addresses, ledger)));
    const ours = median(waits.map(({ own }) => own));
    return POLLS.map((pause, place) => {
      const polled = median(waits.map(({ polls }) => polls[place] ?? Number.NaN));
      const measured = polled === undefined || ours === undefined ? undefined : polled / ours;
      const note = `medians of ${CUSTOMERS} waits: ${polled?.toFixed(0)} ms against ${ours?.toFixed(0)} ms`;
      return {
        figure: `a wait polled every ${pause / 1000} s sees later, by`,
        unit: 'times',
        target: 10,
        atLeast: true,
        measured,
        note,
      };
    });
  } finally {
    await ledger.settle();
  }
}

/** Wall milliseconds from the act to the moment at which a wait saw it. */
interface Lags {
  readonly own: number;
  /** In the order of {@link POLLS}. */
  readonly polls: readonly number[];
}

/** A task in a pool without agents waits until its customer calls it off: an act at any moment, which the API and a live event tell. */
async function waitInAllWays(addresses: Addresses, ledger: Ledger): Promise<Lags> {
  const journal = new Journal();
  const account = await openAccount(addresses, { what: 'waiting', journal, ledger });
  const { api, operator, customerId, email: username, password } = account;
  await operator.assignPool(customerId, `${runLabel()}-waiting-${randomBytes(4).toString('hex')}`);
  const { access_token: token } = await api.call<Answer<operations['logIn']>>('logIn', {
    body: { username, password },
  });
  const headers = { authorization: `Bearer ${token}` };
  const url = `${addresses.websocketUrl}/ws/customers/${customerId}`;
  const events = await EventStream.open(url, token, { contract: new Contract('events.yaml'), journal });
  ledger.owe('live events', async () => events.close());
  const body = { customer_id: customerId, analysis_type: 'cost_optimization' };
  const { task_id } = await api.call<Answer<operations['requestAnalysis']>>('requestAnalysis', { body, headers });
  const called = { path: { task_id }, headers };
  const look = () => api.call<Task>('getTask', called);
  const watching = Promise.all([own(look, events), ...POLLS.map((pause) => polled(look, pause))]);
  const act = callOff(api, called);
  const [[ownAt, ...pollsAt], actedAt] = await Promise.all([watching, act]);
  return { own: ownAt - actedAt, polls: pollsAt.map((at) => at - actedAt) };
}

/** @returns when it was asked for */
async function callOff(api: Account['api'], called: Parameters<Account['api']['call']>[1]): Promise<number> {
  await sleep(randomInt(SPAN_MS));
  const at = performance.now();
  await api.call('cancelTask', called);
  return at;
}

async function own(look: () => Promise<Task>, wake: EventStream): Promise<number> {
  await eventually('the task to be called off', look, isCalledOff, { within: PATIENCE_MS, wake });
  return performance.now();
}

async function polled(look: () => Promise<Task>, pause: number): Promise<number> {
  while (!isCalledOff(await look())) await sleep(pause);
  return performance.now();
}

function isCalledOff({ status }: Task): boolean {
  return status === 'cancelled';
}
