# SIGTERM and SIGINT end every command within a second, also as process 1 of a container, which has no default action for
# them; the exit code is that of shells, and nothing is left behind.
needs root flock

# ends SIGNAL CODE COMMAND...: as process 1, after it has begun to wait.
ends() {
  local signal=$1 wanted=$2 code=0
  shift 2
  unshare --pid --fork --kill-child "$@" >said 2>&1 &
  local outer=$! inner= start
  for _ in $(seq 100); do
    inner=$(pgrep -P $outer || true)
    [ -n "$inner" ] && grep -q '^State:.S' "/proc/$inner/status" 2>/dev/null && break
    sleep 0.05
  done
  sleep 0.5
  start=$(date +%s%N)
  kill "-$signal" "$inner"
  wait $outer || code=$?
  [ $code = "$wanted" ] || fail "$* ended with $code instead of $wanted after $signal: $(cat said)"
  [ $(($(date +%s%N) - start)) -lt 1500000000 ] || fail "$* did not end within a second after $signal"
}

# A build that waits for another.
mkdir output && : > output/.onus.lock
exec 9<>output/.onus.lock && flock 9
ends TERM 143 "$ONUS" build --wait 60
ends INT 130 "$ONUS" build --wait 60
exec 9>&-
rm -r output
# Those that wait for somebody to read what they write.
mkfifo pipe
for signal in TERM INT; do
  code=$([ $signal = TERM ] && echo 143 || echo 130)
  ends $signal $code "$ONUS" check --quiet --deny nothing --report-json pipe
  ends $signal $code "$ONUS" bundle acme/web --quiet --deny nothing --output pipe
done
rm pipe

# A build that works: whatever it was doing, nothing is left, and the next one is whole.
for wait in 0.02 0.05 0.1 0.2 0.3 0.5 0.8 1.2; do
  code=0
  "$ONUS" build --quiet --deny nothing --force --as-of 2031-01-01 & pid=$!
  sleep $wait
  kill -TERM $pid 2>/dev/null || true
  wait $pid || code=$?
  [ $code = 143 ] || [ $code = 0 ] || fail "a build ended with $code after $wait s"
  [ -z "$(find . -name '.onus-*' -o -name '.onus.lock')" ] || fail "left after $wait s: $(find . -name '.onus*')"
done
expect 0 onus build --quiet --deny nothing --as-of 2031-01-01
expect 0 onus build --check --quiet --deny nothing --as-of 2031-01-01
