/**
 * `ledger.append`: the only way an event is written, many callers at a time. `caller` in the arrays counts from 1.
 * Answers what became of each caller (null: accepted) and the position of the first event; positions of accepted
 * callers follow each other without a gap, because nothing else draws from the sequence and the lock is held.
 */
export const APPEND_FUNCTION = `
create function ledger.append(
  sent_at timestamptz,
  c_tenant text[], c_service text[],
  h_caller int[], h_stream text[], h_version int[], h_hash bytea[],
  k_caller int[], k_key text[], k_hmac bytea[], k_stream text[], k_first int[], k_last int[], k_seconds int[],
  s_caller int[], s_ref text[], s_key bytea[], s_text bytea[],
  f_caller int[], f_ref text[],
  e_caller int[], e_stream text[], e_version int[], e_id uuid[], e_type text[], e_schema int[],
  e_occurred timestamptz[], e_recorded timestamptz[], e_actor text[], e_correlation text[],
  e_causation uuid[], e_command uuid[], e_class text[], e_alg text[], e_prev bytea[], e_hash bytea[], e_data text[],
  out outcomes text[], out first_position bigint
) language plpgsql volatile security definer
  set search_path = ledger, pg_temp
  -- A plan made on the empty table once became a sequential scan of 328 ms a call at a million keys.
  set plan_cache_mode = force_generic_plan
  -- The same for joins: whatever the statistics say, every look-up goes down an index.
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
as $$
declare
  arrived timestamptz := ledger.now();
  key_hits int[];
  stale int[];
  foreign_types int[];
  off_stamps int[];
  own_streams text[];
  gone_files int[] := '{}';
  refused int[];
  inserted bigint;
begin
  if abs(extract(epoch from arrived - sent_at)) > 0.5 then
    raise exception 'the batch was sent at %, arrived at %', sent_at, arrived using errcode = 'BH001';
  end if;
  -- Held to the commit: positions become visible in their order, so no reader of position > n ever skips an event.
  perform pg_advisory_xact_lock(7239, 1);

  -- From here each statement has a snapshot younger than the lock.
  select coalesce(array_agg(k.caller), '{}') into key_hits
    from unnest(k_caller, k_key) as k(caller, key)
    cross join lateral (
      select 1 from ledger.keys t
       where t.tenant_id = c_tenant[k.caller] and t.key = k.key and (t.expires_at is null or t.expires_at > arrived)
       limit 1) hit;

  select coalesce(array_agg(h.caller), '{}') into stale
    from unnest(h_caller, h_stream, h_version, h_hash) as h(caller, stream, version, hash)
    left join lateral (
      select t.version, t.hash from ledger.events t
       where t.tenant_id = c_tenant[h.caller] and t.stream_id = h.stream
       order by t.version desc limit 1) head on true
   where coalesce(head.version, 0) <> h.version or coalesce(head.hash, h.hash) <> h.hash;

  -- A batch brings few types: each pair of type and service is looked up once, whoever brings it.
  select coalesce(array_agg(distinct caller), '{}') into foreign_types
    from (select e.type, c_service[e.caller] as service, array_agg(e.caller) as callers
            from unnest(e_caller, e_type) as e(caller, type) group by 1, 2) as pair
    left join lateral (
      select 1 as ok from ledger.event_types t
       where t.type = pair.type and pair.service = any (t.services) limit 1) owned on true
    left join lateral (
      select 1 as ok from ledger.writers w
       where w.login = session_user and w.service = pair.service limit 1) writer on true
    cross join lateral unnest(pair.callers) as caller
   where owned.ok is null or writer.ok is null;

  select coalesce(array_agg(distinct e.caller), '{}') into off_stamps
    from unnest(e_caller, e_recorded) as e(caller, recorded)
   where e.recorded > sent_at or e.recorded < sent_at - interval '10 seconds';

  refused := key_hits || stale || foreign_types || off_stamps;

  if cardinality(f_ref) > 0 then
    -- A file belongs to the first stream that names it: that of the caller's case, which comes first among its heads.
    select array_agg(
        (select h.stream from unnest(h_caller, h_stream) with ordinality as h(caller, stream, nth)
          where h.caller = c.caller order by h.nth limit 1) order by c.caller) into own_streams
      from generate_subscripts(c_tenant, 1) as c(caller);

    select coalesce(array_agg(distinct f.caller), '{}') into gone_files
      from unnest(f_caller, f_ref) as f(caller, ref)
      left join lateral (
        select 1 as ok from vault.file t
         where t.ref = f.ref and t.tenant_id = c_tenant[f.caller] and t.erased_at is null
           and (t.stream_id is null or t.stream_id = own_streams[f.caller]) limit 1) found on true
     where found.ok is null
        -- Of two in one batch the first has it; no stream is twice in a batch.
        or exists (
          select from unnest(f_caller, f_ref) as o(caller, ref)
           where o.ref = f.ref and o.caller < f.caller and c_tenant[o.caller] = c_tenant[f.caller]
             and o.caller <> all (refused));
    refused := refused || gone_files;
  end if;

  select array_agg(case
      when c.caller = any (key_hits) then 'key'
      when c.caller = any (stale) then 'version'
      when c.caller = any (foreign_types) then 'writer'
      when c.caller = any (off_stamps) then 'stamp'
      when c.caller = any (gone_files) then 'file'
    end order by c.caller) into outcomes
    from generate_subscripts(c_tenant, 1) as c(caller);

  insert into ledger.keys as t (tenant_id, key, stream_id, first_version, last_version, body_hmac, expires_at)
    select c_tenant[k.caller], k.key, k.stream, k.first, k.last, k.hmac, arrived + make_interval(secs => k.seconds)
      from unnest(k_caller, k_key, k_hmac, k_stream, k_first, k_last, k_seconds)
        as k(caller, key, hmac, stream, first, last, seconds)
     where k.caller <> all (refused)
  -- Only an expired row can be met here.
  on conflict (tenant_id, key) do update set stream_id = excluded.stream_id, first_version = excluded.first_version,
    last_version = excluded.last_version, body_hmac = excluded.body_hmac, expires_at = excluded.expires_at;

  if cardinality(s_ref) > 0 then
    insert into vault.sealed (ref, tenant_id, wrapped_key, ciphertext)
      select s.ref, c_tenant[s.caller], s.key, s.text
        from unnest(s_caller, s_ref, s_key, s_text) as s(caller, ref, key, text)
       where s.caller <> all (refused);
  end if;
  if cardinality(f_ref) > 0 then
    update vault.file t set used_at = arrived, stream_id = own_streams[f.caller]
      from unnest(f_caller, f_ref) as f(caller, ref)
     where f.caller <> all (refused) and t.ref = f.ref and t.used_at is null;
  end if;

  insert into ledger.events (position, tenant_id, stream_id, version, event_id, type, schema_version, occurred_at,
      recorded_at, actor, correlation_id, causation_id, command_id, service, classification, hash_alg, prev_hash, hash, data)
    select nextval('ledger.position'), c_tenant[e.caller], e.stream, e.version, e.id, e.type, e.schema, e.occurred,
      e.recorded, e.actor::json, e.correlation, e.causation, e.command, upper(c_service[e.caller]), e.class, e.alg, e.prev, e.hash, e.data::json
      from unnest(e_caller, e_stream, e_version, e_id, e_type, e_schema, e_occurred, e_recorded, e_actor, e_correlation,
          e_causation, e_command, e_class, e_alg, e_prev, e_hash, e_data)
        as e(caller, stream, version, id, type, schema, occurred, recorded, actor, correlation,
          causation, command, class, alg, prev, hash, data)
     where e.caller <> all (refused);
  get diagnostics inserted = row_count;
  if inserted > 0 then
    first_position := currval('ledger.position') - inserted + 1;
    -- Of which stream types, so that nobody is woken by what does not concern him; an id is a type and a uuid.
    perform pg_notify('ledger', (
      select string_agg(distinct left(e.stream, -37), ' ') from unnest(e_stream) as e(stream)));
  end if;
end $$;
`;
