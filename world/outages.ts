import { AssertionError } from 'chai';
import { ServerFault } from '../support/drivers/contract';
import { type Refusal, Unavailable } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import type { Operations } from './operations';
import type { Surroundings } from './surroundings';

/** Of its process, and as OptiInfra itself calls it. */
export type Store = 'postgres' | 'clickhouse' | 'redis' | 'qdrant';

/** What a customer may ask that cannot be answered without the store. */
const QUESTIONS: Readonly<Partial<Record<Store, (customer: Customer) => Promise<unknown>>>> = {
  postgres: (customer) => customer.call('listRecommendations'),
  // Without it nobody's requests can be counted.
  redis: (customer) => customer.call('getPreferences'),
  clickhouse: (customer) => customer.call('getMetrics', { query: { metric_type: 'monthly_cost' } }),
};

/** How long it may take until work wants a store that is away. */
const SOON = Duration.parse('5 minutes');

/** Stores that are away for a while, and what becomes of work and questions meanwhile. */
export class Outages {
  #failedBefore = 0;

  constructor(
    private readonly around: Surroundings,
    private readonly operations: Operations,
  ) {}

  async begin(store: Store): Promise<void> {
    this.#failedBefore = await this.operations.failures();
    await this.around.processes.crash(store);
  }

  /** On the data that it had; the one that keeps none has forgotten all. */
  async end(store: Store): Promise<void> {
    await this.around.processes.startAgain(store);
  }

  /** The stores that OptiInfra says to be out of reach. */
  async admitted(): Promise<readonly string[]> {
    const unhealthy: unknown = await this.around.api.call('getHealth').catch((error: unknown) => {
      if (error instanceof Unavailable) return error.body;
      throw error;
    });
    const { stores } = unhealthy as { readonly stores: Readonly<Record<string, string>> };
    return Object.keys(stores).filter((store) => stores[store] !== 'ok');
  }

  /** How a question is refused that needs the store; undefined when it is answered. @throws AssertionError where OptiInfra breaks instead */
  async putOff(customer: Customer, store: Store): Promise<Refusal | undefined> {
    const ask = QUESTIONS[store];
    if (!ask) throw new Error(`No question of a customer needs ${store}`);
    return await ask(customer).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof Unavailable) return error;
        if (!(error instanceof ServerFault)) throw error;
        throw new AssertionError(
          `Promised: what needs a store that is out of reach is put off. Found: ${error.message}`,
        );
      },
    );
  }

  /** Waits until work has wanted the store and could not be done. @throws NotInTime */
  async isMissed(): Promise<void> {
    await eventually(
      'work to be put off until the store is back',
      async () => (await this.operations.failures()) - this.#failedBefore,
      (failed) => failed > 0,
      { ...this.around.clock.within(SOON), show: (failed) => `${failed} jobs were put off` },
    );
  }
}
