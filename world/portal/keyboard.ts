import type { Page } from '../../support/drivers/browser/browser';
import type { Offer } from '../offers';
import type { Visit } from './visit';

type Control = Parameters<Page['getByRole']>[0];

/** More controls than any page has. */
const FARTHEST = 100;

/** Whether the focused element is seen to be focused: an outline, a shadow or the like that it has only then. */
const IS_SEEN = `(() => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
})()`;

/** Somebody who has no mouse: what cannot be reached with the Tab key, or is not seen to be reached, stands in the way. */
export class Keyboard {
  readonly #obstacles: string[] = [];

  constructor(private readonly visit: Visit) {}

  get #page(): Page {
    return this.visit.page;
  }

  /** What stood in the way so far, in words. */
  get obstacles(): readonly string[] {
    return this.#obstacles;
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.#type('E-mail address', email);
    await this.#type('Password', password);
    await this.#press('button', 'Sign in');
    await this.visit.shows('Overview');
  }

  async reject({ title }: Offer, reason: string): Promise<void> {
    await this.#press('link', 'Recommendations');
    await this.visit.shows('Recommendations');
    await this.#press('button', `Reject ${title}`);
    await this.#type('Why?', reason);
    await this.#press('button', 'Reject');
    await this.#page.getByRole('dialog').waitFor({ state: 'hidden' });
  }

  async #type(label: string, text: string): Promise<void> {
    await this.#reach('textbox', label);
    await this.#page.keyboard.type(text);
  }

  async #press(role: Control, name: string): Promise<void> {
    await this.#reach(role, name);
    await this.#page.keyboard.press('Enter');
  }

  /** Goes on with the Tab key until the control has the focus, and notes where it never has, or where nobody sees that it has. */
  async #reach(role: Control, name: string): Promise<void> {
    const control = this.#page.getByRole(role, { name, exact: true });
    await control.waitFor();
    for (let pressed = 0; pressed < FARTHEST && !(await isFocused(control)); pressed += 1)
      await this.#page.keyboard.press('Tab');
    const what = `the ${role} "${name}"`;
    if (!(await isFocused(control))) {
      this.#obstacles.push(`${what} cannot be reached with the Tab key`);
      await control.focus();
    } else if (!(await this.#page.evaluate(IS_SEEN))) {
      this.#obstacles.push(`nobody sees that ${what} has the focus`);
    }
  }
}

async function isFocused(control: ReturnType<Page['getByRole']>): Promise<boolean> {
  return await control.evaluate((element) => element === element.ownerDocument.activeElement);
}
