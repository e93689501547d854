import { AssertionError } from 'chai';
import type { OpenPage, Page } from '../../support/drivers/browser/browser';
import type { LiveLine } from '../../support/drivers/browser/live-line';

/** The pages of the portal, by the names that they carry. */
export const PAGES: Readonly<Record<string, string>> = {
  Overview: '/',
  Cost: '/cost',
  Performance: '/performance',
  Resources: '/resources',
  Application: '/application',
  Recommendations: '/recommendations',
  Optimizations: '/optimizations',
  Onboarding: '/onboarding',
  Settings: '/settings',
};

/** Somebody who looks at the portal: what stands on every page. */
export class Visit {
  constructor(private readonly open: OpenPage) {}

  get page(): Page {
    return this.open.page;
  }

  get live(): LiveLine {
    return this.open.live;
  }

  get complaints(): readonly string[] {
    return this.open.complaints;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password').fill(password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async reload(): Promise<void> {
    await this.page.reload();
  }

  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
  }

  /** Goes there by the navigation, which a narrow screen hides behind a button. */
  async goTo(name: string): Promise<void> {
    const menu = this.page.getByRole('button', { name: 'Menu' });
    if ((await menu.isVisible()) && (await menu.getAttribute('aria-expanded')) === 'false') await menu.click();
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
    await this.shows(name);
  }

  /** Waits until the page with this heading is there, with nothing left to load. @throws AssertionError telling the heading that is there instead */
  async shows(heading: string): Promise<void> {
    const found = this.page.getByRole('heading', { level: 1 });
    await this.page
      .getByRole('heading', { level: 1, name: heading, exact: true })
      .waitFor()
      .catch(async () => {
        const shown = (await found.allTextContents()).join(', ') || 'nothing';
        throw new AssertionError(`The portal should show "${heading}", but it shows "${shown}"`);
      });
    await this.settled();
  }

  /** Waits until nothing is shown as loading. */
  async settled(): Promise<void> {
    const loading = this.page.locator('.loading');
    while ((await loading.count()) > 0) await loading.first().waitFor({ state: 'detached' });
  }

  /** A figure with its label, as a number. @throws AssertionError where the page has no such figure */
  async figure(label: string): Promise<number> {
    const value = this.page.getByRole('group', { name: label, exact: true }).locator('data');
    const text = await value.first().getAttribute('value');
    if (text === null || Number.isNaN(Number(text)))
      throw new AssertionError(`The portal should tell a number as "${label}", but it tells "${text}"`);
    return Number(text);
  }

  /** What the live updates are, in the page's words. */
  async liveState(): Promise<string> {
    return (await this.page.getByRole('status', { name: 'Live updates' }).textContent()) ?? '';
  }

  /** All that can be read on the page. */
  async text(): Promise<string> {
    return await this.page.locator('body').innerText();
  }

  /** As a JPEG picture. */
  async picture(): Promise<Buffer> {
    return await this.page.screenshot({ type: 'jpeg', quality: 60 });
  }
}
