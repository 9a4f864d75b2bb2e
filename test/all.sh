#!/usr/bin/env bash
# `npm run test:all`: installs the browser and the servers that the suite talks to, then runs everything and skips nothing.
# With --rest: only what a machine without them skips, and the long tests; for who has just passed `npm test` there.
set -euo pipefail
cd "$(dirname "$0")/.."
need() { # command, Debian package
  command -v "$1" >/dev/null && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    [ -n "${updated:-}" ] || apt-get update -qq; updated=1
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$2" >/dev/null
  else
    echo "$1 is missing: install $2 (apt-get install $2)" >&2; exit 1
  fi
}
need mosquitto mosquitto
need mosquitto_pub mosquitto-clients
need chromium chromium
# The server alone, never as a service of the machine: the tests start their own.
if ! command -v influxd >/dev/null; then
  need influxd influxdb
  systemctl disable --now influxdb 2>/dev/null || true
fi
export TEST_ALL=1
# Once, before two tests at a time find that it is missing.
node src/start.mjs build
if [ "${1:-}" = --rest ]; then
  mapfile -t rest < <(grep -rlE '\.(skipIf|runIf|skip)\(' test --include='*.test.ts' --exclude='*.slow.test.ts')
  npx vitest run "${rest[@]}"
else
  npx vitest run
fi
npx vitest run --config vitest.slow.config.ts
