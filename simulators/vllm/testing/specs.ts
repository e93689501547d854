import assert from 'node:assert/strict';
import type { ReplicaSpec } from '../replica-model.ts';

/** Llama 3 70B on the eight A100 of a p4d, short answers to prompts that share most of their text. */
export const acme: ReplicaSpec = {
  gpu: 'A100-40',
  gpus: 8,
  model: 'llama-3-70b',
  quantization: 'none',
  prefixCaching: false,
  maxRunning: 256,
  memoryShare: 0.9,
  promptTokens: 448,
  sharedPrefix: 0.8,
  answerTokens: 16,
  waitingDeadline: 10,
  slowdown: 1,
};

const small: ReplicaSpec = { ...acme, gpu: 'A10G', gpus: 1, model: 'llama-3-8b', sharedPrefix: 0 };

/** One small GPU whose clients wait up to 30 s. */
export const batching: ReplicaSpec = { ...small, promptTokens: 100, answerTokens: 60, waitingDeadline: 30 };
export const triage: ReplicaSpec = { ...small, promptTokens: 128, answerTokens: 24 };
export const assist: ReplicaSpec = { ...small, gpu: 'L40S', promptTokens: 400, answerTokens: 24 };

/** A large model that only just fits eight small GPUs. */
export const docs: ReplicaSpec = {
  ...acme,
  gpu: 'A10G',
  promptTokens: 1500,
  answerTokens: 60,
  sharedPrefix: 0,
};

/** Fails where `actual` is further than `tolerance` from `expected`: relative above 1, absolute below. */
export function close(actual: number, expected: number, tolerance: number): void {
  const distance = Math.abs(actual - expected);
  assert.ok(distance <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected} ± ${tolerance}`);
}
