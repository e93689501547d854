import { randomBytes } from 'node:crypto';

/** What protects one environment; random, and worth nothing after it. */
export interface RunSecrets {
  readonly postgresPassword: string;
  readonly databasePassword: string;
  readonly readerPassword: string;
  readonly redisPassword: string;
  readonly jwtSecret: string;
  readonly credentialsKey: string;
  readonly agentKey: string;
  readonly controlKey: string;
  readonly runtimeKey: string;
  readonly llmKey: string;
  readonly operatorEmail: string;
  readonly operatorPassword: string;
  /** The platform's own AWS principal, which may assume the customers' roles. */
  readonly platformAccountId: string;
  readonly platformAccessKeyId: string;
  readonly platformSecretAccessKey: string;
  /** The platform's own token at Google, which may impersonate the customers' service accounts. */
  readonly gcpPlatformToken: string;
}

const made: RunSecrets[] = [];

/** Those of all environments that this process has started: none of them may be told. */
export function secretsMade(): readonly RunSecrets[] {
  return made;
}

export function randomSecrets(): RunSecrets {
  const secrets = {
    postgresPassword: hex(16),
    databasePassword: hex(16),
    readerPassword: hex(16),
    redisPassword: hex(16),
    jwtSecret: hex(32),
    // AES-256: 32 bytes.
    credentialsKey: hex(32),
    agentKey: hex(24),
    controlKey: hex(24),
    runtimeKey: hex(24),
    llmKey: hex(24),
    operatorEmail: 'olive@optiinfra.example',
    operatorPassword: `Op-${hex(16)}`,
    platformAccountId: '999900001111',
    // The shapes of AWS: AKIA and 16 characters of base 32, and a secret of 40.
    platformAccessKeyId: `AKIA${base32(16)}`,
    platformSecretAccessKey: hex(20),
    gcpPlatformToken: `ya29.${hex(32)}`,
  };
  made.push(secrets);
  return secrets;
}

function hex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function base32(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(randomBytes(length), (byte) => alphabet[byte % alphabet.length]).join('');
}
