import { hourlyPrice, type InstanceType, instanceTypes } from '../../world/catalogue.ts';
import { nameUuid } from '../accounts/identifiers.ts';
import { type PaymentOption, reservedPrice, reservedTerms, termSeconds } from './terms.ts';

/** What EC2 has on offer: the right to the lower price for machines of one type anywhere in a region. */
export interface Offering {
  readonly id: string;
  readonly region: string;
  readonly instanceType: string;
  readonly option: PaymentOption;
  /** Seconds. */
  readonly duration: number;
  /** US dollars up front for one machine, as EC2 writes it. */
  readonly fixedPrice: string;
  /** US dollars an hour of one machine, whether it runs or not; undefined where all is paid up front. */
  readonly hourly: string | undefined;
}

const types = instanceTypes.filter(({ cloud }) => cloud === 'aws');

/** The same in every account; the prices are the same in every region. */
export function offeringsIn(region: string): readonly Offering[] {
  return types.flatMap((type) => offeringsOf(type, region));
}

function offeringsOf(type: InstanceType, region: string): readonly Offering[] {
  return reservedTerms.map((term) => {
    const { upFront, monthly } = reservedPrice(type, term);
    return {
      id: nameUuid(`${region} ${type.name} ${term.years} ${term.option}`),
      region,
      instanceType: type.name,
      option: term.option,
      duration: termSeconds(term),
      fixedPrice: upFront.toFixed(2),
      hourly: monthly > 0 ? hourlyPrice(monthly) : undefined,
    };
  });
}
