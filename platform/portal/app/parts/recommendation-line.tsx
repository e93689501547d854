import { Link } from 'wouter';
import type { Recommendation } from '../data/api.ts';
import { CHANGES, money, percent } from '../data/format.ts';
import { Badge } from './layout.tsx';

/** A recommendation in a list that only leads to it. */
export function RecommendationLine({ recommendation }: { readonly recommendation: Recommendation }) {
  const { id, title, type, risk_level: risk, estimated_savings: savings, confidence } = recommendation;
  return (
    <li className="line">
      <div>
        <Link href={`/recommendations#${id}`}>{title}</Link>
        <p className="note">
          {CHANGES[type] ?? type} · <Badge state={risk}>{risk} risk</Badge> · {percent(confidence)} confidence
        </p>
      </div>
      <data className="saving" value={savings}>
        {savings > 0 ? `${money(savings)} a month` : 'faster answers'}
      </data>
    </li>
  );
}
