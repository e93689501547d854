import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { session } from '../data/api.ts';
import { type LineListener, Live, type LiveState } from '../data/live.ts';
import { customerId, renew, useCustomer } from '../data/queries.ts';

const PAGES = [
  ['/', 'Overview'],
  ['/cost', 'Cost'],
  ['/performance', 'Performance'],
  ['/resources', 'Resources'],
  ['/application', 'Application'],
  ['/recommendations', 'Recommendations'],
  ['/optimizations', 'Optimizations'],
  ['/onboarding', 'Onboarding'],
  ['/settings', 'Settings'],
] as const;

/** What stands around every page once somebody is signed in. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const live = useLive();
  const [isOpen, setOpen] = useState(false);
  const [location] = useLocation();
  const main = useFocusOnNavigation(location);
  useEffect(() => setOpen(false), [location]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="bar">
        <button
          type="button"
          className="menu"
          aria-expanded={isOpen}
          aria-controls="navigation"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
        <Link href="/" className="brand">
          <img src="/icon.svg" alt="" width="24" height="24" />
          OptiInfra
        </Link>
        <LiveBadge state={live} />
        <Account />
      </header>
      <nav id="navigation" className={isOpen ? 'nav open' : 'nav'} aria-label="Main">
        <ul>
          {PAGES.map(([path, name]) => (
            <li key={path}>
              <Link href={path} onClick={() => setOpen(false)} aria-current={isAt(path, location) ? 'page' : undefined}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="main" ref={main} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}

function isAt(path: string, location: string): boolean {
  return path === '/' ? location === '/' : location.startsWith(path);
}

/** Whoever cannot see that the page is another one is taken to its beginning. */
function useFocusOnNavigation(location: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [location]);
  return main;
}

const STATES: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
};

function LiveBadge({ state }: { readonly state: LiveState }) {
  return (
    <span className={`live ${state}`} role="status" aria-label="Live updates">
      {STATES[state]}
    </span>
  );
}

function Account() {
  const customer = useCustomer();
  const client = useQueryClient();
  const signOut = async () => {
    try {
      await session.signOut();
    } finally {
      client.clear();
    }
  };
  return (
    <div className="account">
      <span className="company">{customer.data?.company_name}</span>
      <button type="button" onClick={() => void signOut()}>
        Sign out
      </button>
    </div>
  );
}

/** Keeps the line open as long as somebody is signed in, and has looked at again whatever the news concern. */
function useLive(): LiveState {
  const [state, setState] = useState<LiveState>('connecting');
  const client = useQueryClient();
  useEffect(() => {
    const live = new Live({
      open,
      onEvent: (event) => renew(client, event),
      onState: (next) => {
        setState(next);
        // What was shown before the line was open may be old, whether an event tells of it or not.
        if (next === 'live') void client.invalidateQueries();
      },
      onUnauthorized: () => void session.renew().catch(() => undefined),
    });
    const back = () => live.tryNow();
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('online', back);
      live.end();
    };
  }, [client]);
  return state;
}

function open(after: number | undefined, { opened, heard, closed }: LineListener): WebSocket {
  const url = new URL(`/ws/customers/${customerId()}`, window.location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  if (after !== undefined) url.searchParams.set('after', String(after));
  const socket = new WebSocket(url, ['optiinfra.v1', `bearer.${session.current?.access_token ?? ''}`]);
  socket.addEventListener('open', opened);
  socket.addEventListener('message', ({ data }) => heard(String(data)));
  socket.addEventListener('close', ({ code }) => closed(code));
  return socket;
}
