import { randomBytes } from 'node:crypto';
import type { operations } from '../../contracts/generated/openapi';
import { RegisteredAgent } from '../drivers/agents/registered-agent';
import { Contract } from '../drivers/contract';
import { EventStream } from '../drivers/event-stream';
import { Journal } from '../drivers/journal';
import type { Answer, RestDriver } from '../drivers/rest';
import type { Addresses } from '../environment/addresses';
import { Ledger } from '../ledger';
import { runLabel } from '../run-label';
import { openAccount } from './account';

export interface RoutingLoad {
  readonly tasks: number;
  /** So many are in work at any moment. */
  readonly atOnce: number;
  /** Whether one of the three agents is killed when a third of the tasks is done. */
  readonly dying: boolean;
}

/** What came of routing many tasks. Wall milliseconds, from the asking to the live event that tells the end. */
export interface RoutingRun {
  readonly completed: readonly number[];
  /** Asked for, and never told as completed. */
  readonly lost: number;
  readonly perSecond: number;
}

/** Wall milliseconds without any news after which what is open counts as lost. */
const PATIENCE_MS = 15_000;
const AGENTS = 3;

/** Routes tasks of a customer through the orchestrator and its queue to three agents and back. */
export async function measureRouting(addresses: Addresses, load: RoutingLoad): Promise<RoutingRun> {
  const ledger = new Ledger();
  try {
    const stage = await setUp(addresses, ledger);
    return await route(stage, load);
  } finally {
    await ledger.settle();
  }
}

interface Stage {
  readonly api: RestDriver;
  readonly customerId: string;
  readonly token: string;
  readonly events: EventStream;
  readonly agents: readonly RegisteredAgent[];
}

async function setUp(addresses: Addresses, ledger: Ledger): Promise<Stage> {
  const journal = new Journal();
  const { agentKey } = addresses.secrets;
  const account = await openAccount(addresses, { what: 'routing', journal, ledger });
  const { api, operator, customerId, email: username, password } = account;
  const { access_token: token } = await api.call<Answer<operations['logIn']>>('logIn', {
    body: { username, password },
  });
  const pool = `${runLabel()}-routing-${randomBytes(4).toString('hex')}`;
  await operator.assignPool(customerId, pool);
  const url = `${addresses.websocketUrl}/ws/customers/${customerId}`;
  const events = await EventStream.open(url, token, { contract: new Contract('events.yaml'), journal });
  ledger.owe('live events', async () => events.close());
  const start = (_: unknown, index: number) => startAgent(api, ledger, { name: `cost-${index + 1}`, pool, agentKey });
  return { api, customerId, token, events, agents: await Promise.all(Array.from({ length: AGENTS }, start)) };
}

interface AgentForm {
  readonly name: string;
  readonly pool: string;
  readonly agentKey: string;
}

/** In a process of its own, as agents are. */
async function startAgent(
  api: RestDriver,
  ledger: Ledger,
  { name, pool, agentKey }: AgentForm,
): Promise<RegisteredAgent> {
  const about = { version: '1.0', capabilities: ['analyze_cost'], hostname: `${pool}-${name}`, pool };
  const form = { agent_type: 'cost', ...about } as const;
  const agent = await RegisteredAgent.start({ name, agentKey, ownProcess: true, api, form });
  ledger.owe(name, () => agent.scripted.stop());
  ledger.owe(`registration of ${name}`, () => agent.registration.deregister());
  return agent;
}

async function route(stage: Stage, { tasks, atOnce, dying }: RoutingLoad): Promise<RoutingRun> {
  const asked = new Map<string, number>();
  const ended = new Map<string, number>();
  let begun = 0;
  const ask = async (): Promise<void> => {
    begun += 1;
    const at = performance.now();
    asked.set(await askOnce(stage), at);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: Math.min(atOnce, tasks) }, ask));
  for (let seen = 0, hasDied = false; ended.size < tasks; ) {
    const isHeard = stage.events.events.length > seen || (await stage.events.next(PATIENCE_MS));
    if (!isHeard) break;
    const news = stage.events.events.slice(seen);
    seen += news.length;
    const before = ended.size;
    for (const { type, data } of news) if (type === 'task.completed') ended.set(data.task_id ?? '', performance.now());
    if (dying && !hasDied && ended.size > tasks / 3) {
      hasDied = true;
      await stage.agents[0]?.crash();
    }
    await Promise.all(Array.from({ length: Math.min(ended.size - before, tasks - begun) }, ask));
  }
  const took = (performance.now() - start) / 1000;
  const completed = [...asked].flatMap(([id, at]) => (ended.has(id) ? [Number(ended.get(id)) - at] : []));
  return { completed, lost: tasks - completed.length, perSecond: completed.length / took };
}

async function askOnce({ api, customerId, token }: Stage): Promise<string> {
  const headers = { authorization: `Bearer ${token}` };
  const body = { customer_id: customerId, analysis_type: 'cost_optimization' };
  return (await api.call<Answer<operations['requestAnalysis']>>('requestAnalysis', { body, headers })).task_id;
}
