import type { Accounts } from './accounts/accounts.ts';
import type { Principal } from './accounts/principal.ts';
import type { Service } from './protocol/service.ts';
import { type Claim, isSignedWith, type SignedMessage } from './protocol/signature.ts';

/**
 * Who has signed the message.
 * @throws AwsError in the words of the service when the signature is not accepted
 */
export function callerOf(accounts: Accounts, service: Service, claim: Claim, message: SignedMessage): Principal {
  const credential = accounts.credential(claim.accessKeyId);
  if (!credential) throw service.distrust('unknown-key');
  const token = message.headers['x-amz-security-token'];
  if (credential.sessionToken !== token) throw service.distrust('wrong-token');
  if (!isSignedWith(credential.secretAccessKey, claim, message)) throw service.distrust('wrong-signature');
  if (credential.expiresAt !== undefined && credential.expiresAt <= Date.now()) throw service.distrust('expired');
  return credential.principal;
}
