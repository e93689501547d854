import type { Gpu } from '../world/catalogue.ts';

/** What one GPU can do, from the makers' data sheets. */
export interface GpuFigures {
  /** Dense BF16 arithmetic, 10^12 operations a second. */
  readonly teraflops: number;
  /** Memory bandwidth, 10^9 bytes a second. */
  readonly bandwidth: number;
  /** Memory, GB of 10^9 bytes. */
  readonly memoryGb: number;
  /** Whether it multiplies in FP8; the others only store FP8 weights (vLLM's weight-only Marlin kernels). */
  readonly fp8: boolean;
}

/** Published figures of NVIDIA's data sheets. */
export const gpuFigures: Readonly<Record<Gpu, GpuFigures>> = {
  'A100-40': { teraflops: 312, bandwidth: 1555, memoryGb: 40, fp8: false },
  'A100-80': { teraflops: 312, bandwidth: 2039, memoryGb: 80, fp8: false },
  H100: { teraflops: 989, bandwidth: 3350, memoryGb: 80, fp8: true },
  A10G: { teraflops: 70, bandwidth: 600, memoryGb: 24, fp8: false },
  L40S: { teraflops: 362, bandwidth: 864, memoryGb: 48, fp8: true },
  L4: { teraflops: 121, bandwidth: 300, memoryGb: 24, fp8: true },
};
