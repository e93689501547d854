import type { Replica } from '../support/drivers/gateway';
import type { Money } from './amounts/money';

/** Share of the load by machine, 0..1, in the order of the machines' ids. */
export type Shares = Readonly<Record<string, number>>;

/** Engine arguments by replica. */
export type Settings = Readonly<Record<string, Replica['engine_args']>>;

/** What was so when a customer had come, before anything was changed. */
export interface Baseline {
  readonly spend: Money;
  readonly shares: Shares;
  readonly settings: Settings;
}
