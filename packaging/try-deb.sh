#!/bin/sh
# Installs target/debian/bantin_*.deb for real, on a copy of this machine that is thrown away (an overlay over `/`, without
# a network), and looks at what it does there: install, a pass, upgrade, removal, purge. Needs root on a Debian with
# overlayfs; says so and ends well where it can't.
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-}" != inside ]; then
    deb=$(ls target/debian/bantin_*.deb)
    probe='mount -t tmpfs none /mnt && mkdir /mnt/new /mnt/work /mnt/root &&
        mount -t overlay none -o lowerdir=/,upperdir=/mnt/new,workdir=/mnt/work /mnt/root'
    if ! unshare --mount --net sh -c "$probe" 2>/dev/null; then
        echo 'skipped: a copy of this machine takes root and overlayfs'
        exit 0
    fi
    exec unshare --mount --net --pid --fork sh -euc "$probe
        cp '$deb' /mnt/root/tmp/bantin.deb
        mkdir --parents /mnt/root/tmp/try/packaging
        cp packaging/try-deb.sh /mnt/root/tmp/try/packaging/
        mount -t proc none /mnt/root/proc
        mount --bind /dev /mnt/root/dev
        chroot /mnt/root /bin/sh /tmp/try/packaging/try-deb.sh inside"
fi

say() { echo "- $*"; }
fail() { echo "failed: $*" >&2; exit 1; }
as_the_service() {
    (cd /var/lib/bantin && umask 0027 && runuser -u bantin -- env BANTIN_CONFIG=/etc/bantin/feeds.toml \
        BANTIN_DATABASE=/var/lib/bantin/bantin.db BANTIN_PUBLIC=/var/lib/bantin/public bantin "$@")
}

say install
dpkg --install /tmp/bantin.deb
id bantin
[ ! -L /etc/systemd/system/multi-user.target.wants/bantin.service ] || fail 'the daemon is enabled, and would poll under no address'
[ ! -e /etc/systemd/system/timers.target.wants/bantin-once.timer ] || fail 'the timer is enabled'
[ -f "/etc/bantin/$(sed -n '1s/^#:schema //p' /etc/bantin/feeds.toml)" ] || fail 'the schema that feeds.toml names is not there'
[ -f /usr/share/man/man1/bantin.1.gz ] || fail 'there is no manual page'
systemd-analyze verify --man=no bantin.service bantin-once.service bantin-once.timer || fail 'systemd refuses the units'

say 'check the configuration that comes with it, in the folder that systemd makes'
install --directory --owner=bantin --group=bantin --mode=0750 /var/lib/bantin
as_the_service check

say 'a pass without a network: all sources fail, and the site is there'
as_the_service once > /tmp/once.log 2>&1 && fail 'no source failed' || [ $? -eq 1 ] || { cat /tmp/once.log; fail 'once'; }
[ -f /var/lib/bantin/public/index.html ] || fail 'nothing is published'
[ "$(stat -c '%U %a' /var/lib/bantin/bantin.db)" = 'bantin 640' ] || fail 'others can read the database'

say 'upgrade: what the operator changed stays'
echo '# mine' >> /etc/bantin/feeds.toml
dpkg --install /tmp/bantin.deb
tail -n 1 /etc/bantin/feeds.toml | grep -q mine || fail 'feeds.toml was replaced'

say 'removal: configuration and database stay'
dpkg --remove bantin
[ ! -e /usr/bin/bantin ] || fail 'the program is still there'
[ -f /etc/bantin/feeds.toml ] && [ -f /var/lib/bantin/bantin.db ] || fail 'removal took more than the program'

say 'purge: the configuration goes, the database stays'
dpkg --purge bantin
[ ! -e /etc/bantin/feeds.toml ] || fail 'feeds.toml is still there'
[ -f /var/lib/bantin/bantin.db ] || fail 'the database is gone'
say 'all as it should be'
