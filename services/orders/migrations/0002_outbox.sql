-- Messages, each written in the transaction of what it tells of, until somebody has delivered it.
create table outbox (
  -- The message's id, by which its receiver knows it again.
  id uuid primary key default uuidv7(),
  -- Messages with one key are delivered in this order, one after the other.
  position bigint generated always as identity,
  key text not null,
  topic text not null,
  payload jsonb not null,
  -- The context of the span that published it, as it would travel in headers.
  traceparent text,
  tracestate text,
  baggage text,
  created_at timestamptz not null default now(),
  attempts integer not null default 0,
  attempts_before_replay integer not null default 0,
  -- Nobody tries before this time. Who takes a message moves it beyond the end of the delivery, so
  -- that the message of a process that was killed comes back by itself.
  due_at timestamptz not null default now(),
  -- Given up; kept until somebody replays it.
  dead_at timestamptz,
  last_error text
);

create index outbox_due on outbox (due_at) where dead_at is null;
create index outbox_in_order on outbox (key, position) where dead_at is null;
create index outbox_dead on outbox (dead_at) where dead_at is not null;

-- Delivered when the transaction commits. A wake-up alone: who misses it finds the message by polling.
create function outbox_notify() returns trigger language plpgsql as $$
begin
  perform pg_notify('outbox', '');
  return null;
end
$$;

create trigger outbox_notify after insert on outbox
for each statement execute function outbox_notify();
