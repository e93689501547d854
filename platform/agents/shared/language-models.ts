import type { components } from '../../../contracts/generated/fleet.ts';

export type Quantization = components['schemas']['EngineArgs']['quantization'];

interface Architecture {
  readonly parameters: number;
  readonly layers: number;
  /** Heads whose keys and values are kept. */
  readonly keyValueHeads: number;
  readonly headSize: number;
}

/** As published with each model: parameters in its model card, the rest in its config.json. By the name that vLLM serves it under. */
const architectures: ReadonlyMap<string, Architecture> = new Map([
  ['llama-3-70b', { parameters: 70.6e9, layers: 80, keyValueHeads: 8, headSize: 128 }],
  ['llama-3-8b', { parameters: 8.03e9, layers: 32, keyValueHeads: 8, headSize: 128 }],
]);

/** Bytes of one weight: 16, 8 and 4 bits, the latter with 0.03 bytes for the scale of each group of 128. */
const bytesPerWeight: Readonly<Record<Quantization, number>> = { none: 2, fp8: 1, int4: 0.53 };

/** Bytes of a key or a value in the cache, which stays at 16 bits whatever the weights have. */
const bytesPerEntry = 2;

/** Undefined for a model whose architecture is not known. */
export function weightBytes(model: string, quantization: Quantization): number | undefined {
  const architecture = architectures.get(model);
  return architecture && architecture.parameters * bytesPerWeight[quantization];
}

/** What one token occupies in the KV cache, bytes. Undefined for a model whose architecture is not known. */
export function cacheBytesPerToken(model: string): number | undefined {
  const architecture = architectures.get(model);
  if (!architecture) return undefined;
  const { layers, keyValueHeads, headSize } = architecture;
  return 2 * layers * keyValueHeads * headSize * bytesPerEntry;
}
