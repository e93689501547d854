const MONEY = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });
const EXACT = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const MOMENT = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const HOUR = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hour12: false });
const AGO = new Intl.RelativeTimeFormat('en-US', { numeric: 'auto' });

/** US dollars; cents only where there are some. */
export function money(dollars: number): string {
  return Number.isInteger(dollars) ? MONEY.format(dollars) : EXACT.format(dollars);
}

/** @param share 0..1 */
export function percent(share: number, digits = 0): string {
  return `${(share * 100).toFixed(digits)}%`;
}

export function secondsText(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}

export function moment(iso: string): string {
  return MOMENT.format(new Date(iso));
}

export function day(at: number): string {
  return DAY.format(at);
}

export function hour(at: number): string {
  return HOUR.format(at);
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "5 minutes ago", "in 7 days". */
export function fromNow(iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [unit, length] = UNITS.find(([, each], k) => roundedTo(UNITS[k + 1]?.[1] ?? 1, seconds) >= each) ?? UNITS[3];
  return AGO.format(Math.round(seconds / length), unit);
}

/** Sixty seconds, once rounded, are a minute. */
function roundedTo(length: number, seconds: number): number {
  return Math.round(Math.abs(seconds) / length) * length;
}

/** "kv_cache_optimization" as a person says it. */
export const CHANGES: Readonly<Record<string, string>> = {
  spot_migration: 'Spot migration',
  batch_spot_migration: 'Spot migration of batch work',
  kv_cache_optimization: 'Prefix caching',
  quantization: 'Quantization',
  batch_optimization: 'Larger batches',
  right_sizing: 'Right-sizing',
  idle_termination: 'Shutdown of an idle machine',
  cloud_placement: 'Move to another cloud',
  reserved_capacity: 'Reserved capacity',
};

export function words(technical: string): string {
  const spaced = technical.replaceAll('_', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
