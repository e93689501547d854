import { z } from 'zod';
import type { components as agents } from '../../../contracts/generated/agents.ts';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Cipher } from '../auth/cipher.ts';
import type { CloudAccountRow } from '../database/schema.ts';

export type CloudAccess = agents['schemas']['CloudAccess'];

const keptSchema = z.discriminatedUnion('provider', [
  z.strictObject({ provider: z.literal('aws'), region: z.string(), role_arn: z.string() }),
  z.strictObject({
    provider: z.literal('gcp'),
    region: z.string(),
    project_id: z.string(),
    service_account: z.string(),
  }),
]) satisfies z.ZodType<CloudAccess>;

/** How the platform gets into the account that the form names. */
export function accessFrom(form: components['schemas']['Onboarding']): CloudAccess {
  const { region } = form;
  if (form.cloud_provider === 'aws') return { provider: 'aws', region, role_arn: form.iam_role_arn };
  return { provider: 'gcp', region, project_id: form.project_id, service_account: form.service_account };
}

export function encryptAccess(cipher: Cipher, access: CloudAccess, customerId: string): Buffer {
  return cipher.encrypt(JSON.stringify(access), customerId);
}

/** @throws Error which tells nothing of what was decrypted */
export function decryptAccess(
  cipher: Cipher,
  { access_encrypted, customer_id, region }: Pick<CloudAccountRow, 'access_encrypted' | 'customer_id' | 'region'>,
): CloudAccess {
  const kept = cipher.decrypt(access_encrypted, customer_id);
  // Before migration 0011 the role alone was kept.
  if (kept.startsWith('arn:')) return { provider: 'aws', region, role_arn: kept };
  try {
    return keptSchema.parse(JSON.parse(kept));
  } catch {
    // The parser's words quote what it parses.
    throw new Error(`The access to an account of customer ${customer_id} is kept in a form that is not understood`);
  }
}

/** What must not be shown of it. */
export function secretsOf(access: CloudAccess): readonly string[] {
  return access.provider === 'aws' ? [access.role_arn] : [access.service_account];
}

/** What the provider is called in sentences. */
export function cloudName(provider: CloudAccess['provider']): string {
  return provider === 'aws' ? 'AWS' : 'Google Cloud';
}
