import { moment, percent } from '../data/format.ts';
import { useDashboard, useMetric } from '../data/queries.ts';
import { Chart } from '../parts/chart.tsx';
import { Card, Figure, Page } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';

const MONTH = 30 * 24;
/** A change that loses more than a twentieth of the quality is undone. */
const LEAST_SHARE = 0.95;

export default function Application() {
  const quality = useMetric('quality_score', MONTH);
  return (
    <Page
      title="Application"
      lead="How good your models' answers are, measured with a hundred questions whose answers are known"
    >
      <div className="grid">
        <Loaded what="The quality" query={useDashboard()} lines={6}>
          {({ service_levels: levels }) =>
            levels.length === 0 ? (
              <Empty>Run the install command, and your models appear here.</Empty>
            ) : (
              levels.map(({ deployment, quality_score: score }) => (
                <Card key={deployment} title={`Quality of ${deployment}`} note="Share of the words that are right" wide>
                  <Figure
                    label={`Quality of ${deployment} now`}
                    value={score === undefined ? 'Not measured yet' : percent(score, 1)}
                    {...(score !== undefined && { exact: score })}
                  />
                  <Loaded what="The quality" query={quality} lines={5}>
                    {(points) => {
                      const own = points.filter(({ scope }) => scope === deployment);
                      const first = own.at(0)?.value;
                      return (
                        <Chart
                          title={`Quality of ${deployment}, 30 days`}
                          series={[
                            {
                              name: 'Quality',
                              points: own.map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value })),
                            },
                          ]}
                          format={(share) => percent(share, 1)}
                          formatTime={(at) => moment(new Date(at).toISOString())}
                          fromZero={false}
                          {...(first !== undefined && {
                            limit: { value: first * LEAST_SHARE, name: 'Least that is kept' },
                          })}
                        />
                      );
                    }}
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
