#!/bin/sh
# /etc/cron.daily/palabre-backup: database, files and key into one dated folder, while Palabre runs; thirty days are kept
set -eu
umask 077
. /etc/palabre.env
to=/var/backups/palabre/$(date -u +%Y-%m-%d-%H%M%S)
mkdir -p "$to"
# the database first: a file that arrives meanwhile is then one too many, never one too few
if [ -n "${DATABASE_URL:-}" ]; then
    pg_dump --format=custom --file="$to/palabre.dump" "$DATABASE_URL"
else
    # sqlite3 would make an empty database where there is none
    test -s "$DATA/palabre.sqlite3"
    sqlite3 "$DATA/palabre.sqlite3" ".timeout 20000" ".backup '$to/palabre.sqlite3'"
    test "$(sqlite3 "$to/palabre.sqlite3" 'PRAGMA integrity_check')" = ok
fi
for one in files secret.key instance; do
    if [ -e "$DATA/$one" ]; then cp -a "$DATA/$one" "$to/"; fi
done
find /var/backups/palabre -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -r {} +
