#!/bin/sh
# raw echo
stty raw -echo
exec cat
