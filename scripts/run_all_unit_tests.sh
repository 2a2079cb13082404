#!/usr/bin/env bash
# Runs all tests, by the command that the README gives for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec .ci/run
