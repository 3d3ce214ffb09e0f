#!/bin/sh
# Run once by Postgres' image, on an empty data directory: a database and a role for each service
# that owns data. By default everybody may connect to every database; here each role sees its own.
set -eu

create() { # create <name> <password>
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set name="$1" --set password="$2" <<'SQL'
create role :"name" login password :'password';
-- Of the role and not of the server: the superuser's own statements hold passwords.
alter role :"name" set log_statement = 'all';
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
}

create orders "$ORDERS_PASSWORD"
create users "$USERS_PASSWORD"
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --command 'revoke all on database postgres, template1 from public'
