import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { z } from 'zod';
import { instanceTypes } from '../../world/catalogue.ts';
import { a2Pool, CloudUnderTest, gcpPlatformToken } from '../testing/cloud-under-test.ts';
import { clientOf, clientsWith, type GoogleClients, refusalIn } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const money = z.object({ currencyCode: z.literal('USD'), units: z.string(), nanos: z.number().int() });
const page = z.object({
  skus: z.array(
    z.object({
      skuId: z.string(),
      description: z.string(),
      category: z.object({ resourceFamily: z.string(), usageType: z.string() }),
      serviceRegions: z.array(z.string()),
      pricingInfo: z.array(
        z.object({
          effectiveTime: z.iso.datetime(),
          pricingExpression: z.object({
            usageUnit: z.string(),
            tieredRates: z.array(z.object({ startUsageAmount: z.number(), unitPrice: money })),
          }),
        }),
      ),
    }),
  ),
  nextPageToken: z.string(),
});
type Sku = z.output<typeof page>['skus'][number];

const path = '/v1/services/6F81-5844-456A/skus';

async function skus({ get }: GoogleClients, query: Record<string, string> = {}): Promise<readonly Sku[]> {
  const { skus: found, nextPageToken } = page.parse((await get(path, { currencyCode: 'USD', ...query })).data);
  return nextPageToken
    ? [...found, ...(await skus({ get } as GoogleClients, { ...query, pageToken: nextPageToken }))]
    : found;
}

const inIowa = (usageType: string) => (sku: Sku) =>
  sku.serviceRegions.includes('us-central1') &&
  sku.category.usageType === usageType &&
  sku.category.resourceFamily === 'Compute';

/** US dollars for one unit, of each price in the order of time. */
function dollars({ pricingInfo }: Sku): readonly number[] {
  return pricingInfo.map(({ pricingExpression }) => {
    const [rate] = pricingExpression.tieredRates;
    return Number(rate?.unitPrice.units) + (rate?.unitPrice.nanos ?? 0) / 1e9;
  });
}

/** US dollars a month, to the cent, by description. */
function monthly(list: readonly Sku[]) {
  return Object.fromEntries(list.map((sku) => [sku.description, Math.round((dollars(sku)[0] ?? 0) * 730 * 100) / 100]));
}

const described = (name: string) => {
  const [family = '', ...size] = name.split('-');
  return `${family.toUpperCase()} ${size.join('-')} running in Iowa`;
};

suite('the catalogue of prices', () => {
  const types = instanceTypes.filter((type) => type.cloud === 'gcp');
  const platform = () => clientsWith(cloud.url, 'none', clientOf(gcpPlatformToken));

  test('has one price a type and region, which gives the monthly price back to the cent', async () => {
    const list = (await skus(platform())).filter(inIowa('OnDemand'));
    assert.deepEqual(monthly(list), Object.fromEntries(types.map((type) => [described(type.name), type.monthlyPrice])));
    assert.equal(monthly(list)['A2 highgpu-8g running in Iowa'], 26_900);
    assert.deepEqual(
      new Set(list.map(({ pricingInfo }) => pricingInfo[0]?.pricingExpression.usageUnit)),
      new Set(['h']),
    );
  });

  test('has commitments: 37 % off for one year, 55 % for three', async () => {
    const list = await skus(platform());
    const prices = (usageType: string) => monthly(list.filter(inIowa(usageType)))['A2 ultragpu-8g running in Iowa'];
    assert.deepEqual([prices('Commit1Yr'), prices('Commit3Yr')], [23_385.6, 16_704]);
  });

  test('has what leaves Google for the internet, the more the cheaper', async () => {
    const network = (await skus(platform())).filter(({ category }) => category.resourceFamily === 'Network');
    const [expression] = network[0]?.pricingInfo.map(({ pricingExpression }) => pricingExpression) ?? [];
    assert.equal(expression?.usageUnit, 'GiBy');
    assert.deepEqual(
      expression?.tieredRates.map(({ startUsageAmount, unitPrice }) => [startUsageAmount, unitPrice.nanos / 1e9]),
      [
        [0, 0.12],
        [1024, 0.11],
        [10_240, 0.08],
      ],
    );
  });

  test('comes in pages, each sku once', async () => {
    const whole = await skus(platform());
    assert.equal(new Set(whole.map(({ skuId }) => skuId)).size, whole.length);
    assert.deepEqual(await skus(platform(), { pageSize: '50' }), whole);
  });

  test('is that of Compute Engine in US dollars, and of nothing else', async () => {
    const { get } = platform();
    assert.deepEqual(refusalIn((await get('/v1/services/0000-0000-0000/skus')).data), [404, 'notFound']);
    assert.deepEqual(refusalIn((await get(path, { currencyCode: 'EUR' })).data), [400, 'invalid']);
    assert.deepEqual(refusalIn((await get(path, { startTime: 'yesterday' })).data), [400, 'invalid']);
  });
});

suite('spot prices', () => {
  const day = 24 * 3_600_000;

  test('are those of the own project', async () => {
    const { owner } = await cloud.project({ spot_pools: [a2Pool] });
    const [spot, ...others] = (await skus(owner)).filter(({ category }) => category.usageType === 'Preemptible');
    assert.deepEqual(
      [spot?.description, spot?.serviceRegions, others],
      [described('a2-highgpu-8g'), ['us-central1'], []],
    );
    assert.deepEqual(monthly(spot ? [spot] : []), { [described('a2-highgpu-8g')]: 15_300 });
    const other = (await cloud.project()).owner;
    assert.deepEqual((await skus(other)).filter(inIowa('Preemptible')), []);
  });

  test('have the promised mean over 30 days and the promised price now', async () => {
    const { owner } = await cloud.project({ spot_pools: [a2Pool] });
    const to = Date.now();
    const from = to - 30 * day;
    const query = { startTime: new Date(from).toISOString(), endTime: new Date(to).toISOString() };
    const [spot] = (await skus(owner, query)).filter(inIowa('Preemptible'));
    assert.ok(spot);
    const prices = dollars(spot);
    const times = spot.pricingInfo.map(({ effectiveTime }) => Date.parse(effectiveTime));
    const sum = prices.reduce(
      (total, price, k) => total + price * ((times[k + 1] ?? to) - Math.max(times[k] ?? to, from)),
      0,
    );
    assert.ok(Math.abs((sum / (to - from)) * 730 - 15_000) < 0.01);
    assert.equal(Math.round((prices.at(-1) ?? 0) * 730 * 100), 15_300_00);
    assert.ok(new Set(prices).size > 20);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    );
  });

  test('change from now on when the market changes', async () => {
    const { project, owner } = await cloud.project({ spot_pools: [a2Pool] });
    await cloud.control('PATCH', `/projects/${project.project_id}/spot-pools/a2-highgpu-8g`, { price_now: 25_000 });
    assert.deepEqual(Object.values(monthly((await skus(owner)).filter(inIowa('Preemptible')))), [25_000]);
  });
});
