/** Whoever signs a request. */
export interface Principal {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A key and who it stands for. */
export interface Credential extends AccessKey {
  readonly principal: Principal;
  /** Only of temporary credentials; has to come with every request. */
  readonly sessionToken: string | undefined;
  /** Wall milliseconds; undefined for keys that do not expire. */
  readonly expiresAt: number | undefined;
}
