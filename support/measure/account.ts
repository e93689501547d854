import { randomBytes } from 'node:crypto';
import type { operations } from '../../contracts/generated/openapi';
import { Contract } from '../drivers/contract';
import type { Journal } from '../drivers/journal';
import { Operator } from '../drivers/operator';
import { type Answer, RestDriver } from '../drivers/rest';
import type { Addresses } from '../environment/addresses';
import type { Ledger } from '../ledger';
import { runLabel } from '../run-label';

/** A customer of a measurement's own, without machines. */
export interface Account {
  readonly api: RestDriver;
  readonly operator: Operator;
  readonly customerId: string;
  readonly email: string;
  readonly password: string;
}

/** Signs up; the ledger lets the customer go. @param what is measured, for names */
export async function openAccount(
  { orchestratorUrl: url, secrets }: Addresses,
  { what, journal, ledger }: { readonly what: string; readonly journal: Journal; readonly ledger: Ledger },
): Promise<Account> {
  const api = new RestDriver('OptiInfra', { url, contract: new Contract('openapi.yaml'), journal });
  ledger.owe('the line to the orchestrator', () => api.close());
  const operator = new Operator(api, { email: secrets.operatorEmail, password: secrets.operatorPassword });
  const email = `${runLabel()}-${what}-${randomBytes(4).toString('hex')}@example.com`;
  const password = randomBytes(18).toString('base64url');
  const body = { email, company_name: what, password, plan: 'enterprise' };
  const { customer_id: customerId } = await api.call<Answer<operations['signUp']>>('signUp', { body });
  ledger.owe('the customer', async () => void (await operator.release(customerId)));
  return { api, operator, customerId, email, password };
}
