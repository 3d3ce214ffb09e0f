-- The sum of what stands in `points`, so that reading a user reads one row.
alter table users add column points integer not null default 0;

create table points (
  -- The message that brought them. It may be delivered twice, and counts once.
  message_id uuid primary key,
  user_id uuid not null references users (id),
  points integer not null check (points > 0),
  created_at timestamptz not null default now()
);
