import { Link } from 'wouter';
import type { Schemas } from '../data/api.ts';
import { fromNow, moment, money, percent, secondsText, words } from '../data/format.ts';
import { useDashboard, useEvents } from '../data/queries.ts';
import { Badge, Card, Figure, Page } from '../parts/layout.tsx';
import { RecommendationLine } from '../parts/recommendation-line.tsx';
import { Empty, Loaded } from '../parts/states.tsx';

type Dashboard = Schemas['Dashboard'];

const SHOWN = 4;
const NEWS = 6;

export function Overview() {
  const dashboard = useDashboard();
  return (
    <Page title="Overview" lead="What you spend, what you could save, and how your models serve">
      <div className="grid">
        <Loaded what="The overview" query={dashboard} lines={8}>
          {(data) => (
            <>
              <Figures {...data} />
              <Recommended {...data} />
              <ServiceLevels levels={data.service_levels} />
              <Agents agents={data.agents} />
            </>
          )}
        </Loaded>
        <News />
      </div>
    </Page>
  );
}

function Figures({ current_spend: spend, potential_savings: potential, recommendations }: Dashboard) {
  const share = spend ? potential / spend : 0;
  return (
    <div className="figures wide">
      <Figure
        label="Monthly spend"
        value={spend === undefined ? 'Not measured yet' : money(spend)}
        {...(spend !== undefined && { exact: spend })}
        hint={spend === undefined ? 'Take your cloud account on first' : 'a month, at the prices of this moment'}
      />
      <Figure
        label="Potential savings"
        value={money(potential)}
        exact={potential}
        tone="good"
        hint={potential > 0 ? `${percent(share)} of your spend` : 'nothing waits for you'}
      />
      <Figure
        label="Waiting for you"
        value={String(recommendations.length)}
        exact={recommendations.length}
        hint={recommendations.length === 1 ? 'recommendation' : 'recommendations'}
      />
    </div>
  );
}

function Recommended({ recommendations, current_spend: spend }: Dashboard) {
  return (
    <Card title="Top recommendations" wide>
      {recommendations.length === 0 ? (
        <Empty>
          {spend === undefined ? (
            <Link href="/onboarding">Take your first cloud account on</Link>
          ) : (
            'Nothing waits for your decision. The agents go on watching.'
          )}
        </Empty>
      ) : (
        <>
          <ul className="lines">
            {recommendations.slice(0, SHOWN).map((each) => (
              <RecommendationLine key={each.id} recommendation={each} />
            ))}
          </ul>
          <Link href="/recommendations">All recommendations</Link>
        </>
      )}
    </Card>
  );
}

function ServiceLevels({ levels }: { readonly levels: readonly Schemas['ServiceLevel'][] }) {
  return (
    <Card title="Service levels" note="95 of 100 answers come within this time">
      {levels.length === 0 ? (
        <Empty>Run the install command, and your models appear here.</Empty>
      ) : (
        <ul className="lines">
          {levels.map((level) => (
            <Level key={level.deployment} {...level} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Level({
  deployment,
  model,
  latency_p95: p95,
  slo_p95_seconds: objective,
  quality_score: quality,
}: Schemas['ServiceLevel']) {
  const share = p95 === undefined ? 0 : p95 / objective;
  return (
    <li className="level">
      <div className="line-head">
        <strong>{deployment}</strong> <span className="note">{model}</span>
        {p95 !== undefined && <Badge state={share <= 1 ? 'low' : 'failed'}>{share <= 1 ? 'kept' : 'missed'}</Badge>}
      </div>
      <meter
        min={0}
        max={1}
        value={Math.min(1, share)}
        aria-label={`P95 of ${deployment} as a share of its objective`}
      />
      <dl className="pairs">
        <div>
          <dt>P95</dt>
          <dd>{p95 === undefined ? 'not measured' : <data value={p95}>{secondsText(p95)}</data>}</dd>
        </div>
        <div>
          <dt>Objective</dt>
          <dd>{secondsText(objective)}</dd>
        </div>
        <div>
          <dt>Quality</dt>
          <dd>{quality === undefined ? 'not measured' : <data value={quality}>{percent(quality, 1)}</data>}</dd>
        </div>
      </dl>
    </li>
  );
}

function Agents({ agents }: { readonly agents: readonly Schemas['AgentHealth'][] }) {
  return (
    <Card title="Agents" note="Who works for you">
      <ul className="lines">
        {agents.map(({ agent_type: type, status, last_heartbeat_at: at }) => (
          <li key={type} className="line-head">
            <strong>{words(type)}</strong>
            <Badge state={status} />
            {at && (
              <time className="note" dateTime={at} title={moment(at)}>
                heard of {fromNow(at)}
              </time>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function News() {
  return (
    <Card title="What happened lately" wide>
      <Loaded what="What happened" query={useEvents()}>
        {(events) =>
          events.length === 0 ? (
            <Empty>Nothing yet.</Empty>
          ) : (
            <ol className="news">
              {events
                .slice(-NEWS)
                .toReversed()
                .map(({ id, at, message }) => (
                  <li key={id}>
                    <time dateTime={at} title={moment(at)}>
                      {fromNow(at)}
                    </time>
                    <span>{message}</span>
                  </li>
                ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  );
}
