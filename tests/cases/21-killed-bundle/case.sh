# A package is written beside its place. One that is stopped leaves nothing; what one that was killed has left is taken
# away by the next run, and nothing else is.
mkdir -p profiles/acme/evidence
head -c 60000000 /dev/zero > profiles/acme/evidence/big.bin
cat > profiles/acme/evidence/register.yaml <<'Y'
schema: onus.evidence/1
evidence:
  - { id: big, title: Big, kind: file, location: big.bin, controls: [LOG-01], collected: 2026-01-01 }
Y
mkdir packages
parts() { find packages -name '.onus-*' | wc -l; }
bundle=("$ONUS" bundle acme/web --quiet --deny nothing --output packages/web.zip)

# stopped SIGNAL: ends a bundle as soon as it writes.
stopped() {
  "${bundle[@]}" & pid=$!
  for _ in $(seq 2000); do
    [ "$(parts)" = 0 ] || break
    kill -0 $pid 2>/dev/null || break
    sleep 0.005
  done
  kill "-$1" $pid 2>/dev/null || true
  wait $pid || true
}
stopped TERM
[ "$(parts)" = 0 ] || fail "SIGTERM leaves $(find packages -name '.onus-*')"
rm -f packages/web.zip
for _ in 1 2 3 4 5; do
  stopped KILL
  [ "$(parts)" = 0 ] || break
done
[ "$(parts)" = 1 ] || fail "no run was killed while it wrote"
# Files of others, whatever they are called, stay.
touch packages/.onus-notes packages/.onus-1.part packages/.onus-1-2.part.txt packages/notes.part
expect 0 "${bundle[@]}"
ls -A packages | sort > found
printf '%s\n' .onus-1-2.part.txt .onus-1.part .onus-notes notes.part web.zip | sort | diff - found || fail "other files are there"
