import type { BrowserContext, Page } from 'playwright-core';
import type { Journal } from '../journal';
import { type ChromiumProgram, sharedChromium } from './chromium';
import { LiveLine } from './live-line';

export interface BrowserOptions extends ChromiumProgram {
  readonly journal: Journal;
}

/** CSS pixels. */
export interface Screen {
  readonly width: number;
  readonly height: number;
}

export const DESKTOP: Screen = { width: 1280, height: 800 };

/** How long a page may take to show what it is asked for, unless a sentence says otherwise; wall milliseconds. */
const PATIENCE = 10_000;

/** A page that somebody looks at, with nobody else's cookies. */
export interface OpenPage {
  readonly page: Page;
  /** The page's live updates, which can be cut and restored. */
  readonly live: LiveLine;
  /** What the page complained about: errors of its script, refusals of its security policy, files that are missing. */
  readonly complaints: readonly string[];
}

/** Pages of the worker's Chromium, each with a profile of its own, which nobody else's cookies are in. */
export class Browser {
  readonly #profiles: BrowserContext[] = [];

  constructor(private readonly options: BrowserOptions) {}

  async open(url: string): Promise<OpenPage> {
    const profile = await (await sharedChromium(this.options)).newContext({
      baseURL: url,
      viewport: DESKTOP,
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    this.#profiles.push(profile);
    profile.setDefaultTimeout(PATIENCE);
    const live = await LiveLine.before(profile);
    const page = await profile.newPage();
    return { page, live, complaints: this.#listen(page) };
  }

  /** Closes the pages; the Chromium stays for the next scenario. */
  async close(): Promise<void> {
    await Promise.all(this.#profiles.map((profile) => profile.close()));
  }

  #listen(page: Page): readonly string[] {
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !isAnswer(message.text())) complaints.push(message.text());
    });
    page.on('requestfinished', (request) => {
      void request.response().then(
        (response) => {
          const { pathname } = new URL(request.url());
          this.options.journal.add({
            at: Date.now() - Math.max(0, request.timing().responseEnd),
            via: 'portal page',
            what: `${request.method()} ${pathname}`,
            answer: String(response?.status() ?? 'no answer'),
            milliseconds: Math.max(0, request.timing().responseEnd),
          });
        },
        () => undefined,
      );
    });
    return complaints;
  }
}

/** The browser reports each refusal of the API as an error, which is the page's business to explain. */
function isAnswer(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (400|401|403|404|409|429)/.test(text);
}

export type { Page };
