# A package goes to other people: nothing from a folder that begins with a dot, no secret key and no output is evidence,
# whatever path or link leads there.
mkdir .git output
printf '[http]\n extraheader = AUTHORIZATION: basic SECRETTOKEN\n' > .git/config
echo "# A page" > output/page.md
expect 0 onus bundle keygen --no-password
ln -s ../../../.git/config profiles/acme/evidence/harmless.txt
printf '{ "key": "%s" }\n' "$(sed -n 2p onus.key)" > profiles/acme/evidence/copy.json
for command in "check" "evidence list" "evidence check" "bundle acme/web --sign onus.key --output package.zip"; do
  # shellcheck disable=SC2086
  expect 2 onus $command
  [ "$(grep -c 'error\[not-evidence\]' <<<"$said")" = 5 ] || fail "not all five are refused"
  says "register.yaml:3"
  says "it contains a minisign secret key"
  says_not SECRETTOKEN
done
[ ! -e package.zip ] || fail "the package was written"
