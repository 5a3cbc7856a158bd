/** Effects that happened twice: leads of a round, clocks that started, commands that were appended more than once. */
export const DOUBLED_EFFECTS = `
  with twice as (
    select 1 from ledger.events where type = 'AssignmentDispatched' and data->>'role' = 'LEAD'
     group by stream_id, data->>'round' having count(*) > 1
    union all
    select 1 from ledger.events where type = 'SlaStarted' group by stream_id, data->>'clockId' having count(*) > 1
    union all
    select 1 from ledger.events where stream_id like 'case-%'
     group by stream_id, command_id having max(version) - min(version) + 1 <> count(*))
  select count(*)::int as doubled from twice`;

/** Cases that were accepted and have not come to a unit yet. */
export const UNDISPATCHED_CASES = `select count(*)::int as waiting from (
  select stream_id from ledger.events where type in ('CaseAccepted', 'AssignmentDispatched') group by stream_id
  having bool_or(type = 'CaseAccepted') and not bool_or(type = 'AssignmentDispatched')) as w`;

/** Every event of every case, in the ledger's order. */
export const CASES_OF_LEDGER = `select stream_id as "streamId", version, event_id as "eventId" from ledger.events
  where stream_id like 'case-%' order by position`;
