import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/** Keeps the place of what is to come. */
export function Loading({ what, lines = 3 }: { readonly what: string; readonly lines?: number }) {
  return (
    <div className="loading" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: lines }, (_, k) => (
        <span key={k} className="skeleton" />
      ))}
    </div>
  );
}

export function Failure({
  what,
  error,
  retry,
}: {
  readonly what: string;
  readonly error: Error;
  readonly retry: () => void;
}) {
  return (
    <div className="failure" role="alert">
      <p>
        {what} cannot be shown: {error.message}
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

interface LoadedProps<T> {
  readonly what: string;
  readonly query: UseQueryResult<T>;
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** The data once it is there, and what stands in its place before, or instead. */
export function Loaded<T>({ what, query, lines = 3, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Failure what={what} error={query.error} retry={() => void query.refetch()} />;
  return <Loading what={what} lines={lines} />;
}
