# File systems of networks and containers may have no locks. A build goes on without one and says so; --no-lock is quiet.
needs strace
without() { strace -f -o /dev/null -e trace=flock -e "inject=flock:error=$1" "$ONUS" "${@:2}"; }
for error in ENOLCK EOPNOTSUPP ENOSYS; do
  expect 0 without $error build --deny nothing
  says "has no locks"
  says "--no-lock"
  [ -z "$(find output -name '.onus*')" ] || fail "something is left"
  expect 0 without $error build --quiet --message-format json --deny nothing
  says '"type":"unlocked"'
  expect 0 without $error build --quiet --no-lock --deny nothing
  says_not "lock"
  expect 0 without $error bundle acme/web --output web.zip --quiet --deny nothing
  says_not "lock"
done
# Other errors of a lock are none of these.
expect 2 without EIO build --quiet --deny nothing
expect 2 onus build --no-lock --wait 3
