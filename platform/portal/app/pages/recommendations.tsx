import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api, type Recommendation, type Resolution, type Schemas } from '../data/api.ts';
import { moved } from '../data/order.ts';
import { customerId, useRecommendations } from '../data/queries.ts';
import { Refused } from '../data/session.ts';
import { FormMessage } from '../parts/form.tsx';
import { Card, Page } from '../parts/layout.tsx';
import { RecommendationCard } from '../parts/recommendation-card.tsx';
import { Empty, Loaded } from '../parts/states.tsx';

export default function Recommendations() {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]);
  return (
    <Page title="Recommendations" lead="Nothing is changed that you did not approve">
      <Loaded what="The recommendations" query={useRecommendations()} lines={8}>
        {(all) => {
          const waiting = all
            .filter(({ status }) => status === 'pending')
            .toSorted((a, b) => b.estimated_savings - a.estimated_savings);
          const others = all.filter(({ status }) => status !== 'pending');
          // What was decided meanwhile can no longer be chosen.
          const selected = chosen.flatMap((id) => waiting.find((each) => each.id === id) ?? []);
          return (
            <div className="grid">
              <Together selected={selected} onOrder={setChosen} />
              <section className="wide stack" aria-label="Waiting for you">
                <h2>Waiting for you</h2>
                {waiting.length === 0 ? (
                  <Empty>Nothing waits for your decision. The agents go on watching.</Empty>
                ) : (
                  waiting.map((each) => (
                    <RecommendationCard
                      key={each.id}
                      recommendation={each}
                      isChosen={chosen.includes(each.id)}
                      onChoose={() => toggle(each.id)}
                    />
                  ))
                )}
              </section>
              {others.length > 0 && (
                <section className="wide stack" aria-label="Decided or past">
                  <h2>Decided or past</h2>
                  {others.map((each) => (
                    <RecommendationCard key={each.id} recommendation={each} />
                  ))}
                </section>
              )}
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}

/** HTTP status of what cannot be done as things are. */
const CONFLICT = 409;

interface TogetherProps {
  readonly selected: readonly Recommendation[];
  readonly onOrder: (ids: readonly string[]) => void;
}

/** Several are approved at once, in the customer's order. What excludes each other can be settled instead. */
function Together({ selected, onOrder }: TogetherProps) {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const ids = selected.map(({ id }) => id);
  const approve = useMutation({
    mutationFn: () =>
      api<Schemas['ResolutionStarted']>('POST', `/customers/${customerId()}/recommendations/approve`, {
        recommendation_ids: ids,
      }),
    onSuccess: ({ resolution_id: id }) => {
      void client.invalidateQueries();
      navigate(`/resolutions/${id}`);
    },
  });
  const settle = useMutation({
    mutationFn: () =>
      api<Resolution>('POST', '/orchestrator/resolve-conflict', {
        customer_id: customerId(),
        recommendation_ids: ids,
      }),
    onSuccess: ({ id }) => navigate(`/resolutions/${id}`),
  });
  if (selected.length < 2) return null;
  const problem = settle.error ?? approve.error;
  return (
    <Card title="Approve together" note="One after the other, in this order" wide>
      <ol className="order" aria-label="Order">
        {selected.map(({ id, title }, k) => (
          <li key={id}>
            <span>{title}</span>
            <button
              type="button"
              aria-label={`Move ${title} up`}
              disabled={k === 0}
              onClick={() => onOrder(moved(ids, k, k - 1))}
            >
              ↑
            </button>
            <button
              type="button"
              aria-label={`Move ${title} down`}
              disabled={k === selected.length - 1}
              onClick={() => onOrder(moved(ids, k, k + 1))}
            >
              ↓
            </button>
          </li>
        ))}
      </ol>
      {problem && <FormMessage tone="bad">{problem.message}</FormMessage>}
      <div className="actions">
        <button type="button" className="primary" disabled={approve.isPending} onClick={() => approve.mutate()}>
          Approve {selected.length} in this order
        </button>
        {approve.error instanceof Refused && approve.error.status === CONFLICT && (
          <button type="button" disabled={settle.isPending} onClick={() => settle.mutate()}>
            Have the conflict resolved
          </button>
        )}
      </div>
    </Card>
  );
}
