import type { Addresses } from '../environment/addresses';
import { proportionalBytes, withDescendants } from './processes';

/** Often enough to meet the peak of a run of a minute; each look costs some milliseconds of the kernel's time. */
const EVERY_MS = 2_000;

/** Does the work, and tells the most memory that all processes of the environment together held meanwhile. Bytes. */
export async function withPeakMemory<T>(
  { processes }: Addresses,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly peak: number }> {
  const pids = processes.map(({ pid }) => pid);
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, proportionalBytes(withDescendants(pids)));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  try {
    const result = await work();
    look();
    return { result, peak };
  } finally {
    clearInterval(timer);
  }
}
