import { hoursAMonth } from '../../../world/catalogue.ts';

/** A rate that holds from a quantity on. */
export interface Rate {
  readonly startUsageAmount: number;
  /** US dollars for a unit of usage. */
  readonly dollars: number;
}

/** What one unit costs, from a time on. */
export interface TimedPrice {
  readonly from: Date;
  readonly rates: readonly Rate[];
}

/** Hours of machines, gibibytes of transfer. */
export type Unit = 'h' | 'GiBy';

const units = {
  h: { usageUnitDescription: 'hour', baseUnit: 's', baseUnitDescription: 'second', baseUnitConversionFactor: 3600 },
  GiBy: {
    usageUnitDescription: 'gibibyte',
    baseUnit: 'By',
    baseUnitDescription: 'byte',
    baseUnitConversionFactor: 2 ** 30,
  },
} as const;

/** A monthly price as one for any hour. */
export function hourly(monthly: number): readonly Rate[] {
  return [{ startUsageAmount: 0, dollars: monthly / hoursAMonth }];
}

/** As the catalogue writes it. Nine decimals, so that an hourly price x 730 gives the monthly one to the cent. */
export function pricingInfo({ from, rates }: TimedPrice, unit: Unit): object {
  return {
    effectiveTime: from.toISOString(),
    summary: '',
    pricingExpression: {
      usageUnit: unit,
      ...units[unit],
      displayQuantity: 1,
      tieredRates: rates.map(({ startUsageAmount, dollars }) => ({ startUsageAmount, unitPrice: moneyOf(dollars) })),
    },
    currencyConversionRate: 1,
  };
}

function moneyOf(dollars: number): object {
  const nanos = Math.round(dollars * 1e9);
  return { currencyCode: 'USD', units: String(Math.floor(nanos / 1e9)), nanos: nanos % 1e9 };
}
