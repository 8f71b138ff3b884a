# Read by bash before the update program (BASH_ENV): the power goes before command number $CUT_AT, or before the command of that
# text. The whole process group dies at once.
unset BASH_ENV
set -T
cut_at=$CUT_AT cut_count=0
unset CUT_AT
trap '[[ $((++cut_count)) != "$cut_at" && $BASH_COMMAND != "$cut_at" ]] || kill -KILL 0' DEBUG
