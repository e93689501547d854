/** Whoever comes with a token. */
export type Bearer =
  /** OptiInfra, which may only become a service account that trusts it. */
  | { readonly kind: 'platform' }
  | { readonly kind: 'owner' | 'service-account'; readonly projectId: string; readonly email: string };
