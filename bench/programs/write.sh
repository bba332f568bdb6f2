#!/bin/bash
# waits for a word in a pipe, prints a file, notes when it began and ended, prints a mark
read -r _ <"$1"
began=$EPOCHREALTIME
cat "$2"
echo "$began $EPOCHREALTIME" >"$3.new"
mv "$3.new" "$3"
printf '\033[0m\r\n@@DONE@@\r\n'
exec sleep 100000
