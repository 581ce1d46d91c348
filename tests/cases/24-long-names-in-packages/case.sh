# Windows Explorer unpacks no path of more than 259 characters, so a package has none of more than 200: long names are
# shortened, each to a name of its own, and the manifest has the original.
needs unzip
name="$(printf 'Penetration test report of the customer portal %.0s' 1 2 3 4)"
mkdir -p profiles/acme/evidence
register=profiles/acme/evidence/register.yaml
printf 'schema: onus.evidence/1\nevidence:\n' > $register
for number in 1 2; do
  echo "Report $number" > "profiles/acme/evidence/$name$number.txt"
  printf '  - { id: penetration-test-report-of-the-customer-portal-%s, title: T, kind: file, location: "%s", ' \
    $number "$name$number.txt" >> $register
  printf 'controls: [LOG-01], collected: 2026-11-01 }\n' >> $register
done
expect 0 onus bundle acme/web --as-of 2026-11-15 --deny nothing --output package.zip
expect 0 onus verify package.zip
expect 0 unzip -Z1 package.zip
longest=$(awk '{ if (length($0) > longest) longest = length($0) } END { print longest }' <<<"$said")
[ "$longest" -le 200 ] || fail "a path has $longest characters"
[ "$(grep -c '^evidence/.*\.txt$' <<<"$said")" = 2 ] || fail "the files are not packed"
unzip -p package.zip manifest.json | grep -qF "$name" || fail "the manifest does not have the original name"
