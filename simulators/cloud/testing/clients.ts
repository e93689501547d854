import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { PricingClient } from '@aws-sdk/client-pricing';
import { STSClient } from '@aws-sdk/client-sts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The official clients, pointed at an endpoint; they try once. */
export interface Clients {
  readonly ec2: EC2Client;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly pricing: PricingClient;
}

export function clientsOf(endpoint: string, credentials: Keys, region = 'us-east-1'): Clients {
  const settings = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    ec2: new EC2Client(settings),
    iam: new IAMClient(settings),
    sts: new STSClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    pricing: new PricingClient(settings),
  };
}
