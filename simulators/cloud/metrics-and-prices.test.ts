import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing';
import { instanceTypes } from '../world/catalogue.ts';
import { CloudUnderTest } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

suite('CloudWatch', () => {
  const hour = new Date('2026-01-31T12:00:00Z');
  const span = { StartTime: hour, EndTime: new Date(hour.getTime() + 3_600_000) };

  test('computes percentiles, from bodies that the SDK has packed too', async () => {
    const { cloudWatch } = (await cloud.account()).clients;
    const MetricData = Array.from({ length: 500 }, (_, index) => ({
      MetricName: 'latency',
      Timestamp: hour,
      Value: index + 1,
      Unit: 'Milliseconds' as const,
    }));
    await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Check', MetricData }));
    const Metric = { Namespace: 'Check', MetricName: 'latency' };
    const queries = ['p50', 'p95', 'Maximum'].map((Stat) => ({
      Id: Stat.toLowerCase(),
      MetricStat: { Metric, Period: 60, Stat },
    }));
    const answer = await cloudWatch.send(new GetMetricDataCommand({ ...span, MetricDataQueries: queries }));
    assert.deepEqual(
      answer.MetricDataResults?.map((result) => result.Values),
      [[250], [475], [500]],
    );
  });

  test('keeps metrics apart by dimensions and by account', async () => {
    const [mine, other] = [await cloud.account(), await cloud.account()];
    const Dimensions = [{ Name: 'InstanceId', Value: 'i-1' }];
    const datum = { MetricName: 'gpu', Dimensions, Timestamp: hour, Value: 1 };
    await mine.clients.cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Check', MetricData: [datum] }));
    const points = async (account: typeof mine, dimensions: typeof Dimensions) => {
      const ask = { Namespace: 'Check', MetricName: 'gpu', ...span, Period: 60, Statistics: ['Sum' as const] };
      const query = new GetMetricStatisticsCommand({ ...ask, Dimensions: dimensions });
      return (await account.clients.cloudWatch.send(query)).Datapoints?.map((point) => point.Sum);
    };
    assert.deepEqual(await points(mine, Dimensions), [1]);
    assert.deepEqual(await points(mine, []), []);
    assert.deepEqual(await points(other, Dimensions), []);
    assert.deepEqual((await other.clients.cloudWatch.send(new ListMetricsCommand({}))).Metrics, []);
  });

  test('names what is missing or wrong', async () => {
    const { cloudWatch } = (await cloud.account()).clients;
    const put = (datum: object) =>
      cloudWatch.send(new PutMetricDataCommand({ Namespace: 'Check', MetricData: [{ MetricName: 'm', ...datum }] }));
    await assert.rejects(put({ MetricName: undefined }), {
      name: 'MissingRequiredParameterException',
      message: /MetricData\.0\.MetricName/,
    });
    await assert.rejects(put({}), { name: 'InvalidParameterCombinationException' });
    const metric = { Namespace: 'Check', MetricName: 'm', Statistics: ['Sum' as const] };
    const odd = new GetMetricStatisticsCommand({ ...metric, ...span, Period: 7 });
    await assert.rejects(cloudWatch.send(odd), { name: 'InvalidParameterValueException', message: /Period/ });
  });
});

suite('the price list', () => {
  const filter = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });

  async function entries(pricing: PricingClient, ...Filters: ReturnType<typeof filter>[]) {
    const list: string[] = [];
    let NextToken: string | undefined;
    do {
      const ask = { ServiceCode: 'AmazonEC2', Filters, MaxResults: 10, ...(NextToken ? { NextToken } : {}) };
      const page = await pricing.send(new GetProductsCommand(ask));
      list.push(...(page.PriceList ?? []).map(String));
      NextToken = page.NextToken;
    } while (NextToken);
    return list.map((entry) => JSON.parse(entry));
  }

  /** The first price of a term, US dollars, by its unit. */
  function prices(term: { priceDimensions: Record<string, { unit: string; pricePerUnit: { USD: string } }> }) {
    const dimensions = Object.values(term.priceDimensions);
    return Object.fromEntries(dimensions.map(({ unit, pricePerUnit }) => [unit, pricePerUnit.USD]));
  }

  test('has one Linux price a type and region, which gives the monthly price back', async () => {
    const list = await entries(
      cloud.platformClients.pricing,
      filter('regionCode', 'us-east-1'),
      filter('operatingSystem', 'Linux'),
      filter('tenancy', 'Shared'),
      filter('preInstalledSw', 'NA'),
      filter('capacitystatus', 'Used'),
    );
    const found = list.map(({ product, terms }) => {
      const [onDemand] = Object.values<Parameters<typeof prices>[0]>(terms.OnDemand);
      const hourly = onDemand ? prices(onDemand).Hrs : '';
      assert.match(hourly ?? '', /^\d+\.\d{10}$/);
      return [product.attributes.instanceType, Math.round(Number(hourly) * 730 * 100) / 100];
    });
    const expected = instanceTypes.filter((type) => type.cloud === 'aws');
    assert.deepEqual(
      found,
      expected.map((type) => [type.name, type.monthlyPrice]),
    );
  });

  test('has the prices of reservations', async () => {
    const [p4d] = await entries(
      cloud.platformClients.pricing,
      filter('instanceType', 'p4d.24xlarge'),
      filter('regionCode', 'us-west-2'),
    );
    const terms = Object.values<Parameters<typeof prices>[0] & { termAttributes: Record<string, string> }>(
      p4d.terms.Reserved,
    );
    const found = terms.map((term) => {
      const { LeaseContractLength: length, PurchaseOption: option } = term.termAttributes;
      const { Hrs: hourly, Quantity: upFront = '0' } = prices(term);
      return [length, option, Math.round(Number(hourly) * 730), Number(upFront)];
    });
    assert.deepEqual(found, [
      ['1yr', 'No Upfront', 21_000, 0],
      ['1yr', 'Partial Upfront', 9_750, 117_000],
      ['1yr', 'All Upfront', 0, 216_000],
      ['3yr', 'No Upfront', 15_000, 0],
      ['3yr', 'Partial Upfront', 6_750, 243_000],
      ['3yr', 'All Upfront', 0, 432_000],
    ]);
  });

  test('has reservations that pay from month 8.4, 7.8 and 7.2 on, and whose cash is back after 0, 5.8 and 7.2', async () => {
    const [p4d] = await entries(cloud.platformClients.pricing, filter('instanceType', 'p4d.24xlarge'));
    const terms = Object.values<Parameters<typeof prices>[0] & { termAttributes: Record<string, string> }>(
      p4d.terms.Reserved,
    );
    const months = terms
      .filter(({ termAttributes }) => termAttributes.LeaseContractLength === '1yr')
      .map((term) => {
        const { Hrs: hourly, Quantity: upFront = '0' } = prices(term);
        const monthly = Number(hourly) * 730;
        const commitment = Number(upFront) + 12 * monthly;
        return [(commitment / 30_000).toFixed(1), (Number(upFront) / (30_000 - monthly)).toFixed(1)];
      });
    assert.deepEqual(months, [
      ['8.4', '0.0'],
      ['7.8', '5.8'],
      ['7.2', '7.2'],
    ]);
  });

  test('has what leaves AWS for the internet, the more the cheaper', async () => {
    const { pricing } = cloud.platformClients;
    const Filters = [
      filter('fromRegionCode', 'us-west-2'),
      filter('transferType', 'AWS Outbound'),
      filter('toLocation', 'External'),
    ];
    const { PriceList: list = [] } = await pricing.send(
      new GetProductsCommand({ ServiceCode: 'AWSDataTransfer', Filters }),
    );
    assert.equal(list.length, 1);
    const [onDemand] = Object.values<{ priceDimensions: Record<string, Tier> }>(
      JSON.parse(String(list[0])).terms.OnDemand,
    );
    const tiers = Object.values(onDemand?.priceDimensions ?? {});
    assert.deepEqual(
      tiers.map(({ unit, beginRange, endRange, pricePerUnit }) => [
        unit,
        beginRange,
        endRange,
        Number(pricePerUnit.USD),
      ]),
      [
        ['GB', '0', '10240', 0.09],
        ['GB', '10240', '51200', 0.085],
        ['GB', '51200', '153600', 0.07],
        ['GB', '153600', 'Inf', 0.05],
      ],
    );
    assert.deepEqual([bill(tiers, 23_000), bill(tiers, 240_000)], [2_006.2, 15_891.2]);
  });

  interface Tier {
    readonly unit: string;
    readonly beginRange: string;
    readonly endRange: string;
    readonly pricePerUnit: { readonly USD: string };
  }

  /** US dollars, to the cent, for the gigabytes of a month. */
  function bill(tiers: readonly Tier[], gigabytes: number): number {
    const dollars = tiers.reduce((sum, { beginRange, endRange, pricePerUnit }) => {
      const end = endRange === 'Inf' ? gigabytes : Math.min(gigabytes, Number(endRange));
      return sum + Math.max(0, end - Number(beginRange)) * Number(pricePerUnit.USD);
    }, 0);
    return Math.round(dollars * 100) / 100;
  }

  test('is empty for what is not sold', async () => {
    const { pricing } = cloud.platformClients;
    assert.deepEqual(await entries(pricing, filter('instanceType', 'p4d.12xlarge')), []);
    assert.deepEqual(await entries(pricing, filter('operatingSystem', 'Windows')), []);
    assert.deepEqual(await entries(pricing, filter('colour', 'red')), []);
    await assert.rejects(pricing.send(new GetProductsCommand({ ServiceCode: 'AmazonS3' })), {
      name: 'NotFoundException',
    });
  });
});
