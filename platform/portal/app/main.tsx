import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { session } from './data/api.ts';
import { Refused } from './data/session.ts';
import './style.css';

const MINUTE_MS = 60_000;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Live updates say when to look again; this only mends what they might have missed.
      staleTime: MINUTE_MS,
      refetchInterval: 5 * MINUTE_MS,
      retry: (tries, error) => tries < 2 && !(error instanceof Refused && error.status < 500),
    },
  },
});

// However a session ended, whoever signs in next must not see what was shown before.
session.subscribe(() => {
  if (!session.current) client.clear();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
