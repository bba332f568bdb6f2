#!/bin/sh
# a full screen, then quiet
cat "$1"
exec sleep 100000
