/** Share of the requests that may fail: the customers' error budget. */
export const maxErrorRate = 0.001;

/**
 * Whether the failures prove a rate above the limit. One failure among few requests is a larger share than the limit, yet
 * happens by chance: the limit counts as broken where a service just at it would fail that often in less than one of a
 * hundred such windows (one-sided Poisson test).
 */
export function provesExcess(failed: number, requests: number, limit: number = maxErrorRate): boolean {
  return failed > requests * limit && chanceOfAtLeast(failed, requests * limit) < significance;
}

const significance = 0.01;

/** The chance of at least so many events where `mean` are expected. Summed by logarithms, so that no mean is too large. */
function chanceOfAtLeast(events: number, mean: number): number {
  let logTerm = -mean;
  let fewer = 0;
  for (let k = 0; k < events; k++) {
    if (k > 0) logTerm += Math.log(mean / k);
    fewer += Math.exp(logTerm);
  }
  return 1 - fewer;
}
