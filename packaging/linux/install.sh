#!/bin/sh
# Installs Checkin for one person, into ~/.local (or PREFIX=...). `./install.sh --remove` takes it away again;
# events are never touched. No rights of an administrator are needed.
set -eu
cd "$(dirname "$0")"
prefix=${PREFIX:-$HOME/.local}

rm -rf "$prefix/lib/checkin"
find bin share -type f -o -type l | while read -r file; do rm -f "$prefix/$file"; done
if [ "${1:-}" != --remove ]; then
    mkdir -p "$prefix"
    cp -R bin lib share "$prefix/"
    # Desktops may know another PATH than this shell.
    sed -i "s|^Exec=checkin|Exec=\"$prefix/bin/checkin\"|" "$prefix/share/applications/checkin.desktop"
    echo "Installed: $prefix/bin/checkin"
fi
update-mime-database "$prefix/share/mime" 2>/dev/null || true
update-desktop-database "$prefix/share/applications" 2>/dev/null || true
gtk-update-icon-cache -q -t "$prefix/share/icons/hicolor" 2>/dev/null || true
