import { randomBytes } from 'node:crypto';
import type { World } from '../../world/world.ts';
import type { Opening } from '../tenants/tenant.ts';
import { Tenants } from '../tenants/tenants.ts';
import { Account } from './account.ts';
import { identityId, newSecret } from './identifiers.ts';
import type { AccessKey, Credential, Principal } from './principal.ts';
import { trustInAccount } from './roles.ts';

/** The principal that the platform of OptiInfra signs with, in an account of its own. */
export interface PlatformPrincipal extends AccessKey {
  readonly accountId: string;
}

/** The name of the role that every customer's account has for OptiInfra. */
export const roleName = 'OptiInfraAccess';

export interface AccountOpening extends Opening {
  /** The account that may assume the role; the platform's own without it. */
  readonly trustedAccountId: string | undefined;
}

/** All open accounts and the keys that lead into them. */
export class Accounts extends Tenants<Account> {
  readonly #world: World;
  readonly #platformAccountId: string;
  readonly #credentials = new Map<string, Credential>();

  constructor(world: World, platform: PlatformPrincipal) {
    super();
    this.#world = world;
    this.#platformAccountId = platform.accountId;
    const { accountId, ...key } = platform;
    const arn = `arn:aws:iam::${accountId}:user/optiinfra-platform`;
    this.#remember(key, { accountId, arn, userId: identityId('AIDA') });
  }

  /** Opens an account with the role for OptiInfra; answers it with its owner's key. */
  open(opening: AccountOpening): { readonly account: Account; readonly ownerKey: AccessKey } {
    const account = this.keep(new Account(opening, this.#world));
    account.roles.create(roleName, trustInAccount(opening.trustedAccountId ?? this.#platformAccountId));
    const ownerKey = { accessKeyId: identityId('AKIA'), secretAccessKey: newSecret() };
    this.#remember(ownerKey, account.owner);
    return { account, ownerKey };
  }

  override close(account: Account): void {
    super.close(account);
    for (const [keyId, { principal }] of this.#credentials) {
      if (principal.accountId === account.id) this.#credentials.delete(keyId);
    }
  }

  credential(accessKeyId: string): Credential | undefined {
    return this.#credentials.get(accessKeyId);
  }

  /** Temporary credentials that last for wall seconds. */
  lend(
    principal: Principal,
    seconds: number,
  ): Credential & { readonly sessionToken: string; readonly expiresAt: number } {
    const credential = {
      accessKeyId: identityId('ASIA'),
      secretAccessKey: newSecret(),
      principal,
      sessionToken: randomBytes(96).toString('base64'),
      expiresAt: Date.now() + seconds * 1000,
    };
    this.#credentials.set(credential.accessKeyId, credential);
    return credential;
  }

  #remember(key: AccessKey, principal: Principal): void {
    this.#credentials.set(key.accessKeyId, { ...key, principal, sessionToken: undefined, expiresAt: undefined });
  }
}
