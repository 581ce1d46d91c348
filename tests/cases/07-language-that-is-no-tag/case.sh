# A language that is not a tag of BCP 47 is a mistake, with the tag that is meant; what is a tag gets into the PDF.
language() {
  sed -i '/^language:/d' profiles/acme/organization.yaml
  echo "language: $1" >>profiles/acme/organization.yaml
}
for pair in de_DE=de-DE german=de zh_CN=zh-CN fr_FR.UTF-8=fr-FR jp=ja C=en; do
  language "${pair%=*}"
  expect 2 onus check
  says "error[bad-language]: \`${pair%=*}\` is not the tag of a language"
  says "did you mean \`${pair#*=}\`?"
done
language '""'
expect 2 onus check
says "the language is empty"
language de-at
expect 0 onus build --quiet --as-of 2026-11-29
grep -qa "<rdf:li>de-AT</rdf:li>" output/acme/web/responsibility-matrix.pdf || fail "the PDF is not in de-AT"

printf -- '---\nlanguage: pt_BR\n---\n\n# Um\n' >um.md
expect 2 onus render um.md
says "did you mean \`pt-BR\`?"
