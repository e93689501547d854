import { config } from '../config';
import { Browser, type OpenPage } from '../drivers/browser/browser';
import { closeChromium } from '../drivers/browser/chromium';
import { Journal } from '../drivers/journal';
import type { Addresses } from '../environment/addresses';
import { browserSearch, findBrowser } from '../environment/browser/browser';
import { Ledger } from '../ledger';
import { openAccount } from './account';
import type { Figure } from './figures';

const TIMES = 5;

/** How long the portal's first page takes, and how much script it loads, for somebody whose browser has nothing of it yet. */
export async function portalFigures(addresses: Addresses, tell: (what: string) => void): Promise<readonly Figure[]> {
  tell("the portal's first page in a browser");
  const ledger = new Ledger();
  try {
    const visits = await measure(addresses, ledger);
    const times = visits.map(({ milliseconds }) => milliseconds / 1000).toSorted((one, other) => one - other);
    const note = `median of ${TIMES} visits with an empty cache, from the address to the figures`;
    return [
      { figure: 'portal overview interactive', unit: 's', target: 1.5, measured: times[Math.floor(TIMES / 2)], note },
      {
        figure: 'compressed script of the first page',
        unit: 'KB',
        target: 200,
        measured: Math.max(...visits.map(({ scriptBytes }) => scriptBytes)) / 1000,
      },
    ];
  } finally {
    await ledger.settle();
  }
}

interface Visited {
  /** Wall milliseconds. */
  readonly milliseconds: number;
  /** As they went over the wire. */
  readonly scriptBytes: number;
}

async function measure(addresses: Addresses, ledger: Ledger): Promise<readonly Visited[]> {
  const journal = new Journal();
  const { email: username, password } = await openAccount(addresses, { what: 'portal', journal, ledger });
  const browser = new Browser({ ...(await findBrowser(browserSearch(config().browserExecutable))), journal });
  ledger.owe('the browser', () => closeChromium());
  const visits: Visited[] = [];
  for (let time = 0; time < TIMES; time += 1)
    visits.push(await visit(browser, addresses.portalUrl, { username, password }));
  return visits;
}

/** Signs in first, so that the page that is measured finds a session, in a profile whose cache is empty. */
async function visit(
  browser: Browser,
  url: string,
  account: Readonly<Record<'username' | 'password', string>>,
): Promise<Visited> {
  const open = await browser.open(url);
  const { page } = open;
  try {
    const response = await page.request.post('/session', { data: account });
    if (!response.ok()) throw new Error(`The portal did not sign the measured customer in (${response.status()})`);
    return await load(open);
  } finally {
    await page.context().close();
  }
}

async function load({ page }: OpenPage): Promise<Visited> {
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  const begun = performance.now();
  await page.goto('/');
  await page.getByRole('group', { name: 'Monthly spend' }).waitFor();
  const milliseconds = performance.now() - begun;
  return { milliseconds, scriptBytes: (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0) };
}
