import { type Kysely, sql } from 'kysely';

/**
 * Makes a changed audit trail evident, also to somebody who could switch its triggers off: each entry is sealed with a hash over itself and the
 * seal before. Entries are sealed a moment after they were written, in one order for all customers, so that no change waits for another one's
 * lock; what waits for its seal stands in a table of its own, because ids become visible out of their order. Beside that, views of what is
 * kept of secrets.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_unsealed (entry_id bigint primary key);
    insert into audit_unsealed select id from audit_log;

    create table audit_seals (
      position bigint primary key,
      entry_id bigint not null unique,
      hash bytea not null
    );
    create trigger audit_seals_rows before update or delete on audit_seals
      for each row execute function refuse_audit_change();
    create trigger audit_seals_table before truncate on audit_seals
      for each statement execute function refuse_audit_change();

    create function await_audit_seal() returns trigger language plpgsql as $$
    begin
      insert into audit_unsealed values (new.id);
      return null;
    end
    $$;
    create trigger audit_log_seal after insert on audit_log for each row execute function await_audit_seal();

    create function audit_content(entry audit_log) returns text language sql stable as $$
      select concat_ws(chr(31), entry.id, (extract(epoch from entry.at) * 1000000)::bigint,
        coalesce(entry.customer_id::text, ''), entry.actor_type, entry.actor_id, entry.action,
        entry.subject_type, entry.subject_id, entry.details)
    $$;

    create function seal_audit_entries(most integer) returns table (last_position bigint, last_hash bytea)
    language plpgsql as $$
    declare
      entry audit_log;
      position bigint;
      hash bytea;
    begin
      perform pg_advisory_xact_lock(4812002);
      select seal.position, seal.hash into position, hash from audit_seals seal order by seal.position desc limit 1;
      for entry in
        select log.* from audit_unsealed waiting join audit_log log on log.id = waiting.entry_id order by log.id limit most
      loop
        position := coalesce(position, 0) + 1;
        hash := sha256(coalesce(hash, '') || convert_to(audit_content(entry), 'UTF8'));
        insert into audit_seals values (position, entry.id, hash);
        delete from audit_unsealed where entry_id = entry.id;
      end loop;
      return query select position, hash;
    end
    $$;

    create view acceptance.audit_seals as
      select seal.position, seal.entry_id, encode(seal.hash, 'hex') as hash, log.customer_id,
        audit_content(log) as content
      from audit_seals seal left join audit_log log on log.id = seal.entry_id;

    create view acceptance.operators as select email, password_hash from operators;

    create view acceptance.refresh_tokens as
      select customer_id, encode(token_hash, 'hex') as kept
      from refresh_tokens join sessions on sessions.id = session_id;

    create view acceptance.runtime_tokens as select customer_id, encode(token_hash, 'hex') as kept from runtime_tokens;

    create view acceptance.cloud_accounts as
      select customer_id, provider, region, encode(access_encrypted, 'hex') as kept from cloud_accounts;
  `.execute(db);
}
