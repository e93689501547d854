import { hoursAMonth, instanceType } from '../../world/catalogue.ts';
import { type GpuCauses, gpusDuring, gpusNow } from '../../world/machine-usage.ts';

/** Samples that a machine's meters take in an hour: one a minute. */
export const samplesAnHour = 60;

/** What one machine is measured by, at a moment. */
export interface Measured extends GpuCauses {
  readonly instanceType: string;
  /** Wall milliseconds. */
  readonly now: number;
}

/** A value that was read for a part of an hour, 0..1. */
export interface PartOfHour {
  readonly value: number;
  readonly part: number;
}

/** Something about a machine that clouds measure each minute. */
export interface Quantity {
  readonly isMeasured: (instanceType: string) => boolean;
  /** In the order in which they were read. @param from wall milliseconds, the beginning of a complete hour */
  readonly during: (machine: Measured, from: number) => readonly PartOfHour[];
  readonly now: (machine: Measured) => number;
}

/** Mean of all GPUs, 0..100 with two decimals, as nvidia-smi and DCGM tell it. */
export const gpuPercent: Quantity = {
  isMeasured: (name) => instanceType(name)?.gpu !== undefined,
  during: (machine, from) => {
    const { share, part } = gpusDuring(from, machine.now, machine);
    return [
      { value: percent(share), part },
      { value: 0, part: 1 - part },
    ];
  },
  now: (machine) => percent(gpusNow(machine.now, machine)),
};

/** Bytes of host memory in use. */
export const hostMemoryBytes = constant(({ usage }) => usage.hostMemoryGib * 2 ** 30);

/** Bytes that came over the network in a minute. */
export const receivedBytes = constant(({ usage }) => (usage.dataGbAMonth * 2 ** 30) / hoursAMonth / samplesAnHour);

function constant(now: (machine: Measured) => number): Quantity {
  return { isMeasured: () => true, during: (machine) => [{ value: now(machine), part: 1 }], now };
}

function percent(share: number): number {
  return Math.round(share * 10_000) / 100;
}
