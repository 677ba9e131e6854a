#!/bin/sh
# /etc/cron.daily/palabre-backup: one backup a day outside DATA, best on another disk; thirty days are kept.
# Palabre itself makes one each night in DATA/backups (BACKUP_DAYS); with this one, BACKUP_DAYS=0 saves the room.
set -eu
to=/var/backups/palabre
install -d -o palabre -g palabre -m 700 "$to"
/usr/local/sbin/palabre backup "$to/$(date -u +%Y-%m-%d-%H%M%S).palabre" >/dev/null
find "$to" -name '*.palabre' -mtime +30 -delete
