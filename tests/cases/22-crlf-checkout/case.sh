# Profiles, registers and templates say the same with the line breaks of another system.
expect 0 onus build --quiet --as-of 2026-11-29
sed -i 's/$/\r/' profiles/acme/*.yaml profiles/acme/projects/*.yaml templates/own.md
expect 0 onus build --check --as-of 2026-11-29
tr '\n' '\r' <profiles/acme/projects/web.yaml | tr -s '\r' >old.yaml
mv old.yaml profiles/acme/projects/web.yaml
expect 0 onus build --check --as-of 2026-11-29

expect 0 onus init elsewhere
grep -q 'eol=lf' elsewhere/.gitattributes || fail "there is no .gitattributes"
