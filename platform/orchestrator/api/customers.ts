import type { components } from '../../../contracts/generated/openapi.ts';
import { auditTrail } from '../audit/audit.ts';
import { actorOf } from '../auth/principal.ts';
import { createCustomer, getCustomer, listCustomers } from '../customers/customers.ts';
import { readPreferences, setPreferences } from '../customers/preferences.ts';
import { eventsAfter } from '../events/events.ts';
import { onboard } from '../infrastructure/onboarding.ts';
import { connectRuntime, issueInstallCommand } from '../runtime-link/installation.ts';
import { type ApiDependencies, bodyOf, customerIdOf, type Operations } from './dependencies.ts';

type Schemas = components['schemas'];

/** The newest event id that PostgreSQL's integer can hold; nothing comes after it. */
const LARGEST_EVENT_ID = 2_147_483_647;
const EVENTS_AT_ONCE = 10_000;

export function customerOperations(api: ApiDependencies): Operations {
  const { access, leaving } = api;
  const { db } = api.stores;
  return {
    listCustomers: async (request) => {
      await access.asOperator(request);
      return listCustomers(db);
    },
    createCustomer: async (request, reply) => {
      const operator = await access.asOperator(request);
      const customer = await createCustomer(db, bodyOf<Schemas['NewCustomer']>(request), actorOf(operator));
      return reply.code(201).send(customer);
    },
    getCustomer: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return getCustomer(db, customerId);
    },
    deleteCustomer: async (request, reply) => {
      const customerId = customerIdOf(request);
      const operator = await access.asOperator(request, customerId);
      await leaving.remove(customerId, actorOf(operator));
      return reply.code(204).send();
    },
    ...connectionOperations(api),
    ...preferenceOperations(api),
    ...trailOperations(api),
  };
}

function connectionOperations({ access, cipher, config, stores }: ApiDependencies): Operations {
  return {
    onboardCustomer: async (request, reply) => {
      const customerId = customerIdOf(request);
      await access.toAct(request, customerId);
      await onboard(stores, cipher, { customerId, form: bodyOf<Schemas['Onboarding']>(request) });
      return reply.code(202).send({ status: 'started' });
    },
    getInstallCommand: async (request) => {
      const customerId = customerIdOf(request);
      const actor = actorOf(await access.toAct(request, customerId));
      return issueInstallCommand(stores.db, { customerId, publicUrl: config.PUBLIC_URL, actor });
    },
    connectRuntime: async (request) => {
      await connectRuntime(stores.db, bodyOf<Schemas['RuntimeConnect']>(request));
      return { connected: true };
    },
  };
}

function preferenceOperations({ access, stores }: ApiDependencies): Operations {
  return {
    getPreferences: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return readPreferences(stores.db, customerId);
    },
    setPreferences: async (request) => {
      const customerId = customerIdOf(request);
      const actor = actorOf(await access.toAct(request, customerId));
      return setPreferences(stores, { customerId, preferences: bodyOf<Schemas['Preferences']>(request), actor });
    },
  };
}

function trailOperations({ access, stores: { db } }: ApiDependencies): Operations {
  return {
    listEvents: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      await getCustomer(db, customerId);
      const { after } = request.query as { readonly after: number };
      return eventsAfter(db, customerId, { after: Math.min(after, LARGEST_EVENT_ID), limit: EVENTS_AT_ONCE });
    },
    listAuditEntries: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      await getCustomer(db, customerId);
      return auditTrail(db, customerId);
    },
  };
}
