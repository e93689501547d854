const statuses = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
} as const;

/** A refusal in the words of Google's APIs. */
export class GoogleError extends Error {
  readonly code: keyof typeof statuses;
  /** Google's word for the kind of mistake, such as notFound. */
  readonly reason: string;

  constructor(code: keyof typeof statuses, reason: string, message: string) {
    super(message);
    this.name = 'GoogleError';
    this.code = code;
    this.reason = reason;
  }

  /** As the body of an answer. */
  get body(): object {
    const { code, reason, message } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason }], status: statuses[code] } };
  }
}

export function invalid(message: string): GoogleError {
  return new GoogleError(400, 'invalid', message);
}

/** @param resource its path, such as projects/p/zones/z/instances/i */
export function notFound(resource: string): GoogleError {
  return new GoogleError(404, 'notFound', `The resource '${resource}' was not found`);
}

/** Google cannot be reached for this customer. */
export function unavailable(): GoogleError {
  return new GoogleError(503, 'backendError', 'The service is currently unavailable.');
}
