/** Phases of the Erlang distribution of answer lengths: a coefficient of variation of 0.5, short answers are regular. */
export const answerPhases = 4;

/** How long requests take that are served under one and the same condition. All times in seconds. */
export interface Latency {
  /** Every request takes at least this long: waiting that hits all alike, and prefill. */
  readonly offset: number;
  /** Mean time of decoding; its distribution is Erlang-4. */
  readonly decode: number;
  /** Time for each token of the answer. */
  readonly perToken: number;
  /** Share of the requests that wait in the queue besides. */
  readonly waitShare: number;
  /** Rate, per second, of the exponential time that those wait. */
  readonly waitRate: number;
}

/** Share of the requests that take longer than `seconds`: the tail of offset + Erlang-4 + (with `waitShare`) Exp. */
export function tail(latency: Latency, seconds: number): number {
  const t = seconds - latency.offset;
  if (t <= 0) return 1;
  const rate = answerPhases / latency.decode;
  const alone = erlangTail(t, rate);
  if (latency.waitShare < 1e-12) return alone;
  return alone + latency.waitShare * waitedPast(t, rate, latency.waitRate);
}

/** Share of the requests whose first token takes longer than `seconds`. */
export function firstTokenTail(latency: Latency, seconds: number): number {
  const t = seconds - latency.offset - latency.perToken;
  return t <= 0 ? 1 : latency.waitShare * Math.exp(-latency.waitRate * t);
}

export function meanWait(latency: Latency): number {
  return latency.waitShare === 0 ? 0 : latency.waitShare / latency.waitRate;
}

export function meanLatency(latency: Latency): number {
  return latency.offset + latency.decode + meanWait(latency);
}

export function meanFirstToken(latency: Latency): number {
  return latency.offset + latency.perToken + meanWait(latency);
}

/** @param share 0..1, 0.95 for P95 @returns seconds */
export function percentile(latency: Latency, share: number): number {
  let low = 0;
  let high = 1;
  while (tail(latency, high) > 1 - share) high *= 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (tail(latency, middle) > 1 - share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Probability that all of `servers` are busy (Erlang's C formula), by the recursion of his B formula.
 * @param offered mean number of busy servers, < servers
 */
export function erlangC(servers: number, offered: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (offered * blocked) / (k + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

function erlangTail(t: number, rate: number): number {
  const x = rate * t;
  return Math.exp(-x) * (1 + x + x ** 2 / 2 + x ** 3 / 6);
}

/** Probability that decoding ends before `t` but decoding and an exponential wait together do not. */
function waitedPast(t: number, rate: number, waitRate: number): number {
  const z = rate - waitRate;
  // Where the rates are close, the closed form is a difference of almost equal numbers; the series is not.
  if (Math.abs(z * t) < 1) return (rate * t) ** 4 * Math.exp(-waitRate * t) * seriesOf(z * t);
  const rest = t ** 3 / (6 * z) + t ** 2 / (2 * z ** 2) + t / z ** 3 + 1 / z ** 4;
  // Where z is far below 0, exp(-z t) overflows while exp(-rate t) = exp(-waitRate t) exp(-z t) does not.
  if (z * t <= -50) return rate ** 4 * -Math.exp(-rate * t) * rest;
  return Math.exp(-waitRate * t) * rate ** 4 * (1 / z ** 4 - Math.exp(-z * t) * rest);
}

/** The integral of u^3 exp(-x u) / 6 for u from 0 to 1, by powers of x, |x| < 1. */
function seriesOf(x: number): number {
  let power = 1;
  let sum = 0;
  for (let k = 0; k < 20; k++) {
    sum += power / (6 * (k + 4));
    power *= -x / (k + 1);
  }
  return sum;
}
