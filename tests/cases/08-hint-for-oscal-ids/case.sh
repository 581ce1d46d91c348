# The ids of OSCAL, and those that people write, are those of the publisher; a hint never names another requirement.
expect 0 onus explain own-01 --as-of 2026-11-29
expect 0 onus catalog show "ac-2.1"
says "AC-2(1)"
for written in "AC-2.1" "AC-02(01)" "AC-2 (1)" "ac-2(1)" "ac-02.01"; do
  expect 0 onus catalog show "nist-800-53-r5/$written"
  says "AC-2(1)"
done
expect 0 onus explain "pat-1" --as-of 2026-11-29
says "PAT-01"

sed -i 's/ac-2.1/ac-2.99/' profiles/acme/catalog/own.yaml
expect 2 onus check
says "unknown requirement \`ac-2.99\`"
says_not "did you mean"
