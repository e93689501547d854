import { Link } from 'wouter';
import { CHANGES, moment, money, words } from '../data/format.ts';
import { useOptimizations } from '../data/queries.ts';
import { Badge, Card, Page, Scroll } from '../parts/layout.tsx';
import { Empty, Loaded } from '../parts/states.tsx';

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
              <Scroll label="Table of optimizations">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Change</th>
                      <th scope="col">Approved</th>
                      <th scope="col">State</th>
                      <th scope="col" className="number">
                        Saves a month
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {all.map(({ id, type, status, created_at: at, result }) => (
                      <tr key={id}>
                        <th scope="row">
                          <Link href={`/optimizations/${id}`}>{CHANGES[type] ?? words(type)}</Link>
                        </th>
                        <td>
                          <time dateTime={at}>{moment(at)}</time>
                        </td>
                        <td>
                          <Badge state={status} />
                        </td>
                        <td className="number">
                          {result?.actual_savings === undefined ? '–' : money(result.actual_savings)}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            )
          }
        </Loaded>
      </Card>
    </Page>
  );
}
