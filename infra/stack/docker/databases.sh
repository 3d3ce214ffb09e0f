#!/bin/sh
# Run once by Postgres' image, on an empty data directory: a database and a role for each service
# that owns data. By default everybody may connect to every database; here each role sees its own.
set -eu

# As `pnpm dev` has them: POSTGRES_LOG_STATEMENTS=off, or of all transactions the share that is logged.
rate="${POSTGRES_LOG_SAMPLE_RATE:-1}"
[ "${POSTGRES_LOG_STATEMENTS:-on}" = on ] || rate=0
if [ "$rate" = 1 ]; then least=0; rate=0; else least=-1; fi

create() { # create <name> <password>
  psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set name="$1" --set password="$2" --set least="$least" --set rate="$rate" <<'SQL'
create role :"name" login password :'password';
-- Of the role and not of the server: the superuser's own statements hold passwords.
alter role :"name" set log_min_duration_statement = :least;
alter role :"name" set log_transaction_sample_rate = :rate;
create database :"name" owner :"name";
revoke all on database :"name" from public;
SQL
}

create orders "$ORDERS_PASSWORD"
create users "$USERS_PASSWORD"
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --command 'revoke all on database postgres, template1 from public'
