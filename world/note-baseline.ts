import type { Customer } from './customer';
import type { Serving } from './serving';
import type { Spend } from './spend';

/** Looks at what a customer has before anything of it is changed, and keeps it with the customer. */
export async function noteBaseline(
  customer: Customer,
  { spend, serving }: { readonly spend: Spend; readonly serving: Serving },
): Promise<void> {
  const looks = [spend.bill(customer), serving.shares(customer), serving.settings(customer)] as const;
  const [{ total }, shares, settings] = await Promise.all(looks);
  customer.before = { spend: total, shares, settings };
}
