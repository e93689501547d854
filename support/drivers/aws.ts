import {
  DescribeInstancesCommand,
  DescribeSpotPriceHistoryCommand,
  EC2Client,
  type Filter,
  type Instance,
  type _InstanceType as InstanceType,
} from '@aws-sdk/client-ec2';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import type { Journal } from './journal';

export interface RunningMachine {
  readonly instanceId: string;
  readonly name: string;
  readonly instanceType: string;
  readonly market: 'on_demand' | 'spot';
  readonly zone: string;
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

/** Looks into a customer's account with the owner's keys and the cloud's own API; changes nothing there. */
export class CloudAccount {
  readonly #ec2: EC2Client;
  readonly #pricing: PricingClient;

  constructor(
    private readonly account: { readonly endpoint: string; readonly region: string; readonly keys: OwnerKeys },
    private readonly journal: Journal,
  ) {
    const { endpoint, region, keys } = account;
    const credentials = { accessKeyId: keys.access_key_id, secretAccessKey: keys.secret_access_key };
    this.#ec2 = new EC2Client({ endpoint, region, credentials, maxAttempts: 1 });
    this.#pricing = new PricingClient({ endpoint, region, credentials, maxAttempts: 1 });
  }

  /** The machines that are billed now or about to be: pending and running. */
  async runningMachines(): Promise<readonly RunningMachine[]> {
    return await this.#machines([{ Name: 'instance-state-name', Values: ['pending', 'running'] }]);
  }

  /** All machines of which the cloud still knows: those that ended within the last hour are among them. */
  async machines(): Promise<readonly Machine[]> {
    return await this.#machines([]);
  }

  /** US dollars an hour on demand, from the cloud's price list. @throws Error when the list does not know the type */
  async onDemandPrice(instanceType: string): Promise<number> {
    const filter = (Field: string, Value: string) => ({ Type: 'TERM_MATCH' as const, Field, Value });
    const query = new GetProductsCommand({
      ServiceCode: 'AmazonEC2',
      Filters: [
        filter('instanceType', instanceType),
        filter('regionCode', this.account.region),
        filter('operatingSystem', 'Linux'),
        filter('tenancy', 'Shared'),
      ],
    });
    const answer = await this.journal.timed('the cloud', `GetProducts ${instanceType}`, () =>
      this.#pricing.send(query),
    );
    const price = hourlyPrice(answer.PriceList?.[0]);
    if (price === undefined)
      throw new Error(`The price list has no on-demand price for ${instanceType} in ${this.account.region}`);
    return price;
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
  return {
    instanceId: instance.InstanceId ?? '',
    state: instance.State?.Name ?? '',
    name: instance.Tags?.find(({ Key }) => Key === 'Name')?.Value ?? '',
    instanceType: instance.InstanceType ?? '',
    market: instance.InstanceLifecycle === 'spot' ? 'spot' : 'on_demand',
    zone: instance.Placement?.AvailabilityZone ?? '',
  };
}

interface PriceListEntry {
  readonly terms?: {
    readonly OnDemand?: Record<
      string,
      { readonly priceDimensions?: Record<string, { readonly pricePerUnit?: { readonly USD?: string } }> }
    >;
  };
}

function hourlyPrice(entry: unknown): number | undefined {
  if (entry === undefined) return undefined;
  // The SDK hands the list's entries out as objects that are strings underneath.
  const product = JSON.parse(String(entry)) as PriceListEntry;
  const [term] = Object.values(product.terms?.OnDemand ?? {});
  const [dimension] = Object.values(term?.priceDimensions ?? {});
  const price = dimension?.pricePerUnit?.USD;
  return price === undefined ? undefined : Number(price);
}
