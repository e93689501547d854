import { AssertionError } from 'chai';
import type { Refusal } from '../../support/drivers/rest';
import { type Named, validRequest } from '../../support/drivers/valid-request';
import { refusalOf } from '../outcome';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { operationOf } from './acts';

/** Something that was tried without the right to it. */
export interface Trespass {
  readonly act: string;
  /** Where, as the audit trail names it. */
  readonly place: string;
  /** Wall milliseconds. */
  readonly at: number;
  /** Undefined where it was carried out. */
  readonly refusal: Refusal | undefined;
}

/** How an act is refused, and the words in which its reason has to be told. */
export interface Expected {
  readonly status: number;
  readonly reason: RegExp;
}

type Headers = Readonly<Record<string, string>>;

interface Entry {
  readonly at: Date;
  readonly customer_id: string | null;
  readonly actor_type: string;
}

/** Acts that are nobody's to do, and what became of them. */
export class Trespasses {
  constructor(private readonly around: Surroundings) {}

  /** Tries an act that is well-formed in every other way. @param named what it is tried with; what is not named is made up */
  async attempt(act: string, headers: Headers, named: Named = {}): Promise<Trespass> {
    const operation = operationOf(act);
    const call = validRequest(operation, named);
    const place = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => call.path?.[name] ?? name);
    const at = Date.now();
    const refusal = await refusalOf(this.around.api.call(operation.operationId, { ...call, headers }));
    return { act, place, at, refusal };
  }

  /** Tries one act after the other, so that none hides what another has done. */
  async attempts(acts: readonly string[], headers: Headers, named: Named): Promise<readonly Trespass[]> {
    const done: Trespass[] = [];
    for (const act of acts) done.push(await this.attempt(act, headers, named));
    return done;
  }

  /** The trespasses whose refusal no entry of the audit trail tells. @param concerned in whose trail it has to stand; nobody's without it */
  async unrecorded(trespasses: readonly Trespass[], concerned?: Subscriber): Promise<readonly string[]> {
    if (trespasses.length === 0) throw new AssertionError('Nothing was tried that could have been refused');
    const looks = trespasses.map(async ({ act, place, at }) => {
      const entries = await this.around.postgres.rows<Entry>('audit_log', {
        action: 'access.refused',
        subject_id: place,
        ...(concerned && { customer_id: concerned.own.customerId }),
      });
      return entries.some((entry) => entry.at.getTime() >= at - CLOCK_SLACK) ? [] : [act];
    });
    return (await Promise.all(looks)).flat();
  }
}

/** PostgreSQL's clock may be read a moment before ours. */
const CLOCK_SLACK = 50;

/** What was refused in another way than expected, or not at all, in words. @throws AssertionError where nothing was tried */
export function wronglyAnswered(trespasses: readonly Trespass[], { status, reason }: Expected): readonly string[] {
  if (trespasses.length === 0) throw new AssertionError('Nothing was tried that could have been refused');
  return trespasses.flatMap(({ act, refusal }) => {
    if (!refusal) return [`${act}: it was carried out`];
    if (refusal.status === status && reason.test(refusal.detail)) return [];
    return [`${act}: refused with ${refusal.status}, "${refusal.detail}"`];
  });
}
