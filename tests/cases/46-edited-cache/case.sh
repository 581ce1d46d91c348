# What lies in .onus may cost time, never correctness. Whoever can write there, but is not the user whose runs keep the
# cache, empties the findings of the last build, makes the file whole again, and the gate still fails.
needs python3
export XDG_STATE_HOME=$PWD/../46-state
trap 'rm -rf "$XDG_STATE_HOME"' EXIT

edit() {
  python3 - "$1" <<'END'
import glob, hashlib, json, sys

for path in glob.glob('.onus/builds/**/*.json', recursive=True):
    code, _, content = open(path, 'rb').read().partition(b'\n')
    entry = json.loads(content)
    if 'totals' not in entry:
        continue
    entry['findings'] = []
    content = json.dumps(entry, separators=(',', ':')).encode()
    if sys.argv[1] == 'with a digest':
        code = hashlib.sha256(content).hexdigest().encode()
    open(path, 'wb').write(code + b'\n' + content)
END
}

expect 1 onus build --deny warning --as-of 2026-11-15
first=$said
for code in 'with a digest' 'with the old code'; do
  for option in '' --reread --check; do
    edit "$code"
    expect 1 onus build --deny warning --as-of 2026-11-15 $option
    expect 1 onus build --deny warning --as-of 2026-11-15
  done
done

# The same for a document that somebody edited: the next build writes it again.
document=output/o/a/responsibility-matrix.md
before=$(cat "$document")
echo 'We have passed the audit.' >> "$document"
expect 1 onus build --deny warning --as-of 2026-11-15
[ "$(cat "$document")" = "$before" ] || fail "the edited document is still there"

# A cache that git tracks would come from others.
if command -v git >/dev/null; then
  git init --quiet .
  git add --force .onus
  expect 2 onus build --as-of 2026-11-15
  says 'is tracked by git'
  says 'git rm -r --cached'
  expect 2 onus check --as-of 2026-11-15
  git rm -r --quiet --cached .onus
  expect 0 onus build --deny nothing --as-of 2026-11-15
fi
