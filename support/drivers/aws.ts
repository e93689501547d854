import {
  DescribeInstancesCommand,
  DescribeReservedInstancesCommand,
  DescribeSpotPriceHistoryCommand,
  EC2Client,
  type Filter,
  type Instance,
  type _InstanceType as InstanceType,
  type ReservedInstances,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { z } from 'zod';
import type { Journal } from './journal';
import type { RunningMachine } from './machines';

/** Machines reserved by one purchase: paid for whether they run or not. Prices are US dollars for one of them. */
export interface ReservedMachines {
  readonly id: string;
  readonly instanceType: string;
  readonly count: number;
  /** Hours. */
  readonly term: number;
  /** Once. */
  readonly upFront: number;
  readonly hourly: number;
}

/** A machine of which the cloud still knows. */
export interface Machine extends RunningMachine {
  /** In the cloud's words: pending, running, shutting-down, terminated, stopping, stopped. */
  readonly state: string;
}

export interface OwnerKeys {
  readonly access_key_id: string;
  readonly secret_access_key: string;
}

const MINUTE = 60_000;

const TRUST_POLICY = z.looseObject({ Statement: z.array(z.looseObject({})) });

interface Connection {
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** Looks into a customer's account with the owner's keys and the cloud's own API; changes nothing there but whom the owner's roles trust. */
export class CloudAccount {
  readonly #connection: Connection;
  readonly #ec2: EC2Client;
  readonly #pricing: PricingClient;

  constructor(
    private readonly account: {
      readonly endpoint: string | undefined;
      readonly region: string;
      readonly keys: OwnerKeys;
    },
    private readonly journal: Journal,
  ) {
    const { endpoint, region, keys } = account;
    const credentials = { accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key };
    this.#connection = { ...(endpoint && { endpoint }), region, credentials, maxAttempts: 1 };
    this.#ec2 = new EC2Client(this.#connection);
    // The price list is the same for all regions; its API is served in this one.
    this.#pricing = new PricingClient({ ...this.#connection, region: 'us-east-1' });
  }

  /** The machines that are billed now or about to be: pending and running. */
  async runningMachines(): Promise<readonly RunningMachine[]> {
    return await this.#machines([{ Name: 'instance-state-name', Values: ['pending', 'running'] }]);
  }

  /** All machines of which the cloud still knows: those that ended within the last hour are among them. */
  async machines(): Promise<readonly Machine[]> {
    return await this.#machines([]);
  }

  /** What the owner has reserved: in force, or bought and being paid. */
  async reservations(): Promise<readonly ReservedMachines[]> {
    const describe = new DescribeReservedInstancesCommand({
      Filters: [{ Name: 'state', Values: ['active', 'payment-pending'] }],
    });
    const answer = await this.journal.timed(
      'the cloud',
      'DescribeReservedInstances',
      () => this.#ec2.send(describe),
      ({ ReservedInstances = [] }) => `${ReservedInstances.length} purchases`,
    );
    return (answer.ReservedInstances ?? []).map(reservedOf);
  }

  /** The owner lends a role only to who brings this external id. @param roleArn of a role in this account */
  async demandExternalId(roleArn: string, externalId: string): Promise<void> {
    // Only those who let somebody in load it.
    const { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } = await import('@aws-sdk/client-iam');
    const client = new IAMClient(this.#connection);
    const RoleName = roleArn.split('/').at(-1);
    try {
      const { Role } = await this.journal.timed('the cloud', `GetRole ${RoleName}`, () =>
        client.send(new GetRoleCommand({ RoleName })),
      );
      const policy = TRUST_POLICY.parse(JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')));
      const Condition = { StringEquals: { 'sts:ExternalId': externalId } };
      const Statement = policy.Statement.map((statement) => ({ ...statement, Condition }));
      const update = { RoleName, PolicyDocument: JSON.stringify({ ...policy, Statement }) };
      await this.journal.timed('the cloud', `UpdateAssumeRolePolicy ${RoleName}`, () =>
        client.send(new UpdateAssumeRolePolicyCommand(update)),
      );
    } finally {
      client.destroy();
    }
  }

  /** US dollars an hour on demand, from the cloud's price list. @throws Error when the list does not know the type */
  async onDemandPrice(instanceType: string): Promise<number> {
    const terms = await this.#terms('AmazonEC2', {
      instanceType,
      regionCode: this.account.region,
      operatingSystem: 'Linux',
      tenancy: 'Shared',
    });
    const price = terms[0]?.pricePerUnit?.USD;
    if (price === undefined)
      throw new Error(`The price list has no on-demand price for ${instanceType} in ${this.account.region}`);
    return Number(price);
  }

  /** US dollars an hour of the spot market now. @throws Error when there is no such market */
  async spotPriceNow(instanceType: string): Promise<number> {
    const query = new DescribeSpotPriceHistoryCommand({
      InstanceTypes: [instanceType as InstanceType],
      ProductDescriptions: ['Linux/UNIX'],
      StartTime: new Date(),
    });
    const answer = await this.journal.timed('the cloud', `DescribeSpotPriceHistory ${instanceType}`, () =>
      this.#ec2.send(query),
    );
    const [latest] = [...(answer.SpotPriceHistory ?? [])].sort(
      (one, other) => Number(other.Timestamp) - Number(one.Timestamp),
    );
    if (!latest?.SpotPrice) throw new Error(`There is no spot price for ${instanceType} in ${this.account.region}`);
    return Number(latest.SpotPrice);
  }

  /** How much the GPUs of a machine work, 0..1, as CloudWatch's agent on it has measured last. @throws Error when it tells nothing */
  async gpuUse(instanceId: string): Promise<number> {
    const now = Date.now();
    const points = await this.gpuUseBetween(instanceId, { from: now - 2 * MINUTE, to: now, periodSeconds: 60 });
    const latest = points.at(-1);
    if (latest === undefined) throw new Error(`The cloud tells nothing of the GPUs of ${instanceId}`);
    return latest.share;
  }

  /** The same as means of periods, each by its beginning; all in wall milliseconds, oldest first. Empty where nothing was measured. */
  async gpuUseBetween(
    instanceId: string,
    { from, to, periodSeconds }: { readonly from: number; readonly to: number; readonly periodSeconds: number },
  ): Promise<readonly { readonly at: number; readonly share: number }[]> {
    // Only those who look load it.
    const { CloudWatchClient, GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const client = new CloudWatchClient(this.#connection);
    const Dimensions = [{ Name: 'InstanceId', Value: instanceId }];
    const Metric = { Namespace: 'CWAgent', MetricName: 'nvidia_smi_utilization_gpu', Dimensions };
    const query = new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'gpu', MetricStat: { Metric, Period: periodSeconds, Stat: 'Average' } }],
    });
    try {
      const { MetricDataResults: [result] = [] } = await this.journal.timed(
        'the cloud',
        `GetMetricData of the GPUs of ${instanceId}`,
        () => client.send(query),
      );
      const { Timestamps = [], Values = [] } = result ?? {};
      return Timestamps.map((at, index) => ({ at: at.getTime(), share: (Values[index] ?? Number.NaN) / 100 }));
    } finally {
      client.destroy();
    }
  }

  /** What data costs that leaves the region for the internet in a month, in US dollars. @param gigabytes of 2^30 bytes */
  async transferPrice(gigabytes: number): Promise<number> {
    const tiers = await this.#terms('AWSDataTransfer', {
      fromRegionCode: this.account.region,
      transferType: 'AWS Outbound',
      toLocation: 'External',
    });
    if (tiers.length === 0) throw new Error(`The price list has no price for data that leaves ${this.account.region}`);
    return tiers.reduce((sum, { beginRange, endRange, pricePerUnit }) => {
      const [from, to] = [Number(beginRange), endRange === 'Inf' ? Number.POSITIVE_INFINITY : Number(endRange)];
      return sum + Math.max(0, Math.min(gigabytes, to) - from) * Number(pricePerUnit?.USD);
    }, 0);
  }

  /** What the price list says on demand of the first product that fits; empty where none does. */
  async #terms(service: string, product: Readonly<Record<string, string>>): Promise<readonly PriceDimension[]> {
    const query = new GetProductsCommand({
      ServiceCode: service,
      Filters: Object.entries(product).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value })),
    });
    const { PriceList: [entry] = [] } = await this.journal.timed(
      'the cloud',
      `GetProducts of ${service} ${Object.values(product).join(', ')}`,
      () => this.#pricing.send(query),
    );
    // The SDK hands the list's entries out as objects that are strings underneath.
    const { terms } = (entry === undefined ? {} : JSON.parse(String(entry))) as PriceListEntry;
    return Object.values(terms?.OnDemand ?? {}).flatMap(({ priceDimensions = {} }) => Object.values(priceDimensions));
  }

  async #machines(Filters: Filter[]): Promise<readonly Machine[]> {
    const describe = new DescribeInstancesCommand({ Filters });
    const answer = await this.journal.timed(
      'the cloud',
      'DescribeInstances',
      () => this.#ec2.send(describe),
      ({ Reservations = [] }) => `${Reservations.flatMap(({ Instances = [] }) => Instances).length} machines`,
    );
    return (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances).map(machineOf);
  }

  close(): void {
    this.#ec2.destroy();
    this.#pricing.destroy();
  }
}

function machineOf(instance: Instance): Machine {
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  return {
    cloud: 'aws',
    instanceId: instance.InstanceId ?? '',
    name: tags.Name ?? '',
    tags,
    state: instance.State?.Name ?? '',
    instanceType: instance.InstanceType ?? '',
    market: instance.InstanceLifecycle === 'spot' ? 'spot' : 'on_demand',
    zone: instance.Placement?.AvailabilityZone ?? '',
  };
}

interface PriceDimension {
  readonly beginRange?: string;
  readonly endRange?: string;
  readonly pricePerUnit?: { readonly USD?: string };
}

function reservedOf(found: ReservedInstances): ReservedMachines {
  return {
    id: found.ReservedInstancesId ?? '',
    instanceType: found.InstanceType ?? '',
    count: found.InstanceCount ?? 0,
    term: (found.Duration ?? 0) / 3600,
    upFront: found.FixedPrice ?? 0,
    hourly: (found.RecurringCharges ?? []).reduce((sum, { Amount = 0 }) => sum + Amount, found.UsagePrice ?? 0),
  };
}

interface PriceListEntry {
  readonly terms?: {
    readonly OnDemand?: Record<string, { readonly priceDimensions?: Record<string, PriceDimension> }>;
  };
}
