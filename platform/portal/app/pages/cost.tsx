import type { Instance } from '../data/api.ts';
import { day, money, percent } from '../data/format.ts';
import { useDashboard, useInfrastructure, useMetric } from '../data/queries.ts';
import { Chart } from '../parts/chart.tsx';
import { Badge, Card, Figure, Page } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';

const THIRTY_DAYS = 30 * 24;

export default function Cost() {
  const spend = useMetric('monthly_cost', THIRTY_DAYS);
  return (
    <Page title="Cost" lead="What your machines cost, and how that changed">
      <div className="grid">
        <Shares />
        <Card title="Spend of 30 days" note="US dollars a month" wide>
          <Loaded what="The spend" query={spend} lines={6}>
            {(points) => (
              <Chart
                title="Spend of 30 days"
                series={[{ name: 'Monthly spend', points: points.filter(({ scope }) => !scope).map(toPoint) }]}
                format={money}
                formatTime={day}
              />
            )}
          </Loaded>
        </Card>
        <Machines />
      </div>
    </Page>
  );
}

function toPoint({ timestamp, value }: { readonly timestamp: string; readonly value: number }) {
  return { at: Date.parse(timestamp), value };
}

function Shares() {
  const dashboard = useDashboard();
  const infrastructure = useInfrastructure();
  const instances = infrastructure.data?.instances ?? [];
  const all = sum(instances);
  const spot = sum(instances.filter(({ market }) => market === 'spot'));
  return (
    <div className="figures wide">
      <Loaded what="The spend" query={dashboard}>
        {({ current_spend: spend, potential_savings: potential }) => (
          <>
            <Figure
              label="Monthly spend"
              value={spend === undefined ? 'Not measured yet' : money(spend)}
              {...(spend !== undefined && { exact: spend })}
            />
            <Figure label="Potential savings" value={money(potential)} exact={potential} tone="good" />
            <Figure
              label="Share on spot capacity"
              value={percent(all === 0 ? 0 : spot / all)}
              exact={all === 0 ? 0 : spot / all}
            />
          </>
        )}
      </Loaded>
    </div>
  );
}

function sum(instances: readonly Instance[]): number {
  return instances.reduce((total, { monthly_cost }) => total + monthly_cost, 0);
}

function Machines() {
  return (
    <Card title="Machines" note="The dearest first" wide>
      <Loaded what="The machines" query={useInfrastructure()} lines={5}>
        {({ instances }) =>
          instances.length === 0 ? (
            <Empty>No machine is known yet.</Empty>
          ) : (
            <Table
              label="Table of machines"
              columns={[
                { name: 'Machine' },
                { name: 'Type' },
                { name: 'Where' },
                { name: 'Market' },
                { name: 'A month', isNumber: true },
              ]}
              rows={instances
                .toSorted((a, b) => b.monthly_cost - a.monthly_cost)
                .map((each) => ({
                  key: each.instance_id,
                  cells: [
                    each.name,
                    each.instance_type,
                    `${each.cloud_provider.toUpperCase()} ${each.region}`,
                    <Badge key="market" state={each.market === 'spot' ? 'low' : 'skipped'}>
                      {each.market === 'spot' ? 'spot' : 'on demand'}
                    </Badge>,
                    money(each.monthly_cost),
                  ],
                }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}
