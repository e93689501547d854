import { z } from 'zod';
import { ConfigurationError, TARGETS } from '../config';

const SECRETS = z.object({
  /** Header x-control-key of the simulated world's control. */
  controlKey: z.string(),
  /** Header x-runtime-key of the customer runtime. */
  runtimeKey: z.string(),
  /** Header x-agent-key of the agent registry. */
  agentKey: z.string(),
  operatorEmail: z.string(),
  operatorPassword: z.string(),
  /** With which the platform signs its tokens: only who has it can try what else the platform would take. */
  tokenKey: z.string(),
  /** With which the platform itself gets at its records. */
  platformDatabaseUrl: z.string(),
});

/** An account at AWS that nobody simulates, and keys with which the suite may read in it. */
export const REAL_ACCOUNT = z.object({
  region: z.string(),
  /** The role by which OptiInfra is let in. */
  roleArn: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  /** Where all of AWS's services are reached; AWS's own addresses without it. */
  endpoint: z.string().optional(),
});

const ENDPOINT = z.object({
  name: z.string(),
  pid: z.number().int(),
  url: z.string(),
  /** What answers when it is well: an http, redis or postgresql URL. */
  health: z.string(),
});

/** Where everything of a running environment is; also the shape of the file and the variable that carry it. */
export const ADDRESSES = z.object({
  runId: z.string(),
  target: z.enum(TARGETS),
  /** World seconds per wall second. */
  worldSpeed: z.number().positive(),
  /** Base URLs, without a slash at the end. */
  orchestratorUrl: z.string(),
  websocketUrl: z.string(),
  /** Of the role acceptance_reader, which may only read the views in contracts/store-views.yaml. */
  postgresUrl: z.string(),
  redisUrl: z.string(),
  clickhouseUrl: z.string(),
  clickhouseDatabase: z.string(),
  qdrantUrl: z.string(),
  /** The endpoint of AWS and Google, and /control/accounts and /control/projects beside it. */
  cloudUrl: z.string(),
  /** The customers' gateways, and /control/fleets beside them. */
  fleetsUrl: z.string(),
  llmUrl: z.string(),
  runtimeUrl: z.string(),
  portalUrl: z.string(),
  /** Folder of the services' logs. */
  logs: z.string(),
  secrets: SECRETS.readonly(),
  /** Where OptiInfra is deployed beside a real account instead of the simulated outside world. */
  realAccount: REAL_ACCOUNT.readonly().optional(),
  /** Every listener; one process may have several. */
  processes: z.array(ENDPOINT.readonly()).readonly(),
});

export type Addresses = Readonly<z.infer<typeof ADDRESSES>>;

/** One listener of the environment. */
export type Endpoint = Addresses['processes'][number];

/**
 * The environment this run uses, from E2E_ADDRESSES, where the plugin has put it for every worker. Read it lazily: it is
 * not there yet while support code loads.
 * @throws {ConfigurationError} when it is missing or malformed.
 */
export function addressesFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Addresses {
  const text = environment[VARIABLE];
  if (text === undefined || text === '') throw new ConfigurationError(VARIABLE, undefined, ALLOWED);
  const parsed = ADDRESSES.safeParse(json(text));
  if (!parsed.success) throw new ConfigurationError(VARIABLE, text, ALLOWED);
  return parsed.data;
}

/** Addresses where nothing listens: for a dry run, and to prove that nothing passes with nothing running. */
export const NOWHERE: Addresses = {
  runId: 'nowhere',
  target: 'embedded',
  worldSpeed: 30,
  orchestratorUrl: 'http://127.0.0.1:9',
  websocketUrl: 'ws://127.0.0.1:9',
  postgresUrl: 'postgresql://nobody@127.0.0.1:9/nothing',
  redisUrl: 'redis://127.0.0.1:9',
  clickhouseUrl: 'http://127.0.0.1:9',
  clickhouseDatabase: 'nothing',
  qdrantUrl: 'http://127.0.0.1:9',
  cloudUrl: 'http://127.0.0.1:9',
  fleetsUrl: 'http://127.0.0.1:9',
  llmUrl: 'http://127.0.0.1:9',
  runtimeUrl: 'http://127.0.0.1:9',
  portalUrl: 'http://127.0.0.1:9',
  logs: '/nowhere',
  secrets: {
    controlKey: '',
    runtimeKey: '',
    agentKey: '',
    operatorEmail: '',
    operatorPassword: '',
    tokenKey: '',
    platformDatabaseUrl: '',
  },
  processes: [],
};

const VARIABLE = 'E2E_ADDRESSES';
const ALLOWED = 'the addresses of an environment in JSON, which "npm run bdd" sets by itself';

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
