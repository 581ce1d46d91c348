# A report leaves the workspace through no link, takes no input's place, nor that of a document, nor of another report.
mkdir outside && echo keep > outside/keep
expect 0 onus build --quiet --deny nothing
for flag in json junit sarif summary; do
  for target in outside/keep outside/new profiles/acme/organization.yaml output/acme/manifest.json; do
    cp -r profiles before
    ln -sfn $target report
    expect 2 onus check --quiet --deny nothing --report-$flag report
    [[ $said == *'`report` is a link'* || $said == *"would be overwritten"* ]] || fail "$target is not named"
    expect 2 onus build --deny nothing --report-$flag report
    diff -r profiles before || fail "an input was changed"
    [ "$(ls outside)" = keep ] && [ "$(cat outside/keep)" = keep ] || fail "a report was written through a link"
    rm -r before report
  done
  ln -sfn outside reports
  expect 2 onus check --quiet --deny nothing --report-$flag reports/onus.$flag
  says "is a link"
  [ "$(ls outside)" = keep ] || fail "a report was written through a link"
  rm reports

  for input in profiles/acme/organization.yaml ./profiles/../profiles/acme/projects/web.yaml; do
    expect 2 onus check --quiet --deny nothing --report-$flag $input
    says "would be overwritten by a report"
  done
  # Another name of the same file.
  ln profiles/acme/organization.yaml second
  expect 2 onus check --quiet --deny nothing --report-$flag second
  says "would be overwritten by a report"
  rm second
  for place in output/acme/manifest.json output/acme/web/plan-of-action.md output/acme/history.jsonl; do
    expect 2 onus build --deny nothing --report-$flag $place
    says "belongs to the output"
  done
  # Beside documents is not in their place, and folders are made.
  expect 0 onus check --quiet --deny nothing --report-$flag output/reports/onus.$flag
  expect 0 onus check --quiet --deny nothing --report-$flag new/deep/onus.$flag
  mkdir -p folder
  expect 2 onus check --quiet --deny nothing --report-$flag folder
  says "a folder with this name exists"
  expect 2 onus check --quiet --deny nothing --report-$flag folder/
done
touch one && ln one two
for other in one ./one two; do
  expect 2 onus check --quiet --deny nothing --report-json one --report-sarif $other
  says "two reports"
done
[ ! -s one ] || fail "one of two reports was written"
