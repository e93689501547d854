import type { components } from '../../../contracts/generated/openapi.ts';

const HOUR_MS = 3_600_000;

/** How long a recommendation may be approved, by its risk: the riskier, the sooner the world it was made for is another. */
const VALID_HOURS: Readonly<Record<components['schemas']['RiskLevel'], number>> = {
  low: 168,
  medium: 48,
  high: 24,
  critical: 4,
};

export function expiryOf(risk: components['schemas']['RiskLevel'], createdAt: Date): Date {
  return new Date(createdAt.getTime() + VALID_HOURS[risk] * HOUR_MS);
}

/** The moment of expiry itself is too late. */
export function isExpired(expiresAt: Date, now: Date): boolean {
  return now >= expiresAt;
}
