import type { Principal } from '../accounts/principal.ts';
import type { AwsError } from './errors.ts';

/** A request whose signature has been found right. */
export interface AwsRequest {
  readonly caller: Principal;
  readonly region: string;
  readonly body: string;
  /** The header X-Amz-Target of the JSON protocols. */
  readonly target: string | undefined;
  readonly requestId: string;
}

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Why a signature is not accepted. */
export type Distrust = 'missing' | 'unknown-key' | 'wrong-signature' | 'wrong-token' | 'expired';

/** One of AWS's services, speaking its own protocol. */
export interface Service {
  /** @throws AwsError */
  answer(request: AwsRequest): Answer;
  /** An error in the words of the protocol. */
  refuse(error: AwsError, requestId: string): Answer;
  /** A signature that is not accepted, in the words of the service. */
  distrust(reason: Distrust): AwsError;
}
