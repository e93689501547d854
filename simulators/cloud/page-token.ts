/** What a caller hands back to get the page that begins at the position. */
export function tokenOf(position: number): string {
  return Buffer.from(`from:${position}`).toString('base64url');
}

/** Where a page begins; undefined for a token that was never given out. */
export function positionOf(token: string): number | undefined {
  const [, position] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  return position === undefined ? undefined : Number(position);
}
