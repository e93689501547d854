import type { compute_v1 } from '@googleapis/compute';
import { Impersonated, OAuth2Client } from 'google-auth-library';
import { AccessDeniedError } from './access-denied-error.ts';

export interface GcpOptions {
  /** Where all services are reached; Google itself without it. */
  readonly endpoint?: string | undefined;
  /** Of the platform's own identity. */
  readonly accessToken: string;
}

/** The customer's project, the account in it that OptiInfra impersonates, and the region in which it looks. */
export interface CustomerProject {
  readonly projectId: string;
  readonly serviceAccount: string;
  readonly region: string;
}

/** Services with an API of their own, by the name of their host. */
export type GoogleService = 'cloudbilling' | 'monitoring';

/** Google Cloud as the platform sees it: the customers' projects through the service accounts that they gave. */
export class Gcp {
  readonly #options: GcpOptions;
  readonly #sessions = new Map<string, Impersonated>();

  constructor(options: GcpOptions) {
    this.#options = options;
  }

  /** The client of Compute Engine, in the customer's name. It is large, and loaded only when a customer needs it. @throws AccessDeniedError */
  async compute({ serviceAccount }: CustomerProject): Promise<compute_v1.Compute> {
    const { compute } = await import('@googleapis/compute');
    const { endpoint } = this.#options;
    const auth = await this.#sessionOf(serviceAccount);
    // Tasks as a whole are tried again by the orchestrator.
    return compute({ version: 'v1', auth, retry: false, ...(endpoint ? { rootUrl: `${endpoint}/` } : {}) });
  }

  /** Reads from another service, in the customer's name. @throws AccessDeniedError, or gaxios' error with the status */
  async read(
    { serviceAccount }: CustomerProject,
    service: GoogleService,
    request: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  ): Promise<unknown> {
    const root = this.#options.endpoint ?? `https://${service}.googleapis.com`;
    const url = `${root}${request.path}?${new URLSearchParams(request.query)}`;
    try {
      return (await (await this.#sessionOf(serviceAccount)).request<unknown>({ url })).data;
    } catch (error) {
      throw statusOf(error) === 403 ? new AccessDeniedError(serviceAccount, error) : error;
    }
  }

  /** @throws AccessDeniedError where the account does not exist or does not let OptiInfra in */
  async #sessionOf(serviceAccount: string): Promise<Impersonated> {
    const session = this.#sessions.get(serviceAccount) ?? this.#newSession(serviceAccount);
    try {
      // Asks again only when the token that it has is about to expire.
      await session.getAccessToken();
      return session;
    } catch (error) {
      const isDenied = [403, 404].includes(statusOf(error) ?? 0);
      throw isDenied ? new AccessDeniedError(serviceAccount, error) : error;
    }
  }

  #newSession(serviceAccount: string): Impersonated {
    const sourceClient = new OAuth2Client();
    sourceClient.setCredentials({ access_token: this.#options.accessToken });
    const session = new Impersonated({
      sourceClient,
      targetPrincipal: serviceAccount,
      targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
      ...(this.#options.endpoint ? { endpoint: this.#options.endpoint } : {}),
    });
    this.#sessions.set(serviceAccount, session);
    return session;
  }
}

/** The HTTP status of an answer that gaxios threw; undefined of any other error. */
export function statusOf(error: unknown): number | undefined {
  const { status, response } = error as {
    readonly status?: unknown;
    readonly response?: { readonly status?: unknown };
  };
  const found = response?.status ?? status;
  return typeof found === 'number' ? found : undefined;
}
