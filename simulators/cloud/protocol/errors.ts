/** A refusal in the words of AWS: its code, the HTTP status that goes with it, and a message for the caller. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}`);
}

/** @param allowed what would have been accepted, as the end of a sentence */
export function invalidParameter(name: string, value: string, allowed: string): AwsError {
  return new AwsError(
    'InvalidParameterValue',
    `Value (${value}) for parameter ${name} is invalid. Expecting ${allowed}.`,
  );
}

export function dryRunSucceeded(): AwsError {
  return new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
}

/** The cloud cannot be reached for this customer. */
export function serviceUnavailable(): AwsError {
  return new AwsError('ServiceUnavailable', 'The service is temporarily unavailable. Please try again.', 503);
}
