# Nothing is written through a link that lies in the workspace, whatever a build would write there: a pull request can
# bring one. The link is named, and what it leads to stays as it is.
mkdir outside && echo keep > outside/keep
untouched() {
  [ "$(ls -A outside)" = keep ] && [ "$(cat outside/keep)" = keep ] || fail "something was written through $1"
}
# link PLACE TARGET: a build refuses it.
link() {
  rm -rf output .onus && mkdir -p "$(dirname "$1")" && ln -sfn "$2" "$1"
  expect 2 onus build --deny nothing
  [[ $said == *"is a link, and nothing is written through links"* || $2 == */profiles && $said == *"overlaps with"* ]] ||
    fail "the link is not named"
  says "$1"
  untouched "$1"
}
here=$PWD
for target in "$here/outside/keep" "$here/outside/new"; do
  link output/.onus.lock "$target"
  link output/acme/history.jsonl "$target"
  link output/acme/manifest.json "$target"
  link output/acme/web/revisions.json "$target"
  link output/acme/web/plan-of-action.md "$target"
  link output/acme/web/matrix.json "$target"
  link .onus "$target"
done
for folder in output output/acme output/acme/web .onus; do
  link $folder "$here/outside"
  link $folder "$here/profiles"
done
# Folders of the cache: the build does without.
for place in .onus/builds .onus/.gitignore .onus/hashes.json; do
  rm -rf output .onus && mkdir -p .onus && ln -s "$here/outside" $place
  expect 0 onus build --quiet --deny nothing
  untouched $place
done
# Nor through one in place of the folder where files wait.
rm -rf output .onus && mkdir output && ln -s "$here/outside" output/.onus-build
expect 0 onus build --quiet --deny nothing
untouched output/.onus-build

# Other commands: registers, copies of evidence, packages, keys, PDFs.
mkdir -p profiles/acme/evidence
ln -s "$here/outside/keep" profiles/acme/evidence/trail.txt
echo text > "$here/../trail.txt"
expect 2 onus evidence add "$here/../trail.txt" --control LOG-01
untouched "a copy of evidence"
rm profiles/acme/evidence/trail.txt
printf 'schema: onus.evidence/1\n' > register.yaml
ln -s ../../../register.yaml profiles/acme/evidence/register.yaml
expect 2 onus evidence add https://example.org --control LOG-01
says "is a link, and nothing is written through links"
[ "$(wc -l < register.yaml)" = 1 ] || fail "a register was written through a link"
rm profiles/acme/evidence/register.yaml
printf '# T\n' > t.md
ln -s outside/keep file && ln -s outside/new dangling && ln -s outside folder
for place in file dangling folder/new; do
  expect 2 onus render t.md --output $place
  expect 2 onus bundle acme/web --deny nothing --output $place
  expect 2 onus diff output output --format markdown --output $place
  says "is a link, and nothing is written through links"
  expect 2 onus bundle keygen --no-password --output $place
  untouched $place
done
ln -s outside/new t.pdf
expect 2 onus render t.md
untouched t.pdf
expect 2 onus build --deny nothing --output folder
untouched folder
