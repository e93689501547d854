import { z } from 'zod';
import { eventually, NotInTime, type Patience } from '../../eventually';
import { EnvironmentError } from '../environment';
import { probe } from '../health';
import type { Child } from './child-processes';
import { AGENT_TYPES } from './platform-services';

/** How long one service may take, on a machine that is busy with others. Wall milliseconds. */
const LIMIT_MS = 60_000;

/**
 * Waits until every URL answers.
 * @throws {EnvironmentError} when the process ends before, or does not answer in time.
 */
export async function untilHealthy(child: Child, urls: readonly string[], signal: AbortSignal): Promise<void> {
  let ended: string | undefined;
  void child.ended.then((reason) => {
    ended = reason;
  });
  const since = Date.now();
  for (const url of urls) {
    const look = async (): Promise<string> => {
      signal.throwIfAborted();
      if (ended !== undefined) throw new EnvironmentError(`The environment cannot start: ${ended}`);
      return (await probe(url)).reason;
    };
    await inTime(`${child.name} to answer`, look, (reason) => reason === '', { since, show: String });
  }
}

/**
 * Waits until one agent of each type is registered and active.
 * @throws {EnvironmentError} naming those that are missing.
 */
export async function untilAgentsActive(
  orchestratorUrl: string,
  operator: { readonly email: string; readonly password: string },
  signal: AbortSignal,
): Promise<void> {
  const token = await logIn(orchestratorUrl, operator);
  const look = async (): Promise<readonly string[]> => {
    signal.throwIfAborted();
    const active = await activeAgents(orchestratorUrl, token);
    return AGENT_TYPES.filter((type) => !active.includes(type));
  };
  const show = (missing: readonly string[]): string => `none for ${missing.join(', ')}`;
  await inTime('an agent of each type to be active', look, (missing) => missing.length === 0, { show });
}

/** @throws {EnvironmentError} when it was not so in time, or what the probe throws */
async function inTime<T>(
  what: string,
  look: () => Promise<T>,
  until: (seen: T) => boolean,
  patience: Pick<Patience<T>, 'since' | 'show'>,
): Promise<void> {
  try {
    await eventually(what, look, until, { ...patience, within: LIMIT_MS, deadline: `${LIMIT_MS / 1000} s` });
  } catch (error) {
    throw error instanceof NotInTime ? new EnvironmentError(error.message, { cause: error }) : error;
  }
}

const SESSION = z.object({ access_token: z.string() });
const AGENTS = z.array(z.object({ agent_type: z.string(), status: z.string() }));

async function logIn(url: string, operator: { readonly email: string; readonly password: string }): Promise<string> {
  const answer = await json(`${url}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: operator.email, password: operator.password }),
  });
  return SESSION.parse(answer).access_token;
}

async function activeAgents(url: string, token: string): Promise<readonly string[]> {
  const agents = await json(`${url}/orchestrator/agents`, { headers: { authorization: `Bearer ${token}` } });
  return AGENTS.parse(agents).flatMap(({ agent_type, status }) => (status === 'active' ? [agent_type] : []));
}

async function json(url: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (!response.ok) {
    throw new EnvironmentError(`The orchestrator refuses the operator: ${url} answers ${response.status} ${text}.`);
  }
  return JSON.parse(text);
}
