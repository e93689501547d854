import type { Accounts } from '../accounts/accounts.ts';
import type { Principal } from '../accounts/principal.ts';
import { type Role, trusts } from '../accounts/roles.ts';
import { AwsError, serviceUnavailable } from '../protocol/errors.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { type QueryAction, queryService } from '../protocol/query-service.ts';
import type { Service } from '../protocol/service.ts';

/** The longest that a session may last, in wall seconds: AWS's default for a role. */
export const maxSessionSeconds = 3600;
const minSessionSeconds = 900;

/** Who one is, and becoming a role in another account. */
export function stsService(accounts: Accounts): Service {
  const assumeRole: QueryAction = ({ request, parameters }) => {
    const { arn, session, seconds } = wishOf(parameters);
    const role = trustedRole(accounts, request.caller, { arn, externalId: parameters.text('ExternalId') });
    const accountId = arn.split(':')[4] ?? '';
    const assumed = {
      accountId,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${session}`,
      userId: `${role.id}:${session}`,
    };
    const credential = accounts.lend(assumed, seconds);
    return {
      Credentials: {
        AccessKeyId: credential.accessKeyId,
        SecretAccessKey: credential.secretAccessKey,
        SessionToken: credential.sessionToken,
        Expiration: new Date(credential.expiresAt).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: assumed.userId, Arn: assumed.arn },
    };
  };
  const getCallerIdentity: QueryAction = ({ request: { caller } }) => {
    return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn };
  };
  return queryService('https://sts.amazonaws.com/doc/2011-06-15/', {
    AssumeRole: assumeRole,
    GetCallerIdentity: getCallerIdentity,
  });
}

function wishOf(parameters: Parameters) {
  const arn = parameters.required('RoleArn');
  const session = parameters.required('RoleSessionName');
  const duration = parameters.text('DurationSeconds') ?? String(maxSessionSeconds);
  const seconds = Number(duration);
  if (!/^[\w+=,.@-]{2,64}$/.test(session)) {
    throw new AwsError('ValidationError', `RoleSessionName ${session} must be 2 to 64 letters, digits or +=,.@-_`);
  }
  if (!Number.isInteger(seconds) || seconds < minSessionSeconds || seconds > maxSessionSeconds) {
    const range = `a whole number from ${minSessionSeconds} to ${maxSessionSeconds}`;
    throw new AwsError('ValidationError', `DurationSeconds ${duration} must be ${range}`);
  }
  return { arn, session, seconds };
}

interface Wish {
  readonly arn: string;
  readonly externalId: string | undefined;
}

/** A role that does not exist is refused in the same words as one that does not trust the caller. */
function trustedRole(accounts: Accounts, caller: Principal, { arn, externalId }: Wish): Role {
  const [, accountId = '', name = ''] = /^arn:aws:iam::(\d{12}):role\/(.+)$/.exec(arn) ?? [];
  const account = accounts.get(accountId);
  if (account?.reachable === false) throw serviceUnavailable();
  const role = account?.roles.get(name);
  if (role && trusts(role, caller, externalId)) return role;
  const message = `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${arn}`;
  throw new AwsError('AccessDenied', message, 403);
}
