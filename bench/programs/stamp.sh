#!/bin/bash
# notes when it began to run, then is quiet
echo "$EPOCHREALTIME" >"$1.new"
mv "$1.new" "$1"
exec sleep 100000
