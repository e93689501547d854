import { type PlainAnswer, PlainHttp, type PlainRequest } from '../../support/drivers/plain-http';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

export type { PlainAnswer } from '../../support/drivers/plain-http';

/** What a browser may be told, by the words of sentences: a header, and what has to stand in it. */
const TOLD: Readonly<Record<string, readonly [header: string, value: RegExp]>> = {
  'take it for nothing but what it says it is': ['x-content-type-options', /^nosniff$/],
  'load nothing from elsewhere': ['content-security-policy', /default-src 'self'/],
  'show it in no other page': ['content-security-policy', /frame-ancestors '(?:none|self)'/],
  'come by encrypted lines only': ['strict-transport-security', /max-age=\d{7,}/],
};

/** What would tell of what OptiInfra is made: products, their versions, and where in them something went wrong. */
const MAKE =
  /fastify|express|node\.js|nginx|postgres|kysely|node_modules|\.[tj]s:\d+|\bat \S+ \(|v?\d+\.\d+\.\d+(?!\.\d)/i;

type Place = 'the interface' | 'the portal';

/** What answers give away beside what was asked for. */
export class Exposure {
  constructor(private readonly around: Surroundings) {}

  /** From another page. */
  async askForFirstPage(place: string): Promise<PlainAnswer> {
    return await this.#ask(place as Place, {
      method: 'GET',
      target: '/',
      headers: { origin: 'http://evil.example' },
    });
  }

  async sendNonsense(place: string): Promise<PlainAnswer> {
    const target = place === 'the portal' ? '/session' : '/auth/login';
    return await this.#ask(place as Place, {
      method: 'POST',
      target,
      headers: { 'content-type': 'application/json' },
      body: '{"username": ',
    });
  }

  /** As if what stands before the portal had decrypted the line. */
  async signInByEncryptedLine({ own }: Subscriber): Promise<PlainAnswer> {
    return await this.#ask('the portal', {
      method: 'POST',
      target: '/session',
      headers: { 'content-type': 'application/json', 'x-forwarded-proto': 'https' },
      body: JSON.stringify({ username: own.email, password: own.password }),
    });
  }

  async #ask(place: Place, request: PlainRequest): Promise<PlainAnswer> {
    const { addresses, journal } = this.around;
    const line = new PlainHttp(place === 'the portal' ? addresses.portalUrl : addresses.orchestratorUrl, journal);
    try {
      return await line.ask(request);
    } finally {
      await line.close();
    }
  }
}

/** The words that an answer does not tell browsers. @throws RangeError naming what can be told */
export function untold({ headers }: PlainAnswer, words: readonly string[]): readonly string[] {
  return words.filter((each) => {
    const rule = TOLD[each];
    if (!rule) throw new RangeError(`Nothing tells browsers to "${each}". Known: ${Object.keys(TOLD).join(', ')}`);
    return !rule[1].test(headers[rule[0]] ?? '');
  });
}

/** What an answer says of what OptiInfra is made of. */
export function givenAway({ headers, text }: PlainAnswer): readonly string[] {
  const named = ['server', 'x-powered-by'].filter((name) => name in headers);
  const said = MAKE.exec(text)?.[0];
  return [...named, ...(said ? [said] : [])];
}
