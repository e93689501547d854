import { z } from 'zod';
import { anyPort, foreignSecret, logLevel, seconds, secret, url } from '../../shared/config.ts';

/** Settings that every agent has. */
export const agentSettings = {
  HOST: z.string().default('127.0.0.1'),
  PORT: anyPort,
  /** Where the port is written down once the agent listens, for whoever checks the health of one whose port the system has chosen. */
  PORT_FILE: z.string().min(1).optional(),
  LOG_LEVEL: logLevel.default('info'),
  /** Where others reach this agent; the address that it listens at without it. */
  ENDPOINT_URL: url('http', 'https').optional(),
  /** Tells agents of one type apart; the host's name and the port without it. */
  HOSTNAME_LABEL: z.string().min(1).max(253).optional(),
  POOL: z.string().min(1).max(100).default('default'),
  ORCHESTRATOR_URL: url('http', 'https'),
  AGENT_KEY: secret(16),
};

/** Settings of agents that look into the customer's cloud. */
export const awsSettings = {
  AWS_ENDPOINT_URL: url('http', 'https').optional(),
  AWS_REGION: z.string().min(1).default('us-east-1'),
  AWS_ACCESS_KEY_ID: foreignSecret,
  AWS_SECRET_ACCESS_KEY: foreignSecret,
};

/** Settings of agents that also look into projects at Google Cloud. */
export const gcpSettings = {
  GCP_ENDPOINT_URL: url('http', 'https').optional(),
  GCP_ACCESS_TOKEN: foreignSecret,
};

/** Settings of agents that keep what they measure. */
export const metricsSettings = {
  CLICKHOUSE_URL: url('http', 'https'),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'a name of small letters, digits and _')
    .default('optiinfra'),
};

export const pollSetting = { POLL_INTERVAL_SECONDS: seconds.default(2) };

const agentSchema = z.object(agentSettings);
const awsSchema = z.object(awsSettings);
const gcpSchema = z.object(gcpSettings);

export type AgentConfig = z.infer<typeof agentSchema>;

export function awsOptions(config: z.infer<typeof awsSchema>) {
  return {
    endpoint: config.AWS_ENDPOINT_URL,
    region: config.AWS_REGION,
    accessKeyId: config.AWS_ACCESS_KEY_ID,
    secretAccessKey: config.AWS_SECRET_ACCESS_KEY,
  };
}

export function gcpOptions(config: z.infer<typeof gcpSchema>) {
  return { endpoint: config.GCP_ENDPOINT_URL, accessToken: config.GCP_ACCESS_TOKEN };
}
