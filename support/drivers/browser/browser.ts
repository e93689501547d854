import { type Browser as Chromium, chromium, type Page } from 'playwright-core';
import type { Journal } from '../journal';
import { LiveLine } from './live-line';

export interface BrowserOptions {
  readonly executable: string;
  /** What it needs to find its libraries and fonts. */
  readonly environment: Readonly<Record<string, string>>;
  readonly journal: Journal;
}

export interface Screen {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
}

export const DESKTOP: Screen = { width: 1280, height: 800, colorScheme: 'light' };

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

/** One Chromium, and pages in it, each with a profile of its own. */
export class Browser {
  #chromium: Promise<Chromium> | undefined;

  constructor(private readonly options: BrowserOptions) {}

  async open(url: string, screen: Screen = DESKTOP): Promise<OpenPage> {
    const { width, height, colorScheme } = screen;
    const context = await (await this.#running()).newContext({
      baseURL: url,
      viewport: { width, height },
      colorScheme,
      reducedMotion: 'reduce',
      locale: 'en-US',
      timezoneId: 'UTC',
    });
    context.setDefaultTimeout(PATIENCE);
    const live = await LiveLine.before(context);
    const page = await context.newPage();
    return { page, live, complaints: this.#listen(page) };
  }

  async close(): Promise<void> {
    const running = await this.#chromium?.catch(() => undefined);
    await running?.close();
  }

  #running(): Promise<Chromium> {
    const { executable, environment } = this.options;
    this.#chromium ??= chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--headless=shell'],
      env: { ...(process.env as Record<string, string>), ...environment },
      // Signals are the suite's to handle: it closes what it opened.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return this.#chromium;
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
