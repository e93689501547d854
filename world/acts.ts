import type { CastName } from './cast';
import type { Customers } from './customers';
import { type Offer, type Offers, offered } from './offers';
import type { Onboarding } from './onboarding';
import type { Surroundings } from './surroundings';

/** Something that a customer does, and that OptiInfra writes down in several places. */
export interface Act {
  /** In words. */
  readonly what: string;
  /** Where it is to be written down, in words. */
  readonly parts: readonly string[];
  do(): Promise<unknown>;
  /** Where it is written down. */
  recorded(): Promise<readonly string[]>;
}

interface Actors {
  readonly around: Surroundings;
  readonly customers: Customers;
  readonly offers: Offers;
  readonly onboarding: Onboarding;
}

/** @param deed as in "approves the right-sizing" @throws TypeError for what nobody knows how to do */
export function actOf(name: CastName, deed: string, actors: Actors): Act {
  const decision = /^(approves|rejects) (?:the )?(.+)$/.exec(deed);
  const offer = decision?.[2] && offered(actors.offers.obtained, decision[2]);
  if (offer) return decision[1] === 'approves' ? approval(name, offer, actors) : rejection(name, offer, actors);
  if (deed === 'lets OptiInfra into its account') return onboarding(name, actors);
  if (deed === 'signs up') return signUp(name, actors);
  throw new TypeError(`Nobody knows how ${name} "${deed}"`);
}

function approval(name: CastName, offer: Offer, { around, customers }: Actors): Act {
  const path = { recommendation_id: offer.id };
  return {
    what: `${name} approves "${offer.title}"`,
    parts: ['the offer approved', 'the decision', 'the change', 'its steps', 'the audit trail'],
    do: () => customers.named(name).call('approveRecommendation', { path }),
    recorded: async () => [
      ...(await decided(around, offer)),
      ...(await changes(around, offer)),
      ...(await audited(around, 'recommendation.approved', offer.id)),
    ],
  };
}

function rejection(name: CastName, offer: Offer, { around, customers }: Actors): Act {
  const call = { path: { recommendation_id: offer.id }, body: { reason: 'not now' } };
  return {
    what: `${name} rejects "${offer.title}"`,
    parts: ['the offer rejected', 'the decision', 'the audit trail'],
    do: () => customers.named(name).call('rejectRecommendation', call),
    recorded: async () => [
      ...(await decided(around, offer)),
      ...(await changes(around, offer)),
      ...(await audited(around, 'recommendation.rejected', offer.id)),
    ],
  };
}

function onboarding(name: CastName, { around, customers, onboarding }: Actors): Act {
  const customer = customers.named(name);
  const { customerId } = customer.own;
  return {
    what: `${name} lets OptiInfra into its account`,
    parts: ['the account', 'the audit trail'],
    do: () => onboarding.enterAws(customer, customers.outside(name)),
    recorded: async () => {
      const rows = await around.postgres.rows('belongings', { customer_id: customerId, place: 'cloud_accounts' });
      return [...rows.map(() => 'the account'), ...(await audited(around, 'customer.onboarded', customerId))];
    },
  };
}

function signUp(name: CastName, { around }: Actors): Act {
  const email = `${around.unique(name)}@example.com`;
  const body = { email, company_name: name, password: around.secret(), plan: 'pro' };
  const found = () => around.postgres.rows<{ customer_id: string }>('customers', { email });
  around.ledger.owe(`customer ${name}, who may have signed up`, async () => {
    for (const { customer_id } of await found()) await around.operator.release(customer_id);
  });
  return {
    what: `${name} signs up`,
    parts: ['the customer', 'the audit trail'],
    do: () => around.api.call('signUp', { body }),
    recorded: async () => {
      const trails = (await found()).map(async ({ customer_id }) => [
        'the customer',
        ...(await audited(around, 'customer.signed_up', customer_id)),
      ]);
      return (await Promise.all(trails)).flat();
    },
  };
}

async function decided({ postgres }: Surroundings, { id }: Offer): Promise<readonly string[]> {
  const where = { recommendation_id: id };
  const offers = await postgres.rows<{ status: string }>('recommendations', where);
  const decisions = await postgres.rows('approvals', where);
  return [
    ...offers.flatMap(({ status }) => (status === 'pending' ? [] : [`the offer ${status}`])),
    ...decisions.map(() => 'the decision'),
  ];
}

async function changes({ postgres }: Surroundings, { id }: Offer): Promise<readonly string[]> {
  const found = await postgres.rows<{ optimization_id: string }>('optimizations', { recommendation_id: id });
  const steps = found.map(async ({ optimization_id }) => {
    const rows = await postgres.rows('optimization_steps', { optimization_id });
    return ['the change', ...(rows.length > 0 ? ['its steps'] : [])];
  });
  return (await Promise.all(steps)).flat();
}

async function audited({ postgres }: Surroundings, action: string, subject: string): Promise<readonly string[]> {
  const entries = await postgres.rows('audit_log', { action, subject_id: subject });
  return entries.map(() => 'the audit trail');
}
