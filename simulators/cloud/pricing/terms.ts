import { createHash } from 'node:crypto';

/** One price of a term: of a unit, of a quantity within a range. */
export interface Dimension {
  readonly unit: 'Hrs' | 'Quantity' | 'GB';
  readonly description: string;
  readonly usd: string;
  /** What the price is for; a fee that is paid once has no range. */
  readonly range?: { readonly from: number; readonly to: number };
}

export const publicationDate = '2025-01-01T00:00:00Z';

/** The term under which something is sold as it is used. */
export function onDemandTerm(sku: string, dimensions: readonly Dimension[]): object {
  return term(sku, { code: 'JRTCKXETXF', attributes: {} }, dimensions);
}

/** A term by its key, as the price list has it. */
export function term(
  sku: string,
  offer: { readonly code: string; readonly attributes: object },
  dimensions: readonly Dimension[],
): object {
  const key = `${sku}.${offer.code}`;
  const priceDimensions = dimensions.map(({ unit, description, usd, range }) => {
    const rateCode = `${key}.${code(`${unit} ${range?.from}`, 10)}`;
    const ends = range ? { beginRange: String(range.from), endRange: endOf(range.to) } : {};
    return [rateCode, { unit, ...ends, description, appliesTo: [], rateCode, pricePerUnit: { USD: usd } }];
  });
  const effective = {
    sku,
    effectiveDate: publicationDate,
    offerTermCode: offer.code,
    termAttributes: offer.attributes,
  };
  return { [key]: { priceDimensions: Object.fromEntries(priceDimensions), ...effective } };
}

/** Capitals and digits that stand for a text, the same each time. */
export function code(text: string, length: number): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, length);
}

function endOf(to: number): string {
  return Number.isFinite(to) ? String(to) : 'Inf';
}
