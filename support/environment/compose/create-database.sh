#!/bin/sh
# Run once by the image of PostgreSQL: the platform's database and its owner, who may create roles but is no superuser, so that not even the
# platform can change what is on record. The embedded environment does the same in postgres.ts.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$OPTIINFRA_PASSWORD" --username="${POSTGRES_USER:-postgres}" --dbname=postgres <<'SQL'
CREATE ROLE optiinfra LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE optiinfra OWNER optiinfra;
\connect optiinfra
CREATE EXTENSION pg_stat_statements;
SQL
