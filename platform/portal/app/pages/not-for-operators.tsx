import { session } from '../data/api.ts';
import { Entrance } from '../parts/entrance.tsx';

/** Operators have no machines of their own, so that no page has anything to show them. */
export function NotForOperators() {
  return (
    <Entrance title="This portal is for customers">
      <p>You are signed in as an operator of OptiInfra, and an operator has no infrastructure of its own to look at.</p>
      <button type="button" className="primary" onClick={() => void session.signOut()}>
        Sign out
      </button>
    </Entrance>
  );
}
