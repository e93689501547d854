import { createHash } from 'node:crypto';
import { AssertionError } from 'chai';
import { serviceLogs } from '../../support/drivers/service-logs';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { Renewals } from './renewals';

/** A customer's secrets, by what they are. */
export type Secrets = Readonly<Record<string, string>>;

interface PasswordRow {
  readonly email: string;
  readonly password_hash: string;
}

interface KeptRow {
  readonly kept: string;
}

/** What the OWASP Password Storage Cheat Sheet permits for argon2id: kibibytes of memory, and the rounds that they need at least. */
const OWASP: readonly (readonly [memory: number, rounds: number])[] = [
  [47_104, 1],
  [19_456, 2],
  [12_288, 3],
  [9_216, 4],
  [7_168, 5],
];

/** Where something is kept of a customer's secrets, by what they are. */
const VIEWS: Readonly<Record<string, string>> = {
  'what renews the session': 'refresh_tokens',
  "the runtime's token": 'runtime_tokens',
  'the role in the cloud': 'cloud_accounts',
};

/** Secrets, and where they should not be found. */
export class Hoard {
  constructor(private readonly around: Surroundings) {}

  /** Has every secret given that OptiInfra gives to a customer, and every one told that it wants to know. */
  async gather(customer: Subscriber): Promise<Secrets> {
    const renewals = new Renewals(this.around);
    const session = await renewals.signIn(customer);
    const renewed = await renewals.renew(session);
    const { agent_token } = await customer.call('getInstallCommand');
    const role = `arn:aws:iam::${String(Date.now()).slice(-12).padStart(12, '1')}:role/${this.around.unique('role')}`;
    const body = { cloud_provider: 'aws', region: 'us-east-1', iam_role_arn: role };
    await customer.call('onboardCustomer', { body });
    // Of this scenario alone: a log tells of earlier ones, too.
    const wrong = this.around.secret();
    await this.around.api.call('logIn', { body: { username: customer.own.email, password: wrong } }).catch(() => {});
    return {
      'the password': customer.own.password,
      'a wrong password': wrong,
      'the token': customer.own.accessToken,
      'the renewed token': renewed.access_token,
      'what renewed the session': session.refresh_token,
      'what renews the session': renewed.refresh_token,
      "the runtime's token": agent_token,
      'the role in the cloud': role,
    };
  }

  /** How the passwords of customers and of the operator are kept. */
  async passwords(customers: readonly Subscriber[]): Promise<readonly string[]> {
    const { addresses, postgres } = this.around;
    if (customers.length === 0) throw new AssertionError('No customer has signed up whose password could be kept');
    const rows = await Promise.all([
      ...customers.map(({ own }) => postgres.rows<PasswordRow>('customers', { email: own.email })),
      postgres.rows<PasswordRow>('operators', { email: addresses.secrets.operatorEmail }),
    ]);
    if (rows.some((found) => found.length !== 1)) throw new AssertionError('Of somebody no password is kept');
    return rows.flat().map(({ password_hash }) => password_hash);
  }

  /** What is kept so that it can be read, or not kept at all, in words. */
  async readable({ own }: Subscriber, secrets: Secrets): Promise<readonly string[]> {
    const looks = Object.entries(VIEWS).map(async ([name, view]) => {
      const rows = await this.around.postgres.rows<KeptRow>(view, { customer_id: own.customerId });
      if (rows.length === 0) return [`of ${name} nothing is kept`];
      const isHashed = view !== 'cloud_accounts';
      const hashed = createHash('sha256')
        .update(secrets[name] ?? '')
        .digest('hex');
      return [
        ...rows.filter(({ kept }) => holds(kept, secrets)).map(() => `${name} can be read`),
        ...(isHashed && !rows.some(({ kept }) => kept === hashed) ? [`of ${name} no hash is kept`] : []),
      ];
    });
    return (await Promise.all(looks)).flat();
  }

  /** Where a secret stands in a log, or in what OptiInfra tells its owner, in words. @throws AssertionError where there is no log */
  async leaks(customer: Subscriber, secrets: Secrets): Promise<readonly string[]> {
    // A role is no key, and its owner is told which one does not open: it is only kept encrypted.
    const { 'the role in the cloud': _, ...untellable } = secrets;
    const logs = await serviceLogs(this.around.addresses.logs);
    // What the customer's cloud writes down is not OptiInfra's.
    const texts = logs.filter(([name]) => !name.includes('simulators'));
    if (!texts.some(([, text]) => text.includes(customer.own.customerId)))
      throw new AssertionError(
        `No log speaks of ${customer.name}: ${texts.map(([name]) => name).join(', ') || 'there is none'}`,
      );
    const told = await Promise.all(
      TOLD.map(
        async (operation) => [`the answer to ${operation}`, JSON.stringify(await customer.call(operation))] as const,
      ),
    );
    return [...texts, ...told].flatMap(([where, text]) =>
      Object.entries(untellable).flatMap(([name, secret]) =>
        text.includes(secret) ? [`${name} stands in ${where}`] : [],
      ),
    );
  }
}

/** All that OptiInfra tells a customer, but for what is meant to give a secret. */
const TOLD = [
  'getCustomer',
  'getInfrastructure',
  'getPreferences',
  'listAuditEntries',
  'listEvents',
  'listOptimizations',
  'listRecommendations',
  'listResolutions',
  'getDashboard',
] as const;

/** Why a password is not kept as it should be; undefined where it is. */
export function weaknessOf(hash: string): string | undefined {
  const [, settings] = /^\$argon2id\$v=19\$([mtp=,\d]+)\$/.exec(hash) ?? [];
  if (!settings) return `it is not kept by argon2id but as ${hash.slice(0, 12)}…`;
  const [memory = 0, rounds = 0] = ['m', 't'].map((name) => Number(new RegExp(`${name}=(\\d+)`).exec(settings)?.[1]));
  if (OWASP.some(([least, times]) => memory >= least && rounds >= times)) return undefined;
  return `it takes ${memory} KiB and ${rounds} rounds only`;
}

function holds(kept: string, secrets: Secrets): boolean {
  const text = Buffer.from(kept, 'hex').toString('latin1');
  return Object.values(secrets).some((secret) => text.includes(secret));
}
