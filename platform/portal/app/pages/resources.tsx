import { hour, percent } from '../data/format.ts';
import { useInfrastructure, useMetric } from '../data/queries.ts';
import { Chart } from '../parts/chart.tsx';
import { Badge, Card, Page } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';

export default function Resources() {
  const use = useMetric('gpu_utilisation', 24);
  const infrastructure = useInfrastructure();
  return (
    <Page title="Resources" lead="How much of what you pay for is used">
      <div className="grid">
        <Card title="GPU utilisation" note="24 hours, a line for each machine" wide>
          <Loaded what="The utilisation" query={use} lines={6}>
            {(points) => (
              <Chart
                title="GPU utilisation, 24 hours"
                series={(infrastructure.data?.instances ?? []).map(({ instance_id: id, name }) => ({
                  name,
                  points: points
                    .filter(({ scope }) => scope === id)
                    .map(({ timestamp, value }) => ({ at: Date.parse(timestamp), value })),
                }))}
                format={(share) => percent(share)}
                formatTime={hour}
              />
            )}
          </Loaded>
        </Card>
        <Card title="Models and where they run" wide>
          <Loaded what="The models" query={infrastructure} lines={4}>
            {({ vllm_deployments: deployments, instances }) =>
              deployments.length === 0 ? (
                <Empty>Run the install command, and your models appear here.</Empty>
              ) : (
                <Table
                  label="Table of replicas"
                  columns={[
                    { name: 'Deployment' },
                    { name: 'Replica on' },
                    { name: 'State' },
                    { name: 'Share of the load', isNumber: true },
                  ]}
                  rows={deployments.flatMap(({ name, replicas }) => {
                    const whole = replicas.reduce((total, { weight }) => total + weight, 0);
                    return replicas.map((replica) => ({
                      key: `${name}/${replica.replica_id}`,
                      cells: [
                        name,
                        instances.find(({ instance_id: id }) => id === replica.instance_id)?.name ??
                          replica.instance_id,
                        <Badge key="state" state={replica.state === 'ready' ? 'low' : 'medium'}>
                          {replica.state}
                        </Badge>,
                        percent(whole === 0 ? 0 : replica.weight / whole),
                      ],
                    }));
                  })}
                />
              )
            }
          </Loaded>
        </Card>
      </div>
    </Page>
  );
}
