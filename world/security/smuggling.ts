import { Contract } from '../../support/drivers/contract';
import { type ContractOperation, contractOperations } from '../../support/drivers/contract-operations';
import { hasHungUp } from '../../support/drivers/hung-up';
import { type PlainAnswer, PlainHttp, type PlainRequest } from '../../support/drivers/plain-http';
import { placed, textPlaces } from '../../support/drivers/text-places';
import { type Named, validRequest } from '../../support/drivers/valid-request';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { SMUGGLED, type Smuggled } from './payloads';

/** What came of smuggling something in, everywhere. In words that name the act. */
export interface Smuggling {
  readonly tried: number;
  /** Answers that the contract does not have, or that took too long. */
  readonly wrong: readonly string[];
  /** Answers that show that something was carried out. */
  readonly effects: readonly string[];
}

/** Requests on their way at once. */
const AT_ONCE = 8;

/** Wall milliseconds: half of what the commands that wait would wait. */
const GOOD_TIME = 10_000;

/** Sends what is meant as a command wherever a text can be sent. */
export class Smugglers {
  constructor(private readonly around: Surroundings) {}

  /** @throws RangeError naming what can be smuggled */
  async send(what: string, customer: Subscriber): Promise<Smuggling> {
    const smuggled = SMUGGLED[what];
    if (!smuggled) throw new RangeError(`Nobody smuggles ${what}. Known: ${Object.keys(SMUGGLED).join(', ')}`);
    const { addresses, journal } = this.around;
    const line = new PlainHttp(addresses.orchestratorUrl, journal);
    try {
      const { requests, wrong, effects } = await this.#sendAll(line, smuggled, customer);
      return { tried: requests, wrong, effects };
    } finally {
      await line.close();
      await this.#release();
    }
  }

  async #sendAll(line: PlainHttp, smuggled: Smuggled, customer: Subscriber) {
    const contract = new Contract('openapi.yaml');
    const operator = await this.around.operator.authorization();
    const shipments = contractOperations().flatMap((operation) => {
      const headers = { ...this.#headers(operation, customer), ...(operation.onlyFor === 'operator' && operator) };
      return shipmentsOf(operation, smuggled, { headers, named: this.#named(operation, customer) });
    });
    const wrong: string[] = [];
    const effects: string[] = [];
    const waiting = [...shipments];
    const worker = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const where = `${next.operation.summary}, ${next.where}`;
        const answer = await line.ask(next.request).catch((error: unknown) => {
          if (!hasHungUp(error, next.request.body)) throw error;
        });
        if (!answer) continue;
        const complaint = breachOf(contract, next, answer);
        if (complaint) wrong.push(`${where}: ${complaint}`);
        if (smuggled.effect.test(shown(answer))) effects.push(`${where}: ${shown(answer).slice(0, 200)}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { requests: shipments.length, wrong, effects };
  }

  #headers({ guard }: ContractOperation, customer: Subscriber): Readonly<Record<string, string>> {
    if (guard === 'agentKey') return { 'x-agent-key': this.around.addresses.secrets.agentKey };
    return guard === 'bearer' ? { authorization: `Bearer ${customer.own.accessToken}` } : {};
  }

  /** What is made in spite of all goes where nobody else looks, and what is not asked for stays as it is. */
  #named({ operationId }: ContractOperation, { own }: Subscriber): Named {
    if (operationId === 'deleteCustomer') return {};
    const email = `${this.around.unique('smuggler')}@example.com`;
    return { customer_id: own.customerId, pool: this.around.unique('smuggler'), email };
  }

  /** Lets those go who came in with what was smuggled. */
  async #release(): Promise<void> {
    const { api, operator, addresses } = this.around;
    const customers = await operator.customers();
    await Promise.all(
      customers
        .filter(({ email }) => email.includes('-smuggler-'))
        .map(({ customer_id }) => operator.release(customer_id)),
    );
    const agents = (await operator.agents()).filter(({ endpoint }) => endpoint === MADE_UP_ENDPOINT);
    const headers = { 'x-agent-key': addresses.secrets.agentKey };
    await Promise.all(agents.map(({ agent_id }) => api.call('deregisterAgent', { path: { agent_id }, headers })));
  }
}

/** Where an agent that was made up claims to be. */
const MADE_UP_ENDPOINT = 'http://127.0.0.1:9';

interface Shipment {
  readonly operation: ContractOperation;
  readonly where: string;
  readonly request: PlainRequest;
}

interface Sender {
  readonly headers: Readonly<Record<string, string>>;
  readonly named: Named;
}

function shipmentsOf(operation: ContractOperation, smuggled: Smuggled, sender: Sender): readonly Shipment[] {
  const valid = () => validRequest(operation, sender.named);
  const inTexts = textPlaces(operation).flatMap((place) =>
    smuggled.texts.map((text) => {
      const call = valid();
      const where = `${place.in} ${place.at.join('.')} ${JSON.stringify(text.slice(0, 40))}`;
      return { operation, where, request: requestOf(operation, { ...call, ...put(call, place, text) }, sender) };
    }),
  );
  const inPaths = (smuggled.targets ?? []).map((end) => {
    const { target, ...request } = requestOf(operation, valid(), sender);
    return { operation, where: `after the path ${end.slice(0, 40)}`, request: { ...request, target: target + end } };
  });
  const asBody = (operation.body ? (smuggled.bodies ?? []) : []).map((body) => {
    const request = { ...requestOf(operation, valid(), sender), body };
    return { operation, where: 'instead of what is sent', request };
  });
  return [...inTexts, ...inPaths, ...asBody];
}

type Valid = ReturnType<typeof validRequest>;

function put(call: Valid, place: ReturnType<typeof textPlaces>[number], text: string): Partial<Valid> {
  return { [place.in]: placed(call[place.in] ?? {}, place.at, text) };
}

function requestOf({ method, path }: ContractOperation, call: Valid, { headers }: Sender): PlainRequest {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => inUrl(call.path?.[name] ?? ''));
  const query = Object.entries(call.query ?? {}).map(([name, value]) => `${name}=${inUrl(String(value))}`);
  const hasBody = call.body !== undefined;
  return {
    method: method.toUpperCase(),
    target: query.length > 0 ? `${filled}?${query.join('&')}` : filled,
    headers: { ...headers, ...(hasBody && { 'content-type': 'application/json' }) },
    ...(hasBody && { body: JSON.stringify(call.body) }),
  };
}

/** Half of a surrogate pair cannot stand in a URL; a long text is cut to what a line may hold. */
function inUrl(text: string): string {
  return encodeURIComponent(text.slice(0, 2_000).replaceAll(/\p{Surrogate}/gu, '\ufffd'));
}

/** What is wrong with an answer; undefined where it is one of the contract's. */
function breachOf(contract: Contract, { operation, request }: Shipment, answer: PlainAnswer): string | undefined {
  if (answer.milliseconds > GOOD_TIME) return `it took ${Math.round(answer.milliseconds)} ms`;
  // Beyond its own path nothing is an act of the contract; it is refused all the same.
  if (request.target.length > LONGEST_OF_AN_ACT || isElsewhere(operation, request))
    return answer.status >= 400 && answer.status < 500 ? undefined : ended(operation, answer);
  try {
    const body = answer.mediaType.endsWith('json') ? JSON.parse(answer.text) : answer.text || undefined;
    contract.checkAnswer(operation.operationId, answer.status, answer.mediaType, body);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const LONGEST_OF_AN_ACT = 1_000;

function isElsewhere({ path }: ContractOperation, { target }: PlainRequest): boolean {
  const [asked = ''] = target.split('?');
  return (
    asked.split('/').length !== path.split('/').length || /%(?![0-9a-f]{2})|%2f|%2e|%[c-f]|%0[0-9a-f]/i.test(asked)
  );
}

/** A harmless answer to a longer path is one that only reads. */
function ended({ method }: ContractOperation, { status }: PlainAnswer): string | undefined {
  return status < 300 && method === 'get' ? undefined : `answered ${status}`;
}

function shown({ headers, text }: PlainAnswer): string {
  return `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\n${text}`;
}
