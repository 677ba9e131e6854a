#!/bin/sh
# /usr/local/sbin/palabre: one of Palabre's verbs, as its own account and with the settings of the service
set -a
. /etc/palabre.env
set +a
cd /opt/palabre || exit 1
exec runuser -u palabre -- ./palabre "$@"
