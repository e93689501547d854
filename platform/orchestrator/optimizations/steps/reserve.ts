import type { Execution } from '../execution.ts';
import { StepFailure } from '../failures.ts';
import { prepareUnnoticed } from '../prepare.ts';

/**
 * Has the machines judged again: since the recommendation they may have come out of use, or something better may have turned up.
 * @throws StepFailure not_steady, planned_otherwise
 */
export async function verifySteadyUse(execution: Execution): Promise<void> {
  await prepareUnnoticed(execution);
  const { recommendations } = await execution.ask('analyze_resources', {});
  const planned = recommendations.flatMap(({ instance_ids }) => instance_ids);
  const { findings } = await execution.ask('analyze_cost', {
    planned_instance_ids: [...planned, ...(await execution.plannedByOthers())],
  });
  const reasons = new Map(
    findings
      .filter(({ kind }) => kind === 'reserved_capacity')
      .flatMap(({ instance_ids, reason }) => instance_ids.map((id) => [id, reason] as const)),
  );
  const { instanceIds } = execution.subject;
  const others = instanceIds.filter((id) => reasons.get(id) === 'planned_otherwise');
  if (others.length > 0) {
    const message = `Something else is planned for these machines by now: ${others.join(', ')}. Nothing was bought.`;
    throw new StepFailure('planned_otherwise', message);
  }
  const idle = instanceIds.filter((id) => reasons.get(id) !== 'steady_use');
  if (idle.length === 0) return;
  const message = `These machines are no longer used steadily, or need no reservation any more: ${idle.join(', ')}.`;
  throw new StepFailure('not_steady', `${message} Nothing was bought.`);
}

/** Buys what the customer has agreed to. The agent looks first whether that was done before; see contracts/agents.yaml. */
export async function purchaseReservation(execution: Execution): Promise<void> {
  const { optimizationId } = execution.identity;
  const { instanceIds, reservation } = execution.subject;
  const known = execution.state.before?.reservations;
  if (reservation === undefined || known === undefined) {
    throw new StepFailure('step_failed', 'The recommendation does not say on which terms capacity is to be reserved');
  }
  await execution.save({ hasChanged: true });
  await execution.once('purchase_reservation', {
    optimization_id: optimizationId,
    instance_ids: [...instanceIds],
    term_years: reservation.term_years,
    payment_option: reservation.payment_option,
    commitment: reservation.commitment,
    known_reservation_ids: [...known],
  });
}
