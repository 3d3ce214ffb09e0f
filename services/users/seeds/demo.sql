-- The user whom `pnpm dev` prints an order for.
insert into users (id, name) values ('01900000-0000-7000-8000-000000000001', 'demo')
on conflict (id) do nothing;
