import { type Kysely, sql } from 'kysely';

/** What a check may read (contracts/store-views.yaml). Money is US dollars here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create schema acceptance;

    create view acceptance.customers as
      select id as customer_id, email, company_name, plan, password_hash, created_at from customers;

    create view acceptance.recommendations as
      select id as recommendation_id, customer_id, type,
        case when status = 'pending' and expires_at <= now() then 'expired' else status end as status,
        agent_type, risk_level,
        estimated_savings_cents / 100.0 as estimated_savings, created_at
      from recommendations;

    create view acceptance.approvals as
      select recommendation_id, customer_id, decision, decided_by, decided_at, reason from decisions;

    create view acceptance.optimizations as
      select id as optimization_id, customer_id, recommendation_id, status, created_at, started_at, completed_at
      from optimizations;

    create view acceptance.optimization_steps as
      select optimization_id, position, name, agent_type, status, started_at, completed_at from optimization_steps;

    create view acceptance.optimization_outcomes as
      select optimization_id, customer_id, success, predicted_savings_cents / 100.0 as predicted_savings,
        actual_savings_cents / 100.0 as actual_savings, stored_in_vector_db
      from optimization_outcomes;

    create view acceptance.agents as
      select id as agent_id, agent_type, status, hostname, registered_at from agents;

    create view acceptance.agent_heartbeats as
      select beat.agent_id, agent.agent_type, beat.status, beat.current_tasks, beat.received_at
      from agent_heartbeats beat join agents agent on agent.id = beat.agent_id;

    create view acceptance.audit_log as
      select id, at, customer_id, actor_type, actor_id, action, subject_type, subject_id from audit_log;
  `.execute(db);
}
