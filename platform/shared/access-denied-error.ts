/** A role that could not be assumed. `cause` is AWS's own answer. */
export class AccessDeniedError extends Error {
  readonly roleArn: string;

  constructor(roleArn: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super(`The role ${roleArn} cannot be assumed: ${said}. Its trust policy must allow OptiInfra's account`, { cause });
    this.name = 'AccessDeniedError';
    this.roleArn = roleArn;
  }
}
