import { Link } from 'wouter';
import { CHANGES, moment, money, words } from '../data/format.ts';
import { useOptimizations } from '../data/queries.ts';
import { Badge, Card, Page } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Table } from '../parts/table.tsx';

export default function Optimizations() {
  return (
    <Page title="Optimizations" lead="What was changed for you, and what it brought">
      <Card title="History" note="Newest first" wide>
        <Loaded what="The history" query={useOptimizations()} lines={6}>
          {(all) =>
            all.length === 0 ? (
              <Empty>
                Nothing was changed yet. <Link href="/recommendations">See what is recommended</Link>
              </Empty>
            ) : (
              <Table
                label="Table of optimizations"
                columns={[
                  { name: 'Change' },
                  { name: 'Approved' },
                  { name: 'State' },
                  { name: 'Saves a month', isNumber: true },
                ]}
                rows={all.map(({ id, type, status, created_at: at, result }) => ({
                  key: id,
                  cells: [
                    <Link key="change" href={`/optimizations/${id}`}>
                      {CHANGES[type] ?? words(type)}
                    </Link>,
                    <time key="approved" dateTime={at}>
                      {moment(at)}
                    </time>,
                    <Badge key="state" state={status} />,
                    result?.actual_savings === undefined ? '–' : money(result.actual_savings),
                  ],
                }))}
              />
            )
          }
        </Loaded>
      </Card>
    </Page>
  );
}
