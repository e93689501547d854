import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, type Recommendation, type Resolution } from '../data/api.ts';
import { words } from '../data/format.ts';
import { useRecommendations, useResolution } from '../data/queries.ts';
import { FormMessage } from '../parts/form.tsx';
import { Badge, Card, Page } from '../parts/layout.tsx';
import { Loaded } from '../parts/states.tsx';

export default function ResolutionPage({ id }: { readonly id: string }) {
  const query = useResolution(id);
  const recommendations = useRecommendations().data ?? [];
  return (
    <Page
      title={query.data?.conflict_detected ? 'Conflict resolution' : 'Approved together'}
      lead="What is carried out, in which order, and what is left out and why"
    >
      <Loaded what="The resolution" query={query} lines={6}>
        {(resolution) => (
          <div className="grid">
            <Proposal resolution={resolution} recommendations={recommendations} />
            <Order resolution={resolution} recommendations={recommendations} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}

interface Parts {
  readonly resolution: Resolution;
  readonly recommendations: readonly Recommendation[];
}

function Proposal({ resolution }: Parts) {
  const client = useQueryClient();
  const { id, status, resolution_strategy: strategy, reason, conflicts, problem, execution_order: order } = resolution;
  const approve = useMutation({
    mutationFn: () => api('POST', '/orchestrator/execute-resolution', { resolution_id: id }),
    onSettled: () => void client.invalidateQueries(),
  });
  return (
    <Card title={strategy === 'customers_order' ? 'Your order' : words(strategy)} wide>
      <div className="line-head" role="status" aria-label="State">
        <Badge state={status} />
        <span>{reason}</span>
      </div>
      {conflicts.length > 0 && (
        <ul aria-label="Conflicts">
          {conflicts.map((conflict) => (
            <li key={conflict.reason}>{conflict.reason}</li>
          ))}
        </ul>
      )}
      {(problem ?? approve.error?.message) && <FormMessage tone="bad">{problem ?? approve.error?.message}</FormMessage>}
      {status === 'proposed' && order.length > 0 && (
        <div className="actions">
          <button type="button" className="primary" disabled={approve.isPending} onClick={() => approve.mutate()}>
            Approve this resolution
          </button>
          <Link href="/recommendations">Back to the recommendations</Link>
        </div>
      )}
    </Card>
  );
}

function Order({ resolution, recommendations }: Parts) {
  const titleOf = (id: string) => recommendations.find((each) => each.id === id)?.title ?? id;
  const { execution_order: order, left_out: leftOut, optimization_ids: begun } = resolution;
  return (
    <Card title="Carried out" wide>
      <ol className="order" aria-label="Order">
        {order.map((id, k) => (
          <li key={id}>
            {begun[k] ? <Link href={`/optimizations/${begun[k]}`}>{titleOf(id)}</Link> : <span>{titleOf(id)}</span>}
          </li>
        ))}
      </ol>
      {leftOut.length > 0 && (
        <>
          <h3>Left out</h3>
          <ul aria-label="Left out">
            {leftOut.map(({ recommendation_id: id, reason }) => (
              <li key={id}>
                <strong>{titleOf(id)}</strong>: {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
