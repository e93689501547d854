import { hour, secondsText } from '../data/format.ts';
import { useDashboard, useMetric } from '../data/queries.ts';
import { Chart } from '../parts/chart.tsx';
import { Card, Page } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';

export default function Performance() {
  const latency = useMetric('latency_p95', 24);
  return (
    <Page title="Performance" lead="How long your users wait: 95 of 100 answers come within this time">
      <div className="grid">
        <Loaded what="The service levels" query={useDashboard()} lines={6}>
          {({ service_levels: levels }) =>
            levels.length === 0 ? (
              <Empty>Run the install command, and your models appear here.</Empty>
            ) : (
              levels.map(({ deployment, model, slo_p95_seconds: objective }) => (
                <Card key={deployment} title={`Latency of ${deployment}`} note={`${model}, P95 of 24 hours`} wide>
                  <Loaded what="The latency" query={latency} lines={6}>
                    {(points) => (
                      <Chart
                        title={`Latency of ${deployment}, 24 hours`}
                        series={[
                          {
                            name: 'P95',
                            points: points
                              .filter(({ scope }) => scope === deployment)
                              .map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value })),
                          },
                        ]}
                        format={secondsText}
                        formatTime={hour}
                        limit={{ value: objective, name: 'Objective' }}
                      />
                    )}
                  </Loaded>
                </Card>
              ))
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
