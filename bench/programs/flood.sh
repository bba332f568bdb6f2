#!/bin/sh
# prints a file for ever
while :; do cat "$1"; done
