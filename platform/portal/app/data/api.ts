import type { components } from '../../../../contracts/generated/openapi.ts';
import { Refused, SessionStore, send } from './session.ts';

export type Schemas = components['schemas'];
export type Recommendation = Schemas['Recommendation'];
export type Optimization = Schemas['Optimization'];
export type Resolution = Schemas['Resolution'];
export type Metric = Schemas['Metric'];
export type Infrastructure = Schemas['Infrastructure'];
export type Instance = Schemas['Instance'];

export const session = new SessionStore();

/** Asks the API in the name of whoever is signed in; a token that has just expired is renewed, once. @throws Refused */
export async function api<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T> {
  try {
    return await ask<T>(method, path, body);
  } catch (error) {
    const isOver = error instanceof Refused && error.status === 401 && session.current !== undefined;
    if (!isOver || (await session.renew()) === undefined) throw error;
    return ask<T>(method, path, body);
  }
}

function ask<T>(method: string, path: string, body: unknown): Promise<T> {
  return send<T>(fetch, { method, path: `/api${path}`, body, token: session.current?.access_token });
}
