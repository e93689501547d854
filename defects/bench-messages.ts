import { z } from 'zod';

/** What a bench's process is told: services to be started again. */
export const TO_BENCH = z.object({ restart: z.array(z.string()) });

/** What it tells. */
export const FROM_BENCH = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ failed: z.string() }),
  /** A service ended that nobody had asked to. */
  z.object({ died: z.string() }),
]);

export type FromBench = z.infer<typeof FROM_BENCH>;
