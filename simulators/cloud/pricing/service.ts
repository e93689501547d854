import { z } from 'zod';
import { AwsError } from '../protocol/errors.ts';
import { jsonAction, jsonService } from '../protocol/json-service.ts';
import type { Service } from '../protocol/service.ts';
import { transfers } from './data-transfer.ts';
import { machines } from './machines.ts';
import { type Product, priceListEntry } from './product.ts';

const getProducts = z.object({
  ServiceCode: z.string(),
  Filters: z
    .array(z.object({ Type: z.literal('TERM_MATCH'), Field: z.string().min(1), Value: z.string().min(1) }))
    .default([]),
  FormatVersion: z.literal('aws_v1').optional(),
  NextToken: z.string().optional(),
  MaxResults: z.number().int().min(1).max(100).default(100),
});

const products: readonly Product[] = [...machines, ...transfers];

type Query = z.output<typeof getProducts>;

/** The price list of EC2 and of data transfer, the same for whoever asks. */
export function pricingService(): Service {
  const dialect = {
    target: 'AWSPriceListService',
    version: '1.1',
    invalid: 'InvalidParameterException',
    missing: 'InvalidParameterException',
  } as const;
  return jsonService(dialect, { GetProducts: jsonAction(getProducts, ({ input }) => answer(input)) });
}

function answer(query: Query): object {
  const offered = products.filter(({ serviceCode }) => serviceCode === query.ServiceCode);
  if (offered.length === 0) {
    const allowed = 'AmazonEC2 or AWSDataTransfer';
    throw new AwsError('NotFoundException', `The service code ${query.ServiceCode} must be ${allowed}.`);
  }
  const start = Number(query.NextToken ?? 0);
  if (!Number.isInteger(start) || start < 0) {
    throw new AwsError('InvalidNextTokenException', `The token ${query.NextToken} is not valid.`);
  }
  const found = offered.filter((product) => fits(product, query));
  const end = start + query.MaxResults;
  return {
    FormatVersion: 'aws_v1',
    PriceList: found.slice(start, end).map(priceListEntry),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  };
}

/** A field that no product has fits none, as in AWS. */
function fits(product: Product, query: Query): boolean {
  const fields: Readonly<Record<string, string>> = {
    ...product.attributes,
    sku: product.sku,
    productFamily: product.family,
  };
  return query.Filters.every(({ Field, Value }) => fields[Field]?.toLowerCase() === Value.toLowerCase());
}
