/** A duration as a person says it: "0.4 s", "12 s", "3 min 20 s". */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  return `${minutes} min ${Math.round(seconds) % 60} s`;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' });

/** @param milliseconds since 1970 */
export function moment(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'at an unknown time';
  return `${DAY.format(milliseconds)}, ${TIME.format(milliseconds)} UTC`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}

export function percent(share: number): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)}%` : 'unknown';
}

const SIZES = ['bytes', 'kB', 'MB', 'GB'];

export function size(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), SIZES.length - 1);
  const number = bytes / 1000 ** step;
  return `${step === 0 ? number : number.toFixed(1)} ${SIZES[step]}`;
}

export function short(commit: string): string {
  return commit.slice(0, 9);
}
