/** Hours that every price in the world counts as one month. */
export const hoursAMonth = 730;

/** A model of GPU; the memory of one is part of the name where there are two of a kind. */
export type Gpu = 'A100-40' | 'A100-80' | 'H100' | 'A10G' | 'L40S' | 'L4';

/** One offer in a cloud's price list. */
export interface InstanceType {
  readonly name: string;
  readonly cloud: 'aws' | 'gcp';
  /** Undefined for machines without GPUs. */
  readonly gpu: Gpu | undefined;
  readonly gpuCount: number;
  /** GB of one GPU; 0 without GPUs. */
  readonly gpuMemoryGb: number;
  readonly vcpu: number;
  readonly hostMemoryGib: number;
  /** On-demand price in US dollars a month, a multiple of 10. */
  readonly monthlyPrice: number;
}

interface ListPrice {
  readonly name: string;
  readonly perHour: number;
  readonly gpu?: Gpu;
  readonly gpuCount?: number;
  readonly vcpu: number;
  readonly hostMemoryGib: number;
}

const gpuMemoryGb: Readonly<Record<Gpu, number>> = {
  'A100-40': 40,
  'A100-80': 80,
  H100: 80,
  A10G: 24,
  L40S: 48,
  L4: 24,
};

/** On-demand Linux list prices of us-east-1 in early 2025, US dollars an hour (AWS EC2 price list). */
const aws: readonly ListPrice[] = [
  { name: 'p4d.24xlarge', perHour: 32.7726, gpu: 'A100-40', gpuCount: 8, vcpu: 96, hostMemoryGib: 1152 },
  { name: 'p4de.24xlarge', perHour: 40.96575, gpu: 'A100-80', gpuCount: 8, vcpu: 96, hostMemoryGib: 1152 },
  { name: 'p5.48xlarge', perHour: 98.32, gpu: 'H100', gpuCount: 8, vcpu: 192, hostMemoryGib: 2048 },
  { name: 'g5.2xlarge', perHour: 1.212, gpu: 'A10G', gpuCount: 1, vcpu: 8, hostMemoryGib: 32 },
  { name: 'g5.12xlarge', perHour: 5.672, gpu: 'A10G', gpuCount: 4, vcpu: 48, hostMemoryGib: 192 },
  { name: 'g5.24xlarge', perHour: 8.144, gpu: 'A10G', gpuCount: 4, vcpu: 96, hostMemoryGib: 384 },
  { name: 'g5.48xlarge', perHour: 16.288, gpu: 'A10G', gpuCount: 8, vcpu: 192, hostMemoryGib: 768 },
  { name: 'g6e.2xlarge', perHour: 2.24208, gpu: 'L40S', gpuCount: 1, vcpu: 8, hostMemoryGib: 64 },
  { name: 'g6e.12xlarge', perHour: 10.49264, gpu: 'L40S', gpuCount: 4, vcpu: 48, hostMemoryGib: 384 },
  { name: 'g6e.24xlarge', perHour: 15.06559, gpu: 'L40S', gpuCount: 4, vcpu: 96, hostMemoryGib: 768 },
  { name: 'g6e.48xlarge', perHour: 30.13118, gpu: 'L40S', gpuCount: 8, vcpu: 192, hostMemoryGib: 1536 },
  { name: 'm5.large', perHour: 0.096, vcpu: 2, hostMemoryGib: 8 },
  { name: 'c5.2xlarge', perHour: 0.34, vcpu: 8, hostMemoryGib: 16 },
];

/** On-demand list prices of us-central1 in early 2025, US dollars an hour (Google Compute Engine price list). */
const gcp: readonly ListPrice[] = [
  { name: 'a2-highgpu-1g', perHour: 3.673385, gpu: 'A100-40', gpuCount: 1, vcpu: 12, hostMemoryGib: 85 },
  { name: 'a2-highgpu-2g', perHour: 7.34677, gpu: 'A100-40', gpuCount: 2, vcpu: 24, hostMemoryGib: 170 },
  { name: 'a2-highgpu-4g', perHour: 14.69354, gpu: 'A100-40', gpuCount: 4, vcpu: 48, hostMemoryGib: 340 },
  { name: 'a2-highgpu-8g', perHour: 29.38708, gpu: 'A100-40', gpuCount: 8, vcpu: 96, hostMemoryGib: 680 },
  { name: 'a2-ultragpu-8g', perHour: 40.5504, gpu: 'A100-80', gpuCount: 8, vcpu: 96, hostMemoryGib: 1360 },
  { name: 'a3-highgpu-8g', perHour: 88.49, gpu: 'H100', gpuCount: 8, vcpu: 208, hostMemoryGib: 1872 },
  { name: 'g2-standard-4', perHour: 0.70683, gpu: 'L4', gpuCount: 1, vcpu: 4, hostMemoryGib: 16 },
  { name: 'g2-standard-12', perHour: 1.00056, gpu: 'L4', gpuCount: 1, vcpu: 12, hostMemoryGib: 48 },
  { name: 'g2-standard-24', perHour: 2.00106, gpu: 'L4', gpuCount: 2, vcpu: 24, hostMemoryGib: 96 },
  { name: 'g2-standard-48', perHour: 4.00212, gpu: 'L4', gpuCount: 4, vcpu: 48, hostMemoryGib: 192 },
  { name: 'g2-standard-96', perHour: 8.00424, gpu: 'L4', gpuCount: 8, vcpu: 96, hostMemoryGib: 384 },
  { name: 'e2-standard-4', perHour: 0.134012, vcpu: 4, hostMemoryGib: 16 },
];

/**
 * What storage, support and tax add to the list price, so that a p4d.24xlarge costs $30,000 a month all in. One factor on
 * all types keeps the relations of the real prices.
 */
const allInFactor = 30_000 / (32.7726 * hoursAMonth);

/** Every type of machine that can be had, AWS first. */
export const instanceTypes: readonly InstanceType[] = [
  ...aws.map((price) => offer('aws', price)),
  ...gcp.map((price) => offer('gcp', price)),
];

const byName = new Map(instanceTypes.map((type) => [type.name, type]));

export function instanceType(name: string): InstanceType | undefined {
  return byName.get(name);
}

/** A monthly price as AWS writes an hourly one: US dollars with 10 decimals, so that x 730 rounds to the same cent. */
export function hourlyPrice(monthlyPrice: number): string {
  return (monthlyPrice / hoursAMonth).toFixed(10);
}

function offer(cloud: InstanceType['cloud'], price: ListPrice): InstanceType {
  return {
    name: price.name,
    cloud,
    gpu: price.gpu,
    gpuCount: price.gpuCount ?? 0,
    gpuMemoryGb: price.gpu ? gpuMemoryGb[price.gpu] : 0,
    vcpu: price.vcpu,
    hostMemoryGib: price.hostMemoryGib,
    monthlyPrice: Math.round((price.perHour * hoursAMonth * allInFactor) / 10) * 10,
  };
}
