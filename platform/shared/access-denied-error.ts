/** A role that could not be assumed, or a service account that could not be impersonated. `cause` is the cloud's own answer. */
export class AccessDeniedError extends Error {
  /** ARN of the role, or e-mail address of the service account. */
  readonly identity: string;

  constructor(identity: string, cause: unknown) {
    const said = cause instanceof Error ? cause.message : String(cause);
    super(identity.startsWith('arn:') ? deniedRole(identity, said) : deniedAccount(identity, said), { cause });
    this.name = 'AccessDeniedError';
    this.identity = identity;
  }
}

function deniedRole(role: string, said: string): string {
  return `The role ${role} cannot be assumed: ${said}. Its trust policy must allow OptiInfra's account, and ask for your customer id as external id`;
}

function deniedAccount(account: string, said: string): string {
  return `The service account ${account} cannot be impersonated: ${said} It must exist, and allow OptiInfra to create tokens for it`;
}
