import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { session } from './data/api.ts';
import { NotForOperators } from './pages/not-for-operators.tsx';
import { Overview } from './pages/overview.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { SignUp } from './pages/sign-up.tsx';
import { Shell } from './parts/shell.tsx';
import { Loading } from './parts/states.tsx';

// What is not seen first is loaded when it is asked for.
const Cost = lazy(() => import('./pages/cost.tsx'));
const Performance = lazy(() => import('./pages/performance.tsx'));
const Resources = lazy(() => import('./pages/resources.tsx'));
const Application = lazy(() => import('./pages/application.tsx'));
const Recommendations = lazy(() => import('./pages/recommendations.tsx'));
const Optimizations = lazy(() => import('./pages/optimizations.tsx'));
const OptimizationPage = lazy(() => import('./pages/optimization.tsx'));
const ResolutionPage = lazy(() => import('./pages/resolution.tsx'));
const Onboarding = lazy(() => import('./pages/onboarding.tsx'));
const Settings = lazy(() => import('./pages/settings.tsx'));

export function App() {
  const current = useSyncExternalStore(
    (listener) => session.subscribe(listener),
    () => session.current,
  );
  const isKnown = useRenewal();
  if (!isKnown) return <Loading what="your session" />;
  if (!current) {
    return (
      <Switch>
        <Route path="/sign-up" component={SignUp} />
        <Route component={SignIn} />
      </Switch>
    );
  }
  if (current.role === 'operator') return <NotForOperators />;
  return (
    <Shell>
      <Suspense fallback={<Loading what="the page" />}>
        <Switch>
          <Route path="/" component={Overview} />
          <Route path="/cost" component={Cost} />
          <Route path="/performance" component={Performance} />
          <Route path="/resources" component={Resources} />
          <Route path="/application" component={Application} />
          <Route path="/recommendations" component={Recommendations} />
          <Route path="/optimizations" component={Optimizations} />
          <Route path="/optimizations/:id">{({ id }) => <OptimizationPage id={id} />}</Route>
          <Route path="/resolutions/:id">{({ id }) => <ResolutionPage id={id} />}</Route>
          <Route path="/onboarding" component={Onboarding} />
          <Route path="/settings" component={Settings} />
          <Route>
            <Redirect to="/" />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  );
}

/** Whether it is known by now if somebody is still signed in from an earlier visit. */
function useRenewal(): boolean {
  const [isKnown, setKnown] = useState(false);
  useEffect(() => {
    session
      .renew()
      .catch(() => undefined)
      .finally(() => setKnown(true));
  }, []);
  return isKnown;
}
