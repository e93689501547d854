import { AssertionError } from 'chai';
import { type Finding, findings } from '../../support/drivers/browser/accessibility';
import { DESKTOP, type Screen } from '../../support/drivers/browser/browser';
import { eventually } from '../../support/eventually';
import type { Duration } from '../amounts/duration';
import { Money } from '../amounts/money';
import type { Enrolled } from '../enrolment';
import type { Offer } from '../offers';
import type { Surroundings } from '../surroundings';
import { PAGES, Visit } from './visit';

const SCREENS: Readonly<Record<string, Screen>> = {
  'at a desk': DESKTOP,
  'with a phone': { width: 360, height: 740 },
};

/** At night the pages are those of the day in other colours, and only these are looked at. */
const LIGHTS = {
  'by day': { colorScheme: 'light', rules: 'all' },
  'at night': { colorScheme: 'dark', rules: 'colours' },
} as const;

/** How long a page may take to show what has just happened. */
const PATIENCE_MS = 10_000;

/** Points that a chart tells of each of its lines. */
export interface ChartLine {
  readonly name: string;
  readonly points: number;
  /** The last one. */
  readonly value: number;
}

/** What keeps somebody out, by page, screen and light, in words. */
export interface Barriers {
  readonly axe: readonly string[];
  readonly tooWide: readonly string[];
}

/** The portal as somebody sees it in a browser. */
export class Portal {
  #visit: Visit | undefined;

  constructor(private readonly around: Surroundings) {}

  /** @throws Error when nobody has opened the portal in this scenario */
  get visit(): Visit {
    if (!this.#visit) throw new Error('Nobody has opened the portal yet');
    return this.#visit;
  }

  /** Whether somebody has. */
  get isOpen(): boolean {
    return this.#visit !== undefined;
  }

  /** Opens it as somebody whom it does not know. */
  async open(): Promise<Visit> {
    const { addresses, browser } = this.around;
    const visit = new Visit(await browser.open(addresses.portalUrl));
    this.#visit = visit;
    await visit.page.goto('/');
    return visit;
  }

  /** Opens it, and signs in. */
  async enter({ email, password }: Pick<Enrolled, 'email' | 'password'>): Promise<Visit> {
    const visit = await this.open();
    await visit.signIn(email, password);
    await visit.shows('Overview');
    return visit;
  }

  /** Everybody else's account is owed to whoever made it; what somebody makes in the page is owed here. */
  async signUp(company: string): Promise<void> {
    const { ledger, operator, secret, unique } = this.around;
    const { page } = this.visit;
    const email = `${unique('portal')}@example.com`;
    ledger.owe(`customer ${email}`, async () => {
      const made = (await operator.customers()).find((one) => one.email === email);
      if (made) await operator.release(made.customer_id);
    });
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Company').fill(company);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(secret());
    await page.getByRole('button', { name: 'Create the account' }).click();
    await this.visit.shows('Onboarding');
  }

  async approve({ title }: Offer): Promise<void> {
    await this.visit.goTo('Recommendations');
    await this.visit.page.getByRole('button', { name: `Approve ${title}` }).click();
  }

  async reject({ title }: Offer, reason: string): Promise<void> {
    const { page } = this.visit;
    await this.visit.goTo('Recommendations');
    await page.getByRole('button', { name: `Reject ${title}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Reject the recommendation' });
    await dialog.getByLabel('Why?').fill(reason);
    await dialog.getByRole('button', { name: 'Reject' }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Selects the offers, brings the last one to the top, and approves all of them together. */
  async approveTogether(offers: readonly Offer[]): Promise<void> {
    const { page } = this.visit;
    await this.visit.goTo('Recommendations');
    for (const { title } of [...offers].reverse()) await page.getByLabel(`Select ${title}`).check();
    // Chosen in the opposite order, and put right by the buttons beside them.
    for (const [place, { title }] of offers.entries()) {
      const up = page.getByRole('button', { name: `Move ${title} up` });
      for (let at = offers.length - 1; at > place; at -= 1) await up.click();
    }
    await page.getByRole('button', { name: `Approve ${offers.length} in this order` }).click();
    await this.visit.shows('Approved together');
  }

  /** Each agent that the overview shows, with its state. */
  async agents(): Promise<readonly string[]> {
    const shown = await this.#items('region', 'Agents').allInnerTexts();
    return shown.map((text) => text.split(/\s+/).slice(0, 2).join(' '));
  }

  /** Waits until the page, which nobody reloads, shows that so many steps of a change are in a state. */
  async stepsShown(status: string, count: number, deadline: Duration): Promise<void> {
    const steps = this.#items('list', 'Steps');
    const states = async () => await steps.evaluateAll((found) => found.map((one) => one.getAttribute('data-status')));
    await eventually(
      `${count} steps to be shown as ${status}`,
      states,
      (shown) => shown.filter((one) => one === status).length >= count,
      { ...this.around.clock.within(deadline), show: (shown) => shown.join(', ') || 'no step' },
    );
  }

  /** Waits until the page says so of the live updates. */
  async liveBecomes(state: string, within = PATIENCE_MS): Promise<void> {
    await eventually(
      `the page to say "${state}" of its live updates`,
      () => this.visit.liveState(),
      (shown) => shown === state,
      { within, deadline: `${within / 1000} seconds`, show: (shown) => shown },
    );
  }

  /** Waits until a figure of the page is an amount: what was shown before may stand there for a moment. */
  async figureBecomes(label: string, amount: Money): Promise<void> {
    await eventually(
      `the portal to show ${amount} as "${label}"`,
      async () => Money.ofDollars(await this.visit.figure(label)),
      (shown) => shown.valueOf() === amount.valueOf(),
      { within: PATIENCE_MS, deadline: `${PATIENCE_MS / 1000} seconds`, show: String },
    );
  }

  /** Waits until the page of settings tells so of the account. */
  async settingBecomes(name: string, expected: string): Promise<void> {
    await this.visit.goTo('Settings');
    const told = this.visit.page.locator('dt', { hasText: name }).locator('+ dd');
    await eventually(
      `the settings to tell "${expected}" as "${name}"`,
      () => told.innerText(),
      (shown) => shown === expected,
      { within: PATIENCE_MS, deadline: `${PATIENCE_MS / 1000} seconds`, show: (shown) => shown },
    );
  }

  /** Waits until some words can be read on the page. */
  async reads(words: string, within = PATIENCE_MS): Promise<void> {
    await eventually(
      `"${words}" to be read on the page`,
      () => this.visit.text(),
      (text) => text.includes(words),
      { within, deadline: `${within / 1000} seconds`, show: (text) => text.slice(0, 2000) },
    );
  }

  /** The lines of a chart, as its legend tells them. @throws AssertionError where there is no such chart */
  async chart(title: string): Promise<readonly ChartLine[]> {
    const figure = this.visit.page.getByRole('figure', { name: title });
    const lines = figure.getByRole('list', { name: `Lines of ${title}` }).locator('li[data-points]');
    await lines.first().waitFor();
    const found = await lines.evaluateAll((all) =>
      all.map((one) => ({
        name: one.textContent?.split(':')[0] ?? '',
        points: Number(one.getAttribute('data-points')),
        value: Number(one.querySelector('data')?.getAttribute('value')),
      })),
    );
    if (found.length === 0) throw new AssertionError(`The portal shows no chart "${title}"`);
    return found;
  }

  /** Signs in and looks at every page for what stands in the way of somebody who cannot see well, or has a small screen. */
  async barriers(who: Pick<Enrolled, 'email' | 'password'>): Promise<Barriers> {
    const { page } = await this.enter(who);
    const axe: string[] = [];
    const tooWide: string[] = [];
    for (const [screen, size] of Object.entries(SCREENS)) {
      await page.setViewportSize(size);
      for (const name of Object.keys(PAGES)) {
        await this.visit.goTo(name);
        for (const [light, { colorScheme, rules }] of Object.entries(LIGHTS)) {
          await page.emulateMedia({ colorScheme });
          axe.push(...(await findings(page, rules)).map((one) => `${name}, ${screen} ${light}: ${showFinding(one)}`));
        }
        const over = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
        if (Number(over) > 0) tooWide.push(`${name}, ${screen}: by ${over} pixels`);
      }
    }
    return { axe, tooWide };
  }

  #items(role: 'list' | 'region', name: string) {
    return this.visit.page.getByRole(role, { name }).getByRole('listitem');
  }
}

function showFinding({ rule, help, where }: Finding): string {
  return `${rule} (${help}) at ${where}`;
}
