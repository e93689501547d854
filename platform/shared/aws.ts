import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { PricingClient } from '@aws-sdk/client-pricing';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { AccessDeniedError } from './access-denied-error.ts';

export interface AwsOptions {
  /** Where all services are reached; AWS itself without it. */
  readonly endpoint?: string | undefined;
  /** Where the platform's own identity is at home. */
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The customer's role and the region in which it is used. */
export interface CustomerRole {
  readonly roleArn: string;
  readonly region: string;
  /** What the role's trust policy has to ask for: the customer's id, so that nobody is let in by naming somebody else's role. */
  readonly externalId: string;
}

/** AWS as the platform sees it: its own identity, and the customers' accounts through the roles that they gave. */
export class Aws {
  readonly #options: AwsOptions;
  readonly #sts: STSClient;
  readonly #sessions = new Map<string, Session>();

  constructor(options: AwsOptions) {
    this.#options = options;
    this.#sts = new STSClient(this.#settings(options.region, options));
  }

  /**
   * A client in the customer's account. The caller destroys it.
   * @param care for what must not be sent twice: how often a call is tried, three times without it
   * @throws AccessDeniedError
   */
  async ec2(role: CustomerRole, care?: { readonly tries: number }): Promise<EC2Client> {
    const settings = this.#settings(role.region, await this.#credentialsOf(role));
    if (!care) return new EC2Client(settings);
    // Without the second setting the SDK warns of the first one's end, and goes on waiting.
    const requestHandler = { requestTimeout: answerLimit, throwOnRequestTimeout: true };
    return new EC2Client({ ...settings, maxAttempts: care.tries, requestHandler });
  }

  /**
   * A client of the metrics in the customer's account. The caller destroys it.
   * @throws AccessDeniedError
   */
  async cloudWatch(role: CustomerRole): Promise<CloudWatchClient> {
    return new CloudWatchClient(this.#settings(role.region, await this.#credentialsOf(role)));
  }

  /** The price list is the same for all; its API is served in us-east-1. The caller destroys the client. */
  pricing(): PricingClient {
    return new PricingClient(this.#settings('us-east-1', this.#options));
  }

  /** Whether a role lets OptiInfra in whoever names it, because its trust policy asks for no external id. */
  async isOpen({ roleArn }: CustomerRole): Promise<boolean> {
    try {
      await this.#sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName }));
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  close(): void {
    this.#sts.destroy();
  }

  async #credentialsOf(role: CustomerRole): Promise<Credentials> {
    const now = Date.now();
    for (const [key, session] of this.#sessions) if (session.usableUntil <= now) this.#sessions.delete(key);
    const holder = `${role.roleArn} ${role.externalId}`;
    const known = this.#sessions.get(holder);
    if (known) return known.credentials;
    const session = await this.#assume(role);
    this.#sessions.set(holder, session);
    return session.credentials;
  }

  async #assume({ roleArn, externalId }: CustomerRole): Promise<Session> {
    const answer = await this.#sts
      .send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName, ExternalId: externalId }))
      .catch((error: unknown) => {
        throw isRefusal(error) ? new AccessDeniedError(roleArn, error) : error;
      });
    const given = answer.Credentials;
    if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken) {
      throw new AccessDeniedError(roleArn, new Error('AWS answered without credentials'));
    }
    return {
      credentials: {
        accessKeyId: given.AccessKeyId,
        secretAccessKey: given.SecretAccessKey,
        sessionToken: given.SessionToken,
      },
      usableUntil: (given.Expiration?.getTime() ?? 0) - renewalMargin,
    };
  }

  #settings(region: string, credentials: Credentials) {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const endpoint = this.#options.endpoint;
    return {
      region,
      credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
      ...(endpoint ? { endpoint } : {}),
    };
  }
}

const sessionName = 'optiinfra';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Session {
  readonly credentials: Credentials;
  /** Wall milliseconds. */
  readonly usableUntil: number;
}

/** Wall milliseconds after which a call that must not be sent twice is given up, lest it arrive after the next one. */
const answerLimit = 20_000;

/** Credentials are renewed a minute early, so that none runs out within a task. */
const renewalMargin = 60_000;

function isRefusal(error: unknown): boolean {
  const status = (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status !== undefined && status >= 400 && status < 500;
}
