import type { compute_v1 } from '@googleapis/compute';
import type { OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import type { Journal } from './journal';
import type { RunningMachine } from './machines';

/** Compute Engine in Cloud Billing's catalogue. */
const COMPUTE_ENGINE = '6F81-5844-456A';

const CATALOGUE = z.object({
  skus: z.array(
    z.object({
      description: z.string(),
      category: z.object({ usageType: z.string() }),
      serviceRegions: z.array(z.string()),
      pricingInfo: z.array(
        z.object({
          effectiveTime: z.string(),
          pricingExpression: z.object({
            tieredRates: z.array(z.object({ unitPrice: z.object({ units: z.coerce.number(), nanos: z.number() }) })),
          }),
        }),
      ),
    }),
  ),
});

const SERIES = z.object({
  timeSeries: z
    .array(
      z.object({
        resource: z.object({ labels: z.record(z.string(), z.string()) }),
        points: z.array(z.object({ value: z.object({ doubleValue: z.number() }) })),
      }),
    )
    .default([]),
});

const MINUTE = 60_000;

type Sku = z.infer<typeof CATALOGUE>['skus'][number];

/** Looks into a customer's project with the owner's token and Google's own API; changes nothing there. */
export class GoogleProject {
  #clients: Promise<Clients> | undefined;

  constructor(
    private readonly project: {
      readonly endpoint: string;
      readonly projectId: string;
      readonly region: string;
      readonly token: string;
    },
    private readonly journal: Journal,
  ) {}

  /** The machines that are billed now or about to be. */
  async runningMachines(): Promise<readonly RunningMachine[]> {
    const { compute } = await this.#open();
    const instances = await this.journal.timed(
      'Google Cloud',
      'instances.aggregatedList',
      async () => {
        const { data } = await compute.instances.aggregatedList({ project: this.project.projectId });
        return Object.values(data.items ?? {}).flatMap((zone) => zone.instances ?? []);
      },
      (found) => `${found.length} machines`,
    );
    return instances.filter(({ status }) => BILLED.includes(status ?? '')).map(machineOf);
  }

  /** US dollars an hour at present. @throws Error when it is not sold so */
  async price(instanceType: string, market: RunningMachine['market']): Promise<number> {
    const url = `${this.project.endpoint}/v1/services/${COMPUTE_ENGINE}/skus?currencyCode=USD`;
    const { auth } = await this.#open();
    const answer = await this.journal.timed(
      'Google Cloud',
      `prices of ${instanceType}`,
      async () => (await auth.request<unknown>({ url, retry: false })).data,
    );
    const usageType = market === 'spot' ? 'Preemptible' : 'OnDemand';
    const sku = CATALOGUE.parse(answer).skus.find((one) => this.#sells(one, instanceType, usageType));
    const [latest] = [...(sku?.pricingInfo ?? [])].sort(
      (one, other) => Date.parse(other.effectiveTime) - Date.parse(one.effectiveTime),
    );
    const unitPrice = latest?.pricingExpression.tieredRates[0]?.unitPrice;
    if (!unitPrice) throw new Error(`Google has no ${usageType} price for ${instanceType} in ${this.project.region}`);
    return unitPrice.units + unitPrice.nanos / 1e9;
  }

  /** How much the GPUs of a machine work, 0..1, as Google's agent on it has measured last. @throws Error when it tells nothing */
  async gpuUse(instanceId: string): Promise<number> {
    const { auth } = await this.#open();
    const now = Date.now();
    const query = new URLSearchParams({
      filter: 'metric.type="agent.googleapis.com/gpu/utilization"',
      'interval.startTime': new Date(now - 2 * MINUTE).toISOString(),
      'interval.endTime': new Date(now).toISOString(),
    });
    const url = `${this.project.endpoint}/v3/projects/${this.project.projectId}/timeSeries?${query}`;
    const answer = await this.journal.timed(
      'Google Cloud',
      'timeSeries of GPUs',
      async () => (await auth.request<unknown>({ url, retry: false })).data,
    );
    const series = SERIES.parse(answer).timeSeries.find(({ resource }) => resource.labels.instance_id === instanceId);
    const [latest] = series?.points ?? [];
    if (!latest) throw new Error(`Google tells nothing of the GPUs of ${instanceId}`);
    return latest.value.doubleValue / 100;
  }

  /** The clients are large: only those who look load them. */
  #open(): Promise<Clients> {
    this.#clients ??= this.#load();
    return this.#clients;
  }

  async #load(): Promise<Clients> {
    const [{ compute }, { OAuth2Client }] = await Promise.all([
      import('@googleapis/compute'),
      import('google-auth-library'),
    ]);
    const auth = new OAuth2Client();
    auth.setCredentials({ access_token: this.project.token });
    const client = compute({
      version: 'v1',
      auth: auth as NonNullable<compute_v1.Options['auth']>,
      rootUrl: `${this.project.endpoint}/`,
      retry: false,
    });
    return { auth, compute: client };
  }

  /** Descriptions begin with the type in words: a2-highgpu-8g is "A2 highgpu-8g". */
  #sells({ description, category, serviceRegions }: Sku, instanceType: string, usageType: string): boolean {
    const [family = '', ...size] = instanceType.split('-');
    return (
      category.usageType === usageType &&
      serviceRegions.includes(this.project.region) &&
      description.startsWith(`${family.toUpperCase()} ${size.join('-')} running`)
    );
  }
}

interface Clients {
  readonly auth: OAuth2Client;
  readonly compute: compute_v1.Compute;
}

const BILLED = ['PROVISIONING', 'STAGING', 'RUNNING', 'STOPPING'];

function machineOf(instance: compute_v1.Schema$Instance): RunningMachine {
  return {
    cloud: 'gcp',
    instanceId: instance.id ?? '',
    name: instance.name ?? '',
    instanceType: lastPart(instance.machineType),
    market: instance.scheduling?.provisioningModel === 'SPOT' ? 'spot' : 'on_demand',
    zone: lastPart(instance.zone),
    tags: instance.labels ?? {},
  };
}

function lastPart(link: string | null | undefined): string {
  return link?.split('/').at(-1) ?? '';
}
