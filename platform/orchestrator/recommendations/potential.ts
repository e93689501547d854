/** A recommendation as far as adding up savings goes. */
export interface Offer {
  /** The machines that it concerns. */
  readonly instanceIds: readonly string[];
  /** Cents a month. */
  readonly savings: number;
}

/** Offers that hang together by common machines, up to which the best choice is looked for exhaustively. */
const mostToTry = 24;

/**
 * What offers can save together, in cents a month. Two offers that concern the same machine cannot both be had: once the one
 * is carried out, the other is no longer about what there is. So it is the largest sum over offers without a common machine
 * (a maximum weight set packing), exactly, as long as no more than {@link mostToTry} hang together; beyond that, what comes of
 * taking the largest first, which may be less and is never more.
 */
export function potentialOf(offers: readonly Offer[]): number {
  const worthwhile = offers.filter(({ savings }) => savings > 0);
  return clusters(worthwhile).reduce(
    (sum, cluster) => sum + (cluster.length > mostToTry ? greedily(cluster) : exactly(cluster)),
    0,
  );
}

/** Groups of offers, none of which has a machine in common with one of another group. */
function clusters(offers: readonly Offer[]): readonly (readonly Offer[])[] {
  return offers.reduce<readonly (readonly Offer[])[]>((found, offer) => {
    const [touching, apart] = [true, false].map((touches) =>
      found.filter((cluster) => cluster.some((other) => overlap(offer, other)) === touches),
    );
    return [...(apart ?? []), [offer, ...(touching ?? []).flat()]];
  }, []);
}

/** Either the first is taken, and with it none that overlaps, or it is not; a branch that cannot win any more is left. */
function exactly(cluster: readonly Offer[]): number {
  const sorted = largestFirst(cluster);
  let best = 0;
  const search = (open: readonly Offer[], taken: number): void => {
    best = Math.max(best, taken);
    const [first, ...others] = open;
    if (!first || taken + total(open) <= best) return;
    search(
      others.filter((other) => !overlap(first, other)),
      taken + first.savings,
    );
    search(others, taken);
  };
  search(sorted, 0);
  return best;
}

function greedily(cluster: readonly Offer[]): number {
  const taken: Offer[] = [];
  for (const offer of largestFirst(cluster)) if (!taken.some((other) => overlap(offer, other))) taken.push(offer);
  return total(taken);
}

function largestFirst(offers: readonly Offer[]): readonly Offer[] {
  return offers.toSorted((a, b) => b.savings - a.savings);
}

function total(offers: readonly Offer[]): number {
  return offers.reduce((sum, { savings }) => sum + savings, 0);
}

function overlap(one: Offer, other: Offer): boolean {
  return one.instanceIds.some((id) => other.instanceIds.includes(id));
}
