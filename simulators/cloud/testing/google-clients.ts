import { compute, type compute_v1 } from '@googleapis/compute';
import { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';

/** What a call of one of Google's APIs answers, refusals too. */
export interface GoogleAnswer {
  readonly status: number;
  readonly data: unknown;
}

/** Google's official clients for one project, pointed at an endpoint; they try once. */
export interface GoogleClients {
  readonly compute: compute_v1.Compute;
  /** Project and zone, as every call of Compute Engine names them. */
  readonly place: { readonly project: string; readonly zone: string };
  /** A call of an API for which there is no client here. */
  readonly get: (path: string, query?: Readonly<Record<string, string>>) => Promise<GoogleAnswer>;
}

export function googleClientsOf(endpoint: string, project: string, token: string): GoogleClients {
  return clientsWith(endpoint, project, clientOf(token));
}

/** Clients of whoever has the credentials. */
export function clientsWith(endpoint: string, project: string, auth: OAuth2Client): GoogleClients {
  return {
    compute: compute({ version: 'v1', auth, rootUrl: `${endpoint}/`, retryConfig: { retry: 0 } }),
    place: { project, zone: 'us-central1-a' },
    get: async (path, query = {}) => {
      const url = `${endpoint}${path}?${new URLSearchParams(query)}`;
      const { status, data } = await auth.request<unknown>({ url, retry: false, validateStatus: () => true });
      return { status, data };
    },
  };
}

export function clientOf(token: string): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: token });
  return client;
}

/** Code and reason of a call that is refused. @throws Error when it is not */
export async function refusal(call: Promise<unknown>): Promise<readonly [code: number, reason: string]> {
  try {
    await call;
  } catch (cause) {
    return refusalIn(cause instanceof Error && 'response' in cause ? dataOf(cause.response) : undefined);
  }
  throw new Error('It was not refused.');
}

/** Code and reason of an answer that is a refusal. */
export function refusalIn(data: unknown): readonly [code: number, reason: string] {
  const { error } = refused.parse(data);
  return [error.code, error.errors[0]?.reason ?? ''];
}

/** The names of what a list has. */
export function namesOf({ data }: { readonly data: { readonly items?: readonly Named[] } }): readonly string[] {
  return (data.items ?? []).map(({ name }) => name ?? '');
}

interface Named {
  readonly name?: string | null;
}

const refused = z.object({
  error: z.object({
    code: z.number(),
    message: z.string(),
    status: z.string(),
    errors: z.array(z.object({ reason: z.string(), domain: z.string(), message: z.string() })),
  }),
});

function dataOf(response: unknown): unknown {
  return typeof response === 'object' && response !== null && 'data' in response ? response.data : undefined;
}
