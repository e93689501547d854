import type { components } from '../../../contracts/generated/control.ts';
import type { Account } from '../accounts/account.ts';
import { type Accounts, roleName } from '../accounts/accounts.ts';
import { launched } from '../ec2/lifecycle.ts';
import { regions } from '../regions.ts';
import { pastOf, poolsOf, refuseUnknown } from './wishes.ts';

type NewAccount = components['schemas']['NewAccount'];

/** The image of the machines that an account has from its opening on. */
const imageId = 'ami-0123456789abcdef0';

/** @throws ControlProblem 400 for a type or region that AWS does not have, or a name given twice; then opens nothing */
export function openAccount(accounts: Accounts, wish: NewAccount): components['schemas']['Account'] {
  refuseUnknown(wish, { cloud: 'aws', regions: [...regions.keys()] });
  const { label, region } = wish;
  const { account, ownerKey } = accounts.open({ label, region, trustedAccountId: wish.trusted_principal });
  for (const pool of poolsOf(wish)) account.pools.set(pool.instanceType, pool);
  return {
    account_id: account.id,
    role_arn: `arn:aws:iam::${account.id}:role/${roleName}`,
    owner_keys: { access_key_id: ownerKey.accessKeyId, secret_access_key: ownerKey.secretAccessKey },
    machines: wish.machines.map((machine) => ({ name: machine.name, instance_id: machineIn(account, machine) })),
  };
}

function machineIn(account: Account, machine: NewAccount['machines'][number]): string {
  const tags = new Map([...Object.entries(machine.tags), ['Name', machine.name]]);
  const { region } = account;
  const order = { region, market: 'on_demand', imageId, clientToken: undefined, count: 1, tags } as const;
  return launched(account, { ...order, instanceType: machine.instance_type }, pastOf(machine)).id;
}
