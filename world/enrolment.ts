import type { operations } from '../contracts/generated/openapi';
import { EventStream } from '../support/drivers/event-stream';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { CastMember } from './cast';
import type { Surroundings } from './surroundings';

/** Somebody who has signed up and signed in, and hears what OptiInfra tells. */
export interface Enrolled {
  readonly customerId: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly events: EventStream;
}

/** Signs a member of the cast up, under an address that nobody else has. */
export async function enrol(
  around: Surroundings,
  { name, plan, password = around.secret() }: Pick<CastMember, 'name' | 'plan'> & { readonly password?: string },
): Promise<Enrolled> {
  const { api, journal, ledger, addresses } = around;
  const email = `${around.unique(name)}@example.com`;
  const { customer_id: customerId } = await api.call<Answer<operations['signUp']>>('signUp', {
    body: { email, company_name: name, password, plan },
  });
  ledger.owe(`customer ${name}`, () => leave(around, customerId));
  const { access_token: accessToken } = await api.call<Answer<operations['logIn']>>('logIn', {
    body: { username: email, password },
  });
  const url = `${addresses.websocketUrl}/ws/customers/${customerId}`;
  const events = await EventStream.open(url, accessToken, { contract: around.eventContract, journal });
  ledger.owe(`live events of ${name}`, async () => events.close());
  return { customerId, email, password, accessToken, events };
}

/** The operator lets a customer go. */
async function leave({ operator, clock }: Surroundings, customerId: string): Promise<void> {
  await eventually(
    'the customer to be free to leave',
    () => operator.release(customerId),
    (released) => released,
    clock.within(Duration.parse('20 minutes')),
  );
}
