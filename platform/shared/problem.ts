import type { components } from '../../contracts/generated/openapi.ts';

export type ProblemDocument = components['schemas']['Problem'];

/** A refusal that its reader may see, as a problem document (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.title = titles[status] ?? 'Error';
    this.headers = headers;
  }

  document(): ProblemDocument {
    return { title: this.title, status: this.status, detail: this.message };
  }
}

export const badRequest = (detail: string): Problem => new Problem(400, detail);
export const unauthorized = (detail: string): Problem => new Problem(401, detail, { 'www-authenticate': 'Bearer' });
export const forbidden = (detail: string): Problem => new Problem(403, detail);
export const notFound = (detail: string): Problem => new Problem(404, detail);
export const conflict = (detail: string): Problem => new Problem(409, detail);
export const badGateway = (detail: string): Problem => new Problem(502, detail);
export const unavailable = (detail: string): Problem => new Problem(503, detail);

/** Retry-After is a whole number of seconds, at least one. */
export function tooManyRequests(detail: string, retryAfterSeconds: number): Problem {
  return new Problem(429, detail, { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) });
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  429: 'Too many requests',
  500: 'Internal error',
  502: 'Bad gateway',
  503: 'Unavailable',
};
