/** A machine that its owner pays for, in whichever cloud. */
export interface RunningMachine {
  readonly cloud: 'aws' | 'gcp';
  readonly instanceId: string;
  readonly name: string;
  readonly instanceType: string;
  readonly market: 'on_demand' | 'spot';
  readonly zone: string;
  /** Tags at AWS, labels at Google. */
  readonly tags: Readonly<Record<string, string>>;
}
