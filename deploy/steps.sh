# What `install` and `update` share. Sourced by both; PREFIX stands before every folder, for trying it out.
# What is set here is read by those that source it.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

PREFIX=${PREFIX:-}
SITE=$PREFIX/srv/matiane
CURRENT=$SITE/current
DATA=$SITE/data
STATIC=$SITE/staticfiles
SETTINGS=$PREFIX/etc/matiane/env
RUNNING=$PREFIX/run/matiane
UNITS=$PREFIX/etc/systemd/system
ACCOUNT=${ACCOUNT:-matiane}
# Where the site listens, behind the proxy; and how long it has to answer, in seconds.
LISTEN=${LISTEN:-127.0.0.1:8000}
PATIENCE=${PATIENCE:-90}
# What undoes the steps that were taken, the last one first.
UNDO=()
# A connection that breaks, or Ctrl-C, is a failure as any other.
trap 'exit 1' HUP INT TERM

say() { printf '%s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

# One more thing to undo if a later step fails.
on_failure() { UNDO=("$*" "${UNDO[@]}"); }

undo_all() {
    local status=$? step
    trap - EXIT
    trap '' HUP INT TERM
    if [ "$status" != 0 ]; then
        say "Undoing what was done ..."
        # One that fails must not keep the others from being undone.
        for step in "${UNDO[@]}"; do
            (eval "$step") || printf 'This could not be undone, do it by hand: %s\n' "$step" >&2
        done
        after_undoing
    fi
    exit "$status"
}

# The value of a setting.
setting() { sed -n "s/^$1=//p" "$SETTINGS" | tail -n 1; }

# As the account of the site, with its settings and nothing else in the environment.
as_site() {
    local values=()
    mapfile -t values < <(grep -E '^[A-Z_]+=' "$SETTINGS")
    runuser -u "$ACCOUNT" -- env -i "PATH=$PATH" "LANG=C.UTF-8" "${values[@]}" "$@"
}

# manage RELEASE WORDS...: a command of a release.
manage() {
    local release=$1
    shift
    (cd "$release" && as_site "$release/.venv/bin/python" manage.py "$@")
}

# release_of SOURCE: what the folder of a release is called.
release_of() {
    local commit=""
    [ ! -e "$1/.git" ] || commit=-$(git -c "safe.directory=$1" -C "$1" rev-parse --short HEAD)
    printf '%s%s' "$(date -u +%Y%m%dT%H%M%SZ)" "$commit"
}

# copy_code SOURCE RELEASE
copy_code() {
    local source=$1 release=$2
    mkdir -p "$release"
    if [ -e "$source/.git" ]; then
        git -c "safe.directory=$source" -C "$source" ls-files -z --cached --others --exclude-standard -- . ':!tests' ':!bench' |
            # What was deleted and is not committed yet is listed too.
            tar -C "$source" --null --files-from=- --ignore-failed-read -cf - 2>/dev/null | tar -C "$release" -xf -
    else
        tar -C "$source" --exclude=./.venv --exclude=./data --exclude=./staticfiles --exclude=./tests --exclude=./bench -cf - . |
            tar -C "$release" -xf -
    fi
}

# install_packages RELEASE: into an environment of its own; PACKAGES names one that is there already.
install_packages() {
    local release=$1
    if [ -n "${PACKAGES:-}" ]; then
        ln -s "$PACKAGES" "$release/.venv"
        return
    fi
    python3 -m venv "$release/.venv"
    "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$release/requirements.txt"
    # The account of the site may not write beside the code.
    "$release/.venv/bin/python" -m compileall -q -x '/\.venv/' "$release"
}

# prepare SOURCE RELEASE: all of a release that touches neither data nor site.
prepare() {
    copy_code "$1" "$2"
    say "Installing packages ..."
    install_packages "$2"
    chmod -R go-w "$2"
    as_site "$2/.venv/bin/python" -c "import sys; sys.exit(0 if sys.version_info >= (3, 11) else 'Python 3.11 or newer is needed.')"
    (cd "$2" && env DEMO=1 DATA_DIR="$2/.unused" .venv/bin/python manage.py compile_messages)
    rm -rf "$2/.unused"
    manage "$2" check --deploy --fail-level WARNING
}

# The catalogue of static files tells a release how its files are called; each release has its own.
collect() { manage "$1" collectstatic --no-input --verbosity 0; }

# switch_to RELEASE: in one step.
switch_to() {
    ln -sfn "$1" "$CURRENT.new"
    mv -T "$CURRENT.new" "$CURRENT"
}

# wait_for RELEASE: until the service says that it runs it.
wait_for() {
    local until=$((SECONDS + PATIENCE)) wanted
    wanted=$(realpath "$1")
    until [ "$(cat "$RUNNING/release" 2>/dev/null)" = "$wanted" ]; do
        [ "$SECONDS" -lt "$until" ] || fail "The service does not run $wanted after $PATIENCE seconds: journalctl -u matiane says why."
        sleep 0.2
    done
}

# install_units RELEASE: what systemd runs.
install_units() {
    local file
    mkdir -p "$UNITS"
    for file in "$1"/deploy/systemd/*; do
        sed -e "s|/srv/matiane|$SITE|g" -e "s|/etc/matiane|$(dirname "$SETTINGS")|g" -e "s|^ListenStream=.*|ListenStream=$LISTEN|" \
            "$file" >"$UNITS/${file##*/}"
    done
    systemctl daemon-reload
}

# Ask the site for real pages, as the proxy would.
ask_pages() {
    local host
    host=$(setting SITE_URL)
    "$CURRENT/.venv/bin/python" "$CURRENT/deploy/ask_pages" "http://$LISTEN" "${host#https://}"
}

# free_mb FOLDER: what is left on its disk.
free_mb() { df -Pm "$1" | awk 'NR == 2 {print $4}'; }
