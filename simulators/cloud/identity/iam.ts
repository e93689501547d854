import type { Accounts } from '../accounts/accounts.ts';
import type { Role, Roles } from '../accounts/roles.ts';
import { AwsError } from '../protocol/errors.ts';
import { type QueryAction, type QueryCall, queryService } from '../protocol/query-service.ts';
import type { Service } from '../protocol/service.ts';
import { members, type XmlElement } from '../protocol/xml.ts';
import { maxSessionSeconds } from './sts.ts';

/** Roles, as far as accounts are connected with OptiInfra by them. */
export function iamService(accounts: Accounts): Service {
  const rolesOf = ({ request }: QueryCall) => rolesIn(accounts, request.caller.accountId);
  const getRole: QueryAction = (call) => {
    return { Role: roleElement(rolesOf(call).find(call.parameters.required('RoleName'))) };
  };
  const createRole: QueryAction = (call) => {
    const name = call.parameters.required('RoleName');
    if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
      throw new AwsError('ValidationError', `RoleName ${name} must be 1 to 64 letters, digits or +=,.@-_`);
    }
    return { Role: roleElement(rolesOf(call).create(name, call.parameters.required('AssumeRolePolicyDocument'))) };
  };
  const updateTrust: QueryAction = (call) => {
    rolesOf(call).update(call.parameters.required('RoleName'), call.parameters.required('PolicyDocument'));
    return {};
  };
  const listRoles: QueryAction = (call) => {
    return { Roles: members(rolesOf(call).list().map(roleElement)), IsTruncated: false };
  };
  return queryService('https://iam.amazonaws.com/doc/2010-05-08/', {
    GetRole: getRole,
    CreateRole: createRole,
    UpdateAssumeRolePolicy: updateTrust,
    ListRoles: listRoles,
  });
}

function rolesIn(accounts: Accounts, accountId: string): Roles {
  const account = accounts.get(accountId);
  if (account) return account.roles;
  throw new AwsError('AccessDenied', `No roles can be kept in account ${accountId}.`, 403);
}

/** IAM writes policies percent-encoded. */
function roleElement(role: Role): XmlElement {
  return {
    Path: '/',
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt.toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    MaxSessionDuration: maxSessionSeconds,
  };
}
