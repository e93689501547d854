/** From US dollars with any number of decimals to integer cents, rounded half away from zero. */
export function toCents(dollars: number): number {
  return Math.sign(dollars) * Math.round(Math.abs(dollars) * 100);
}

export function toDollars(cents: number): number {
  return cents / 100;
}

/** For a sentence: $54,000 or $5,190.50. */
export function formatDollars(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2;
  const amount = Math.abs(cents / 100).toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${cents < 0 ? '-' : ''}$${amount}`;
}
