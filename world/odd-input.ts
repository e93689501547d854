import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import { type ContractOperation, contractOperations, summaryOf } from '../support/drivers/contract-operations';
import type { Target, Tried } from '../support/drivers/fuzz/fuzzer';
import type { Known } from '../support/drivers/fuzz/ordinary';
import type { Answer } from '../support/drivers/rest';
import { fuzzSeed } from '../support/fuzz-seed';
import { runLabel } from '../support/run-label';
import type { Customer } from './customer';
import { Renewals } from './security/renewals';
import type { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

/** Inputs to each operation that takes any; where there is nothing to choose, few tell all. */
const TIMES = { withInput: 56, without: 3 } as const;
/** What would end what others of the sender's inputs are about. */
const ENDING: readonly string[] = ['approveRecommendation', 'approveRecommendations', 'deregisterAgent'];

/** What came of sending whatever can be sent. */
export interface Attempt {
  readonly tried: readonly Tried[];
  readonly seed: number;
}

/** Input that nobody in good faith would send, and what OptiInfra makes of it. */
export class OddInput {
  constructor(private readonly around: Surroundings) {}

  /** Somebody who has signed up sends it to everything that the contract describes, aiming at another customer as well. */
  async send(sender: Subscriber, aimedAt: Customer): Promise<Attempt> {
    const seed = fuzzSeed();
    const targets = await this.#targets(sender, await this.#idsOf(sender, aimedAt));
    const { fuzzer } = this.around;
    const tried = await Promise.all(
      targets.map((target) =>
        fuzzer.run(target, { seed, times: timesFor(target.operation) }, (operationId, created) =>
          this.#owe(operationId, created),
        ),
      ),
    );
    return { tried, seed };
  }

  /** What is there to be hit: the sender's own, most of all, and the other customer's. */
  async #idsOf(sender: Subscriber, aimedAt: Customer): Promise<Known> {
    const customers = [sender, aimedAt];
    const offers = await Promise.all(customers.map((customer) => customer.call('listRecommendations')));
    const body = { customer_id: sender.own.customerId, analysis_type: 'cost_optimization' };
    const { task_id } = await sender.call('requestAnalysis', { body });
    return {
      customer_id: customers.map(({ own }) => own.customerId),
      recommendation_id: offers.flat().map(({ id }) => id),
      task_id: [task_id],
      agent_id: [await this.#register()],
    };
  }

  /** An agent that gets nobody's work. */
  async #register(): Promise<string> {
    const { addresses, api, unique } = this.around;
    const pool = unique('odd');
    const registered = await api.call<Answer<operations['registerAgent']>>('registerAgent', {
      body: {
        agent_type: 'cost',
        version: '1.0',
        capabilities: ['analyze_cost'],
        hostname: pool,
        endpoint: 'http://127.0.0.1:9',
        pool,
      },
      headers: { 'x-agent-key': addresses.secrets.agentKey },
    });
    this.#owe('registerAgent', registered);
    return registered.agent_id;
  }

  async #targets(sender: Subscriber, known: Known): Promise<readonly Target[]> {
    const { addresses, operator, unique } = this.around;
    const own = { customer_id: [sender.own.customerId] };
    const tame = tamer(unique('odd'));
    const headers = {
      nobody: {},
      agentKey: { 'x-agent-key': addresses.secrets.agentKey },
      bearer: { authorization: `Bearer ${sender.own.accessToken}` },
    };
    const operators = await operator.authorization();
    // Whoever signs out is signed out of everything else, too.
    const { access_token } = await new Renewals(this.around).signIn(sender);
    const another = { authorization: `Bearer ${access_token}` };
    return contractOperations().map((operation) => {
      if (operation.operationId === 'logOut') return { operation, headers: another, known, tame };
      // The operator may do as it likes with everybody: here with nobody who is there, or with the sender.
      const reached = operation.method === 'delete' ? {} : own;
      if (ENDING.includes(operation.operationId))
        return { operation, headers: headers[operation.guard], known: {}, tame };
      if (operation.onlyFor === 'operator') return { operation, headers: operators, known: reached, tame };
      return { operation, headers: headers[operation.guard], known, tame };
    });
  }

  /** What an ordinary input created among the odd ones. */
  #owe(operationId: string, created: unknown): void {
    const { agent_id, customer_id } = Object(created) as Created;
    const { api, ledger, operator, addresses } = this.around;
    if (operationId === 'registerAgent' && agent_id) {
      const headers = { 'x-agent-key': addresses.secrets.agentKey };
      ledger.owe('an agent', async () => void (await api.call('deregisterAgent', { path: { agent_id }, headers })));
    }
    if ((operationId === 'signUp' || operationId === 'createCustomer') && customer_id)
      ledger.owe('a customer', async () => void (await operator.release(customer_id)));
  }
}

/** Fields by which answers tell what they created. */
interface Created {
  readonly agent_id?: string;
  readonly customer_id?: string;
}

/** Agents go to a pool where they get nobody's work; addresses carry the name of the run, so that what a killed run left is found. */
function tamer(pool: string) {
  return (body: unknown): unknown => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
    const fields = body as Readonly<Record<string, unknown>>;
    const isOpen = 'endpoint' in fields && (fields.pool === undefined || fields.pool === 'default');
    const isAddress = typeof fields.email === 'string' && fields.email.endsWith('@example.com');
    return {
      ...fields,
      ...(isOpen && { pool }),
      ...(isAddress && { email: `${runLabel()}-${fields.email}` }),
    };
  };
}

function timesFor({ parameters, body }: ContractOperation): number {
  return parameters.length === 0 && body === undefined ? TIMES.without : TIMES.withInput;
}

/** @throws AssertionError with the smallest input to each operation that was not answered as promised, and what makes it again */
export function assertPromisesKept(attempt: Attempt): void {
  const broken = attempt.tried.filter(({ failure }) => failure !== undefined);
  if (broken.length === 0) return;
  const names = broken.map(({ operationId }) => `"${summaryOf(operationId)}"`).join(', ');
  const failures = broken.map(({ failure }) => failure).join('\n');
  throw new AssertionError(
    `Promised: whatever is sent is answered as the contract says. Found: input to ${names} was not.\n${failures}`,
  );
}

/** How many inputs were answered, and how many of them the contract forbids. */
export function countOf({ tried }: Attempt) {
  const sum = (of: (one: Tried) => number) => tried.reduce((total, one) => total + of(one), 0);
  return {
    answered: sum(({ answered }) => answered),
    forbidden: sum(({ forbidden }) => forbidden),
    stopped: sum(({ stopped }) => stopped),
  };
}

/** In a line, for the console and the report. */
export function showAttempt(attempt: Attempt): string {
  const { answered, forbidden, stopped } = countOf(attempt);
  const reached = attempt.tried.filter((one) => one.answered > 0).length;
  const counts = [answered, forbidden].map((each) => each.toLocaleString('en'));
  const late = stopped === 0 ? '' : `, ${stopped} more stopped by a limit of requests`;
  return `${counts[0]} inputs to ${reached} of ${contractOperations().length} operations, ${counts[1]} of them forbidden${late}; E2E_FUZZ_SEED=${attempt.seed}`;
}

/** Operations to which nothing was sent that was answered. @throws AssertionError where the contract has none */
export function untried({ tried }: Attempt): readonly string[] {
  const all = contractOperations();
  if (all.length === 0) throw new AssertionError('The contract describes nothing');
  const reached = new Set(tried.filter(({ answered }) => answered > 0).map(({ operationId }) => operationId));
  return all.flatMap(({ operationId }) => (reached.has(operationId) ? [] : [summaryOf(operationId)]));
}
