# Front matter of other programs is warned of, never an error.
for name in blog words toml rules; do
  expect 0 onus render $name.md --output $name.pdf
  says_not 'error['
  [ -s $name.pdf ] || fail "no PDF of $name"
done
