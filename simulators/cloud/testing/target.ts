import type { Clients } from './clients.ts';

/** Something that speaks AWS, with an account in which spot machines of p4d.24xlarge can be had. */
export interface Target {
  readonly clients: () => Clients;
  /** Lets seconds of its world pass. */
  readonly pass: (seconds: number) => void;
}
