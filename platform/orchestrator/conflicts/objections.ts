import type { Contender, LeftOut } from './contender.ts';
import { countMachines, quoted, sharedDeployments } from './detect.ts';
import type { Need } from './order.ts';

export interface Verdict {
  readonly approved: boolean;
  readonly reason: string;
}

/** What the performance agent says when it is asked otherwise. */
export interface Hearing {
  /** Whether it would agree if the others were done before. */
  after(contender: Contender, before: readonly Contender[]): Promise<Verdict>;
  /** Which of the machines, of one deployment, it would agree to; undefined where of none. */
  part(contender: Contender): Promise<Pick<Part, 'instanceIds' | 'verdict'> | undefined>;
}

/** The machines of a recommendation to which nobody objects. */
export interface Part {
  readonly contender: Contender;
  readonly instanceIds: readonly string[];
  readonly verdict: Verdict;
}

export interface Settled {
  readonly kept: readonly Contender[];
  readonly leftOut: readonly LeftOut[];
  readonly needs: readonly Need[];
  /** At most one is carried out in part: what comes of two parts together nobody has judged. */
  readonly part: Part | undefined;
  /** In words, what the agent said. */
  readonly remarks: readonly string[];
}

/** Meets what the performance agent objects to: by another change before it, else by a part of it, else by leaving it out. */
export async function settleObjections(
  contenders: readonly Contender[],
  { isOverruled, hearing }: { readonly isOverruled: (one: Contender) => boolean; readonly hearing: Hearing },
): Promise<Settled> {
  let settled: Settled = { kept: [...contenders], leftOut: [], needs: [], part: undefined, remarks: [] };
  for (const contender of contenders) {
    if (contender.objection === undefined || isOverruled(contender)) continue;
    settled = join(settled, await settle(contender, { settled, hearing }));
  }
  return settled;
}

type Addition = Partial<Pick<Settled, 'leftOut' | 'needs' | 'part' | 'remarks'>>;

async function settle(
  contender: Contender,
  { settled, hearing }: { readonly settled: Settled; readonly hearing: Hearing },
): Promise<Addition> {
  const helpers = settled.kept.filter(
    (one) => one !== contender && one.settings && sharedDeployments(one, contender).length > 0,
  );
  for (const before of [...helpers.map((one) => [one]), ...(helpers.length > 1 ? [helpers] : [])]) {
    const { approved, reason } = await hearing.after(contender, before);
    if (approved) return { needs: before.map(({ id }) => ({ id: contender.id, needs: id })), remarks: [`${reason}.`] };
  }
  const part = contender.claim === 'end' && settled.part === undefined ? await hearing.part(contender) : undefined;
  if (part !== undefined) return { part: { contender, ...part }, remarks: [remarkOn(contender, part)] };
  return { leftOut: [{ id: contender.id, reason: `The performance agent objects: ${contender.objection}.` }] };
}

function remarkOn(contender: Contender, { instanceIds, verdict }: Pick<Part, 'instanceIds' | 'verdict'>): string {
  const staying = countMachines(contender.instanceIds.length - instanceIds.length);
  return `Of ${quoted(contender)} ${countMachines(instanceIds.length)} can go (${verdict.reason}); ${staying} must stay (${contender.objection}).`;
}

function join(settled: Settled, { leftOut = [], needs = [], part = settled.part, remarks = [] }: Addition): Settled {
  return {
    kept: settled.kept.filter(({ id }) => !leftOut.some((out) => out.id === id)),
    leftOut: [...settled.leftOut, ...leftOut],
    needs: [...settled.needs, ...needs],
    part,
    remarks: [...settled.remarks, ...remarks],
  };
}
