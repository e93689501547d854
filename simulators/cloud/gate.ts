import type { Accounts } from './accounts/accounts.ts';
import type { Principal } from './accounts/principal.ts';
import { serviceUnavailable } from './protocol/errors.ts';
import type { Service } from './protocol/service.ts';
import { type Claim, isSignedWith, type SignedMessage } from './protocol/signature.ts';

/**
 * Who has signed the message.
 * @throws AwsError in the words of the service when the signature is not accepted; ServiceUnavailable for roles of an account that
 * cannot be reached
 */
export function callerOf(accounts: Accounts, service: Service, claim: Claim, message: SignedMessage): Principal {
  const credential = accounts.credential(claim.accessKeyId);
  if (!credential) throw service.distrust('unknown-key');
  const token = message.headers['x-amz-security-token'];
  if (credential.sessionToken !== token) throw service.distrust('wrong-token');
  if (!isSignedWith(credential.secretAccessKey, claim, message)) throw service.distrust('wrong-signature');
  if (credential.expiresAt !== undefined && credential.expiresAt <= Date.now()) throw service.distrust('expired');
  const { principal } = credential;
  const account = accounts.get(principal.accountId);
  if (account?.reachable === false && principal !== account.owner) throw serviceUnavailable();
  return principal;
}
