import { World } from '@cucumber/cucumber';
import { Journal } from '../support/drivers/journal';
import { Ledger } from '../support/ledger';
import { THRESHOLD_MEDIA_TYPE } from '../support/reports/media-types';
import { Agents } from './agents';
import { AgentsAtWork } from './agents-at-work';
import { Analyses } from './analyses';
import { Approvals } from './approvals';
import { Audience } from './audience';
import { Channels } from './channels';
import { Clouds } from './clouds';
import { Conflicts } from './conflicts';
import { Crowd } from './crowd';
import { Customers } from './customers';
import { Decisions } from './decisions';
import { Figures } from './figures';
import { Interruptions } from './interruptions';
import { Learning } from './learning';
import { SpotMarket } from './market';
import { ScenarioMemory } from './memory';
import { OddInput } from './odd-input';
import { Offers } from './offers';
import { Onboarding } from './onboarding';
import { Operations } from './operations';
import { Outages } from './outages';
import { Outcome } from './outcome';
import { Overview } from './overview';
import { Portal } from './portal/portal';
import { Portfolio } from './portfolio';
import { Promptness } from './promptness';
import { Quality } from './quality';
import { Readings } from './readings';
import { RealAccount } from './real-account';
import { Records } from './records';
import { References } from './references';
import { Reservations } from './reservations';
import { Rollouts } from './rollouts';
import { Credentials } from './security/credentials';
import { Exposure } from './security/exposure';
import { Guessing } from './security/guessing';
import { Haste } from './security/haste';
import { Hoard } from './security/hoard';
import { Inventory } from './security/inventory';
import { PossessionsOf } from './security/possessions';
import { Renewals } from './security/renewals';
import { SafetyConcerns } from './security/safety';
import { Seals } from './security/seals';
import { Smugglers } from './security/smuggling';
import { Trespasses } from './security/trespass';
import { Serving } from './serving';
import { Spend } from './spend';
import type { Place, Surroundings, WorldTime } from './surroundings';
import { Thresholds } from './thresholds';
import { Traces } from './traces';
import { Trail } from './trail';
import { sharedPlace, surroundings } from './wiring';

/** Wiring only: one facade per domain, the scenario's memory, its thresholds, and what it owes. */
export class AcceptanceWorld extends World {
  readonly memory = new ScenarioMemory();
  readonly outcome = new Outcome();
  readonly journal = new Journal();
  readonly ledger = new Ledger();
  readonly thresholds = new Thresholds(
    (threshold) => void this.attach(JSON.stringify(threshold), THRESHOLD_MEDIA_TYPE),
  );
  #place: Place | undefined;
  readonly around: Surroundings = surroundings(() => this.#place ?? sharedPlace(), this.journal, this.ledger);

  readonly onboarding = new Onboarding(this.around);
  readonly customers = new Customers(this.around, this.onboarding);
  readonly realAccount = new RealAccount(this.around);
  readonly market = new SpotMarket(this.around);
  readonly spend = new Spend(this.around);
  readonly offers = new Offers(this.around);
  readonly reservations = new Reservations(this.around);
  readonly overview = new Overview();
  readonly serving = new Serving(this.around);
  readonly quality = new Quality(this.serving);
  readonly rollouts = new Rollouts(this.around, { serving: this.serving, quality: this.quality });
  readonly portfolio = new Portfolio(this.around, this.offers);
  readonly clouds = new Clouds(this.around, this.rollouts);
  readonly learning = new Learning(this.around, { offers: this.offers, rollouts: this.rollouts });
  readonly conflicts = new Conflicts(this.around);
  readonly approvals = new Approvals(this.around);
  readonly trail = new Trail(this.around);
  readonly references = new References(this.around);
  readonly traces = new Traces(this.around);
  readonly decisions = new Decisions(this.around);
  readonly interruptions = new Interruptions(this.around);
  readonly figures = new Figures(this.around);
  readonly operations = new Operations(this.around);
  readonly outages = new Outages(this.around, this.operations);
  readonly portal = new Portal(this.around);
  readonly channels = new Channels(this.approvals, this.portal);
  readonly agents = new Agents(this.around, this.customers);
  readonly work = new AgentsAtWork(this.agents, this.around);
  readonly analyses = new Analyses(this.around);
  readonly oddInput = new OddInput(this.around);
  readonly crowd = new Crowd(this);
  readonly audience = new Audience(this.around, this.analyses);
  readonly promptness = new Promptness(this.portal);
  readonly readings = new Readings(this.around, {
    customers: this.customers,
    offers: this.offers,
    conflicts: this.conflicts,
    rollouts: this.rollouts,
    analyses: this.analyses,
    records: new Records(this.around),
  });
  readonly credentials = new Credentials(this.around, this.customers);
  readonly trespasses = new Trespasses(this.around);
  readonly possessions = new PossessionsOf(this.around);
  readonly renewals = new Renewals(this.around);
  readonly haste = new Haste(this.around);
  readonly guessing = new Guessing(this.around);
  readonly hoard = new Hoard(this.around);
  readonly safety = new SafetyConcerns(this.around);
  readonly seals = new Seals(this.around);
  readonly inventory = new Inventory(this.around);
  readonly smugglers = new Smugglers(this.around);
  readonly exposure = new Exposure(this.around);

  get clock(): WorldTime {
    return this.around.clock;
  }

  /** Takes the scenario to an environment of its own, before its first step. */
  moveTo(place: Place): void {
    this.#place = place;
  }
}
