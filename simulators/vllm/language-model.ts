export type ModelName = 'llama-3-70b' | 'llama-3-8b';
export type Quantization = 'none' | 'fp8' | 'int4';

/** The architecture of a model, from its published configuration. */
export interface ModelFigures {
  readonly parameters: number;
  /** Bytes that one token occupies in the KV cache at FP16. */
  readonly kvBytes: number;
}

export const modelFigures: Readonly<Record<ModelName, ModelFigures>> = {
  'llama-3-70b': { parameters: 70.6e9, kvBytes: kvBytesPerToken(80) },
  'llama-3-8b': { parameters: 8.03e9, kvBytes: kvBytesPerToken(32) },
};

/** Bytes of one weight; INT4 carries 0.03 for its group scales. */
export const weightBytes: Readonly<Record<Quantization, number>> = { none: 2, fp8: 1, int4: 0.53 };

/** Keys and values, in 2 bytes each, of 8 heads of 128 dimensions in every layer (Llama 3's grouped attention). */
function kvBytesPerToken(layers: number): number {
  return 2 * layers * 8 * 128 * 2;
}
