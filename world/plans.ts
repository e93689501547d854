import { Money } from './amounts/money';
import type { Plan } from './cast';

/** What OptiInfra itself costs a month. Only the plan "pro" has a published price, a decision of docs/decisions. */
const PRICES: Partial<Record<Plan, Money>> = { pro: Money.ofDollars(2000) };

/** @throws Error for a plan without a price */
export function planPrice(plan: Plan): Money {
  const price = PRICES[plan];
  if (!price) throw new Error(`No document states what the plan "${plan}" costs`);
  return price;
}
