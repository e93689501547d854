import { Contract } from '../drivers/contract';
import { Journal } from '../drivers/journal';
import { Operator } from '../drivers/operator';
import { RestDriver } from '../drivers/rest';
import { WorldControl } from '../drivers/world-control';
import type { Addresses } from '../environment/addresses';
import { runLabel } from '../run-label';

/** What a run made must be gone when it ends: customers at OptiInfra, accounts in the cloud. @throws Error naming what is left */
export async function assertNoResidue(addresses: Addresses): Promise<void> {
  const left = await residue(addresses);
  if (left.length > 0) throw new Error(`The run left behind: ${left.join(', ')}`);
}

async function residue(addresses: Addresses): Promise<readonly string[]> {
  const journal = new Journal();
  const { secrets } = addresses;
  const api = new RestDriver('OptiInfra', {
    url: addresses.orchestratorUrl,
    contract: new Contract('openapi.yaml'),
    journal,
  });
  const control = new WorldControl({ ...addresses, controlKey: secrets.controlKey }, journal);
  const operator = new Operator(api, { email: secrets.operatorEmail, password: secrets.operatorPassword });
  try {
    const [customers, accounts] = await Promise.all([operator.customers(), control.openAccounts(runLabel())]);
    const ours = customers.filter(({ email }) => email.startsWith(runLabel())).map(({ email }) => `customer ${email}`);
    return [...ours, ...accounts.map((label) => `cloud account ${label}`)];
  } finally {
    await Promise.all([api.close(), control.close()]);
  }
}
