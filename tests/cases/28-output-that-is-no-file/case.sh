# What is no plain file is written to and stays what it is: devices, pipes, what another program has opened.
needs root mkfifo
printf '# Policy\n\nText.\n' > t.md
expect 0 onus build --quiet --deny nothing
mknod null c 1 3
mkfifo pipe
ln -s /proc/self/fd/1 stdout
ln -s null link-to-null
stays() { [ "$(stat -c %F "$1")" = "$2" ] || fail "$1 is now: $(stat -c %F "$1")"; }

each() {
  "$@" render t.md --output
  "$@" bundle acme/web --deny nothing --output
  "$@" diff output output --format markdown --output
  "$@" check --deny nothing --report-json
  "$@" check --deny nothing --report-summary
}
to() {
  expect 0 onus "$@" null && stays null "character special file"
  expect 0 onus "$@" link-to-null && stays link-to-null "symbolic link"
  # Standard output has the file and nothing else.
  onus "$@" stdout > direct 2>/dev/null || fail "$* stdout"
  onus "$@" /dev/stdout 2>/dev/null | cat > piped
  onus "$@" /dev/fd/5 --quiet 5> numbered
  stays stdout "symbolic link"
  (timeout 10 cat pipe > received &)
  expect 0 onus "$@" pipe && stays pipe fifo
  for _ in $(seq 50); do cmp -s received direct && break; sleep 0.05; done
  for file in piped numbered received; do
    cmp -s $file direct || fail "$* gives something else in $file than in a file"
  done
  [ -s direct ] || fail "$* wrote nothing"
}
each to
[ "$(onus render t.md --output stdout 2>/dev/null | head -c 5)" = "%PDF-" ] || fail "no PDF"
expect 2 onus render t.md --output /dev/stdout --message-format json

# A disk is not written over, a folder is none of these, and secret keys go into files.
mknod disk b 7 250
expect 2 onus render t.md --output disk
says "it is a disk"
stays disk "block special file"
mkdir folder
expect 2 onus render t.md --output folder
says "a folder with this name exists"
expect 2 onus render t.md --output folder/
expect 2 onus render t.md --output missing/t.pdf
says "the folder does not exist"
expect 2 onus bundle keygen --no-password --output null
says "already exists"
stays null "character special file"
