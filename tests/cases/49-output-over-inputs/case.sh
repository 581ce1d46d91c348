# Nothing that a command writes takes the place of something that it reads, whatever the flag, by whatever name.
mkdir -p templates docs profiles/acme/evidence
echo scan > docs/scan.txt
cat > profiles/acme/evidence/register.yaml <<'Y'
schema: onus.evidence/1
evidence:
  - { id: scan, title: Scan, kind: file, location: ../../../docs/scan.txt, controls: [LOG-01], collected: 2026-01-01 }
Y
printf -- '---\ntitle: Note\nscope: project\nformats: [markdown]\n---\n# Note\n' > templates/note.md
printf '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>' > templates/logo.svg
printf '# Policy\n' > t.md
expect 0 onus build --quiet --deny nothing
expect 0 onus bundle keygen --no-password --output acme.key
expect 0 onus bundle acme/web --output old.zip --deny nothing
ln profiles/acme/projects/web.yaml second-name && ln docs/scan.txt scan-too
mkdir "$PWD/../kept" && cp -r . ../kept/

unchanged() { diff -r . ../kept --exclude .onus || fail "$* changed something"; }
inputs=(profiles/acme/organization.yaml ./profiles/acme/../acme/projects/web.yaml "$PWD/profiles/acme/evidence/register.yaml"
  docs/scan.txt templates/note.md templates/logo.svg second-name scan-too)
for input in "${inputs[@]}"; do
  expect 2 onus bundle acme/web --deny nothing --output "$input"
  says "would be overwritten"
  expect 2 onus render t.md --output "$input"
  says "would be overwritten"
  expect 2 onus diff output output --format markdown --output "$input"
  says "would be overwritten"
  expect 2 onus check --quiet --deny nothing --report-json "$input"
  says "would be overwritten"
  expect 2 onus bundle keygen --no-password --output "$input"
  unchanged "$input"
done
expect 2 onus render t.md --output ./t.md
expect 2 onus bundle acme/web --deny nothing --sign acme.key --output ./acme.key
says "would be overwritten"
expect 2 onus diff old.zip output --output old.zip
says "would be overwritten"
expect 2 onus diff output old.zip --output output/acme/web/matrix.json
says "would be overwritten"
expect 2 onus render t.md --output output/acme/manifest.json
says "would be overwritten"
unchanged "a command"

# A build writes to no folder of inputs, and to none that has one in it.
for folder in profiles profiles/acme profiles/acme/evidence/../../acme templates . "$PWD" .. profiles/new .onus; do
  expect 2 onus build --deny nothing --output "$folder"
  says "overlaps with"
  expect 2 onus build --check --deny nothing --output "$folder"
  unchanged "$folder"
done
expect 0 onus build --quiet --deny nothing --output public/docs
expect 0 onus render t.md --output public/t.pdf
expect 0 onus render t.md --output public/t.pdf
