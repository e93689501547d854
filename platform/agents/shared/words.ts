/** Figures as customers are told them. */
export function dollars(amount: number): string {
  return `$${amount.toLocaleString('en-US')}`;
}

export function percent(share: number): string {
  return `${(share * 100).toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;
}

/** To a hundredth of a percent, or a tenth of a millisecond. */
export function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
