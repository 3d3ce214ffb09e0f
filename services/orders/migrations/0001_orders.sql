create table orders (
  -- Version 7: ids sort by time of creation, so the id is the page cursor.
  id uuid primary key default uuidv7(),
  user_id uuid not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  created_at timestamptz not null default now(),
  -- Who used which Idempotency-Key for which body; null when the caller sent none.
  caller text not null,
  idempotency_key text,
  request_hash text not null,
  unique (caller, idempotency_key)
);

create index orders_by_user on orders (user_id, id desc);
