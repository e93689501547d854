import type { GpuUse } from './machines.ts';

/** How a machine is used apart from what a fleet serves on it. */
export interface MachineUsage {
  /** GPU utilisation while busy, 0..1. */
  readonly gpuShare: number;
  /** From midnight UTC on. */
  readonly busyHoursADay: number;
  /** For so many days until now nothing has run. */
  readonly idleDays: number;
  readonly hostMemoryGib: number;
  /** What it reads from storage in its own cloud in a month, evenly; GB of 2^30 bytes. */
  readonly dataGbAMonth: number;
}

/** A machine on which nothing runs but the operating system. */
export const unused: MachineUsage = { gpuShare: 0, busyHoursADay: 0, idleDays: 0, hostMemoryGib: 16, dataGbAMonth: 0 };

/** What the GPUs did during an hour: they worked at `share` for a part of it and rested for the remainder, all 0..1. */
export interface HourOfGpus {
  readonly share: number;
  readonly part: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** @param from wall milliseconds, the beginning of an hour @param served what a fleet makes of the GPUs, undefined without one */
export function gpusDuring(from: number, now: number, { usage, served }: GpuCauses): HourOfGpus {
  if (served) return { share: served.usual, part: 1 };
  const idleSince = now - usage.idleDays * day;
  if (usage.idleDays > 0 && from + hour > idleSince) return { share: 0, part: 1 };
  const hoursLeft = usage.busyHoursADay - (from % day) / hour;
  return { share: usage.gpuShare, part: Math.min(1, Math.max(0, hoursLeft)) };
}

/** The GPUs' utilisation at this moment, 0..1. @param now wall milliseconds */
export function gpusNow(now: number, { usage, served }: GpuCauses): number {
  if (served) return served.now;
  const busy = usage.idleDays === 0 && (now % day) / hour < usage.busyHoursADay;
  return busy ? usage.gpuShare : 0;
}

export interface GpuCauses {
  readonly usage: MachineUsage;
  readonly served: GpuUse | undefined;
}
