import { CAST, type CastName } from '../../world/cast';
import { Customers } from '../../world/customers';
import { Offers } from '../../world/offers';
import { Onboarding } from '../../world/onboarding';
import { Portfolio } from '../../world/portfolio';
import type { Surroundings } from '../../world/surroundings';
import { surroundings } from '../../world/wiring';
import { Journal } from '../drivers/journal';
import type { Addresses } from '../environment/addresses';
import { EnvironmentError } from '../environment/environment';
import { readStanding } from '../environment/standing';
import { Ledger } from '../ledger';
import { holdDetached } from './holder';
import { CANNOT_RUN, explain, table } from './report';

/** An environment that stays, with the cast in it, for whoever wants to click through the portal. */
async function demo(): Promise<number> {
  const addresses = await standing();
  const around = surroundings(() => ({ addresses }), new Journal(), new Ledger());
  const rows: string[][] = [];
  for (const name of CAST) {
    tell(`${name} signs up, is looked at, and gets its recommendations`);
    rows.push(await enact(around, name));
  }
  process.stdout.write(`\n${table(['who', 'e-mail address', 'password'], rows)}\n\n`);
  process.stdout.write(`Sign in at ${addresses.portalUrl}. "npm run env:down" ends it all.\n`);
  return 0;
}

async function standing(): Promise<Addresses> {
  if (readStanding() === undefined) await holdDetached(tell);
  const addresses = readStanding()?.addresses;
  if (addresses) return addresses;
  throw new EnvironmentError('The environment is still starting. Try again in a moment.');
}

/** Nothing of it is owed to anybody: it ends with the environment. */
async function enact(around: Surroundings, name: CastName): Promise<string[]> {
  const customers = new Customers(around, new Onboarding(around));
  const customer = await customers.join(name);
  await new Portfolio(around, new Offers(around)).analyse(customer);
  return [name, customer.own.email, customer.own.password];
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

// Lines to the platform stay open for as long as this process lives.
demo().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(CANNOT_RUN);
  },
);
