/**
 * SQL that makes a service's table of dead letters, and of what people did with them. Read and written by the logins `workers`;
 * a tenant's callers see none of it.
 */
export const deadLetterTableSql = (schema: string, workers: string): string => `
  create table ${schema}.dead_letter (
    letter_id uuid primary key,
    subscription text not null,
    tenant_id text not null,
    stream_id text not null,
    -- The event that could not be handled; those of its stream after it, up to parked_version, wait behind it.
    version int not null,
    position int8 not null,
    event_id uuid not null,
    event_type text not null,
    parked_version int not null,
    reason text not null,
    -- How often an event of it failed, each after all its tries.
    failures int not null default 1,
    -- Programs that failed at this event, the newest first; each other one tries again once.
    builds text[] not null,
    opened_at timestamptz not null default clock_timestamp(),
    -- Of a person, about the event at version. Another word once a process has taken it up: a newer wish shows.
    wish text check (wish in ('retry', 'discard', 'retrying', 'discarding')),
    -- Who tries it again: whoever holds no claim, or an older one, changes nothing.
    claim uuid,
    claimed_until timestamptz,
    -- Events that were passed over, whatever became of those behind them.
    discarded uuid[] not null default '{}',
    noticed_at timestamptz,
    closed_at timestamptz,
    outcome text check (outcome in ('retried', 'discarded')),
    check ((closed_at is null) = (outcome is null))
  );
  -- One open letter a stream: whatever comes after it waits behind it.
  create unique index dead_letter_open on ${schema}.dead_letter (subscription, tenant_id, stream_id) where closed_at is null;
  -- Serves the count of the last minute.
  create index dead_letter_opened on ${schema}.dead_letter (subscription, opened_at);
  -- Serves the question whether an event was discarded.
  create index dead_letter_stream on ${schema}.dead_letter (stream_id);
  -- Serves the notices to be sent.
  create index dead_letter_unnoticed on ${schema}.dead_letter (subscription) where noticed_at is null;

  create table ${schema}.dead_letter_action (
    action_id uuid primary key,
    letter_id uuid not null references ${schema}.dead_letter,
    action text not null check (action in ('list', 'show', 'retry', 'discard')),
    -- Of the event that it was about.
    version int not null,
    by text not null,
    at timestamptz not null default clock_timestamp()
  );
  create index dead_letter_action_letter on ${schema}.dead_letter_action (letter_id);

  grant select, insert, update on ${schema}.dead_letter to ${workers};
  grant select on ${schema}.dead_letter_action to ${workers};
`;
