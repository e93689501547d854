import { z } from 'zod';
import { AwsError } from '../protocol/errors.ts';
import { identityId } from './identifiers.ts';
import type { Principal } from './principal.ts';

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** The trust policy, JSON as it was given. */
  readonly trustPolicy: string;
}

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const trustPolicy = z.object({
  Statement: z
    .union([z.array(z.unknown()), z.record(z.string(), z.unknown()).transform((statement) => [statement])])
    .pipe(
      z.array(
        z.object({
          Effect: z.enum(['Allow', 'Deny']),
          Principal: z.union([z.literal('*'), z.object({ AWS: oneOrMore.optional(), Service: oneOrMore.optional() })]),
          Action: oneOrMore,
          Condition: z
            .object({
              StringEquals: z.object({ 'sts:ExternalId': oneOrMore.optional() }).optional(),
              StringLike: z.object({ 'sts:ExternalId': oneOrMore.optional() }).optional(),
            })
            .strict()
            .optional(),
        }),
      ),
    ),
});

/** The roles of one account, and whom they trust. */
export class Roles {
  readonly #accountId: string;
  readonly #roles = new Map<string, Role>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  list(): readonly Role[] {
    return [...this.#roles.values()];
  }

  get(name: string): Role | undefined {
    return this.#roles.get(name);
  }

  /** @throws AwsError NoSuchEntity */
  find(name: string): Role {
    const role = this.#roles.get(name);
    if (role) return role;
    throw new AwsError('NoSuchEntity', `The role with name ${name} cannot be found.`, 404);
  }

  /** Gives a role another trust policy. @throws AwsError NoSuchEntity, MalformedPolicyDocument */
  update(name: string, policy: string): void {
    const role = this.find(name);
    parsePolicy(policy);
    this.#roles.set(name, { ...role, trustPolicy: policy });
  }

  /** @throws AwsError EntityAlreadyExists, MalformedPolicyDocument */
  create(name: string, policy: string): Role {
    if (this.#roles.has(name)) throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
    parsePolicy(policy);
    const arn = `arn:aws:iam::${this.#accountId}:role/${name}`;
    const role = { name, id: identityId('AROA'), arn, createdAt: new Date(), trustPolicy: policy };
    this.#roles.set(name, role);
    return role;
  }
}

/** The trust policy that lets everyone in an account assume the role who is allowed to there. */
export function trustInAccount(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: 'sts:AssumeRole' }],
  });
}

/** Whether the role's trust policy lets the caller in: a statement allows it and none denies it. */
export function trusts(role: Role, caller: Principal, externalId: string | undefined): boolean {
  const names = [caller.arn, caller.accountId, `arn:aws:iam::${caller.accountId}:root`, '*'];
  const effects = parsePolicy(role.trustPolicy)
    .Statement.filter((statement) =>
      statement.Action.some((action) => ['sts:AssumeRole', 'sts:*', '*'].includes(action)),
    )
    .filter(({ Principal: trusted }) => trusted === '*' || trusted.AWS?.some((name) => names.includes(name)))
    .filter(({ Condition: condition }) => {
      const [equal, like] = [condition?.StringEquals?.['sts:ExternalId'], condition?.StringLike?.['sts:ExternalId']];
      // Who brings none does not fulfil a condition on it, whatever that wants.
      if (externalId === undefined) return !equal && !like;
      return (!equal || equal.includes(externalId)) && (!like || like.some((pattern) => isLike(externalId, pattern)));
    })
    .map((statement) => statement.Effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** As IAM compares: * stands for any characters, ? for one. */
function isLike(text: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(text);
}

function parsePolicy(policy: string): z.infer<typeof trustPolicy> {
  try {
    return trustPolicy.parse(JSON.parse(policy));
  } catch (cause) {
    const detail = cause instanceof z.ZodError ? z.prettifyError(cause) : 'It is not JSON.';
    throw new AwsError('MalformedPolicyDocument', `The trust policy is malformed. ${detail}`);
  }
}
