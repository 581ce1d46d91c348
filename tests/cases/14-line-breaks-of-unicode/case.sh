# Characters that some readers of YAML take for line breaks, and control characters, are blamed where they are.
errors() { [ "$(grep -c '^error\[' <<<"$said")" = "$1" ] || fail "not $1 errors"; }
cp profiles/acme/projects/web.yaml clean.yaml
for pair in "u2028=U+2028 line separator" "u2029=U+2029 paragraph separator" "u0085=U+0085 next line" \
  "x0c=U+000C form feed" "x0b=U+000B line tabulation" "ufeff=U+FEFF byte order mark" "x01=U+0001 control character"; do
  printf "description: One\\${pair%%=*}two\n" >>profiles/acme/projects/web.yaml
  expect 2 onus check
  says "error[odd-character]: ${pair#*=} cannot be in a file"
  says "profiles/acme/projects/web.yaml:4:17"
  errors 1
  cp clean.yaml profiles/acme/projects/web.yaml
done
