import type { Readme } from './readmes';
import type { Feature } from './scenario';
import type { Totals } from './status';

/** What a part of the product promises. */
export interface Capability {
  /** Its address. */
  readonly id: string;
  /** Folder under features/; empty for features that stand in none. */
  readonly folder: string;
  readonly name: string;
  readonly readme: Readme | undefined;
  readonly features: readonly Feature[];
  readonly totals: Totals;
}
