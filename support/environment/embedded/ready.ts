import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { EnvironmentError } from '../environment';
import { probe } from '../health';
import type { Child } from './child-processes';
import { AGENT_TYPES } from './platform-services';

/** How long one service may take, on a machine that is busy with others. Wall milliseconds. */
const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 40;

/**
 * Waits until every URL answers.
 * @throws {EnvironmentError} when the process ends before, or does not answer in time.
 */
export async function untilHealthy(child: Child, urls: readonly string[], signal: AbortSignal): Promise<void> {
  let ended: string | undefined;
  void child.ended.then((reason) => {
    ended = reason;
  });
  const deadline = performance.now() + LIMIT_MS;
  for (const url of urls) {
    let reason = '';
    do {
      signal.throwIfAborted();
      if (ended !== undefined) throw new EnvironmentError(`The environment cannot start: ${ended}`);
      if (performance.now() > deadline) throw new EnvironmentError(slow(child.name, reason));
      if (reason !== '') await sleep(LOOK_EVERY_MS);
      ({ reason } = await probe(url));
    } while (reason !== '');
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
  const deadline = performance.now() + LIMIT_MS;
  for (;;) {
    signal.throwIfAborted();
    const active = await activeAgents(orchestratorUrl, token);
    const missing = AGENT_TYPES.filter((type) => !active.includes(type));
    if (missing.length === 0) return;
    if (performance.now() > deadline) {
      throw new EnvironmentError(
        `No active agent is registered after ${LIMIT_MS / 1000} s for: ${missing.join(', ')}.`,
      );
    }
    await sleep(LOOK_EVERY_MS);
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

function slow(name: string, reason: string): string {
  return `${name} does not answer after ${LIMIT_MS / 1000} s (${reason}).`;
}
