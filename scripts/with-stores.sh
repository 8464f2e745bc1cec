#!/usr/bin/env bash
# scripts/with-stores.sh CMD…: runs any command with throw-away stores, as TEST_DATABASE_URL, TEST_REDIS_URL, TEST_MONGO_URL.
set -euo pipefail
exec node_modules/.bin/tsx "$(dirname "$0")/with-stores.ts" "$@"
