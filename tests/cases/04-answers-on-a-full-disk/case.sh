# An answer that could not be printed is a failure, with code 2 and a message. Only a closed pipe is quiet: its reader has
# seen enough.
expect 0 onus build --quiet --deny nothing
expect 0 onus bundle acme/web --output web.zip --quiet --deny nothing

each() {
  "$@" list services
  "$@" list controls --message-format json
  "$@" explain PAT-01 --project acme/web
  "$@" check --message-format json --deny nothing
  "$@" check --report-json - --deny nothing
  "$@" check --report-sarif - --deny nothing
  "$@" check --deny note
  "$@" diff output output
  "$@" verify web.zip
  "$@" completions bash
  "$@" catalog check
  "$@" evidence list
  "$@" licenses
  "$@" build --deny nothing
  "$@" init "$(mktemp -u new-XXXXXX)"
  "$@" --help
  "$@" build --help
  "$@" --version
}
full() { expect 2 bash -c 'onus "$@" > /dev/full' onus "$@"; says "standard output could not be written"; }
export -f onus
each full

closed() { [ "$(bash -c '(onus "$@"; echo $? >&3) 3>code | true; cat code' onus "$@" 2>&1 | grep -v '^[01]$')" = "" ] || fail "$* complains of a closed pipe"; }
closed list services
closed licenses
closed --help

# Errors keep their code.
expect 2 bash -c 'onus list nothing > /dev/full'
# A limit of the size of files ends a write, not the program.
expect 2 bash -c 'ulimit -f 1; onus bundle acme/web --output big.zip --deny nothing'
says "cannot write"
[ ! -e big.zip ] && [ -z "$(find . -name '.onus-*.part')" ] || fail "something is left"
rm -r output
expect 2 bash -c 'ulimit -f 1; onus build --quiet --deny nothing'
[ -z "$(find . -name '.onus-*')" ] || fail "something is left"
expect 2 bash -c 'ulimit -f 1; onus licenses --full > texts'
says "standard output could not be written"
