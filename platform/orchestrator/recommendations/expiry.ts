import type { components } from '../../../contracts/generated/openapi.ts';

/** How long a recommendation may be approved, by its risk: the riskier, the sooner the world it was made for is another. */
export type ApprovalSeconds = Readonly<Record<components['schemas']['RiskLevel'], number>>;

/** The moment of expiry itself is too late. */
export function isExpired(expiresAt: Date, now: Date): boolean {
  return now >= expiresAt;
}
