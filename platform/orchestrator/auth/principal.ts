import { z } from 'zod';
import type { Actor } from '../audit/audit.ts';
import type { CustomerRow } from '../database/schema.ts';

/** Who is asking, as the access token says. */
export type Principal =
  | {
      readonly role: 'customer';
      readonly customerId: string;
      readonly sessionId: string;
      readonly plan: CustomerRow['plan'];
    }
  | { readonly role: 'operator'; readonly operatorId: string; readonly sessionId: string };

/** What an access token holds: sub is the id of the customer or the operator, sid the session's, exp in seconds since 1970. */
export interface Claims {
  readonly jti: string;
  readonly sub: string;
  readonly sid: string;
  readonly role: Principal['role'];
  readonly plan?: CustomerRow['plan'];
  readonly exp: number;
}

export const claimsSchema = z.object({
  sub: z.uuid(),
  sid: z.uuid(),
  role: z.enum(['customer', 'operator']),
  plan: z.enum(['free', 'pro', 'enterprise']).default('free'),
  exp: z.number(),
});

export function toPrincipal(claims: z.infer<typeof claimsSchema>): Principal {
  const { sub, sid: sessionId, plan } = claims;
  return claims.role === 'operator'
    ? { role: 'operator', operatorId: sub, sessionId }
    : { role: 'customer', customerId: sub, sessionId, plan };
}

export function actorOf(principal: Principal): Actor {
  return principal.role === 'operator'
    ? { type: 'operator', id: principal.operatorId }
    : { type: 'customer', id: principal.customerId };
}
