#!/bin/sh
# On a bare Debian, as root, with the packages in /tmp: do they install, does the program work, does it go again.
# $1: an X server. Run by scripts/package_check.
set -eu
cd /tmp
display=$1

said() { echo "packages: $*"; }
as_somebody() { timeout 300 setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp/home "$@"; }
install -d -o 65534 -g 65534 /tmp/home

apt-get install -y -qq --no-install-recommends ./checkin_*.deb >/dev/null
said "the .deb is installed with what it depends on"
as_somebody checkin --selftest --language en
said "the program works without a screen"

# Only now, so that the program had nothing but what it depends on.
apt-get install -y -qq --no-install-recommends desktop-file-utils shared-mime-info xdotool xz-utils >/dev/null
desktop-file-validate /usr/share/applications/checkin.desktop
grep -q '^application/x-checkin-event=checkin.desktop' /usr/share/applications/mimeinfo.cache
grep -q ':application/x-checkin-event:\*.checkin' /usr/share/mime/globs2
said "a file *.checkin belongs to the program"

as_somebody checkin import home/day.checkin /usr/lib/checkin/_internal/resources/demo/attendees.csv --language en
as_somebody checkin codes home/day.checkin home/codes --language en
setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/tmp/home DISPLAY="$display" checkin home/day.checkin &
desk=$!
export DISPLAY="$display"
window=
for _ in $(seq 120); do
    window=$(xdotool search --onlyvisible --class checkin 2>/dev/null | head -1)
    [ -z "$window" ] || break
    sleep 0.5
done
said "the desk opens a file on an X server: $(xdotool getwindowname "$window")"
code=$(find home/codes -name '*.png' | head -1 | xargs basename -s .png)
# No window manager runs here: the window is given the keys by hand. The desk listens once its devices are there.
arrived=0
for _ in 1 2 3 4 5 6 7 8 9 10; do
    xdotool windowfocus --sync "$window" type --delay 5 "$code"
    xdotool key Return
    sleep 1
    arrived=$(as_somebody checkin live home/day.checkin | grep -c '"arrived": 1,' || true)
    [ "$arrived" = 0 ] || break
done
[ "$arrived" = 1 ]
said "a scanner that types lets somebody in"
kill -0 $desk
kill $desk

apt-get purge -y -qq checkin >/dev/null
[ ! -e /usr/lib/checkin ] && [ ! -e /usr/bin/checkin ]
said "the .deb is gone without a trace"

mkdir unpacked
tar -C unpacked --strip-components 1 -xf checkin-*.tar.xz
PREFIX=/tmp/home/own unpacked/install.sh >/dev/null
as_somebody home/own/bin/checkin --version
PREFIX=/tmp/home/own unpacked/install.sh --remove
[ ! -e home/own/bin/checkin ] && [ ! -e home/own/lib/checkin ]
said "the .tar.xz installs for one person, and goes again"
